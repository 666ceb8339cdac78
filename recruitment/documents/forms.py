"""What one says of a file: which kind it is, for which application, until when it is valid."""

from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from centre.accounts.policy import sees_all
from centre.web.forms import DayInput, PickedDays, validate_age
from recruitment.documents.actions import What
from recruitment.documents.models import Document, DocumentKind
from recruitment.documents.types import SUFFIXES
from recruitment.pipeline.models import Application

MOST_AT_ONCE = 10
ACCEPTED = ",".join(f".{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes)


class Several(forms.FileField):
    """One file or several, each checked on its own when it is kept."""

    class _Input(forms.FileInput):
        allow_multiple_selected = True

    def __init__(self, *, most: int = MOST_AT_ONCE, **kwargs):
        self.most = most
        attrs = {"accept": ACCEPTED, "multiple": most > 1}
        kwargs["widget"] = self._Input(attrs=attrs)
        kwargs.setdefault("allow_empty_file", True)  # that it is empty is said by its name
        kwargs["error_messages"] = {"required": _("Choose a file.")}
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > self.most:
            words = self.error_messages.get("several") or ngettext(
                "Choose one file.", "At most %(most)d files at once.", self.most
            )
            raise forms.ValidationError(words % {"most": self.most})
        if not files:
            return super().clean(None, initial)
        return [super(Several, self).clean(one, initial) for one in files]


class _OfKind(PickedDays, forms.Form):
    """A kind of the centre, and the day it runs out for those kinds that do."""

    valid_until = forms.DateField(
        label=_("Valid until"), required=False, validators=[validate_age], widget=DayInput
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AddForm(_OfKind):
    """Files of one candidate, all of one kind."""

    file = Several(
        label=_("Files"),
        help_text=_("PDF, DOCX, PNG or JPEG, up to %(n)d files of %(most)d MB.")
        % {"n": MOST_AT_ONCE, "most": 20},
    )
    kind = forms.ModelChoiceField(
        DocumentKind.objects.none(), label=_("What it is"), empty_label=None
    )
    application = forms.ModelChoiceField(
        Application.objects.none(),
        label=_("For"),
        required=False,
        empty_label=_("Every application of this person"),
    )
    field_order = ["file", "kind", "application", "valid_until"]

    def __init__(self, *args, request, candidate, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds_for(request.user, candidate.centre_id)
        applied = Application.objects.visible_to(request.user).filter(candidate=candidate)
        field = self.fields["application"]
        field.queryset = applied.select_related("position", "intake")
        field.label_from_instance = lambda one: f"{one.position}, {one.intake}"
        self.fields["valid_until"].help_text = _("For an English test, a passport or a visa.")
        if not self.is_bound:
            # Else asked for twice: whether one must be chosen follows from the first of them.
            self.fields["kind"].choices = list(self.fields["kind"].choices)

    @property
    def what(self) -> What:
        data = self.cleaned_data
        until = data["valid_until"] if data["kind"].expires else None
        return What(data["kind"], data["application"], until)


class VersionForm(_OfKind):
    """A newer file of a document that is there."""

    file = Several(label=_("File"), most=1, help_text=_("PDF, DOCX, PNG or JPEG, up to 20 MB."))
    field_order = ["file", "valid_until"]

    def __init__(self, *args, document: Document, **kwargs):
        super().__init__(*args, **kwargs)
        if not document.kind.expires:
            del self.fields["valid_until"]


class EditForm(forms.ModelForm):
    """What a document is said to be; its files stay."""

    class Meta:
        model = Document
        fields = ["kind", "application"]
        labels = {"kind": _("What it is"), "application": _("For")}

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = kinds_for(request.user, self.instance.centre_id)
        self.fields["kind"].queryset = kinds | DocumentKind.objects.filter(pk=self.instance.kind_id)
        self.fields["kind"].empty_label = None
        applied = Application.objects.visible_to(request.user)
        field = self.fields["application"]
        field.queryset = applied.filter(candidate=self.instance.candidate_id).select_related(
            "position", "intake"
        )
        field.label_from_instance = lambda one: f"{one.position}, {one.intake}"
        field.empty_label = _("Every application of this person")


class WaiveForm(forms.Form):
    """Why the application goes on without it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the activity of the candidate, with your name."),
    )


def kinds_for(user, centre_id: int):
    """The kinds in use of that centre; those for the office only for who sees all of it."""
    kinds = DocumentKind.objects.filter(centre=centre_id, retired_on=None)
    return kinds if sees_all(user, centre_id) else kinds.filter(Q(is_private=False))
