"""What staff type of a referee, and what a referee sends."""

from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.web.forms import Compared, PickedDays, validate_age
from recruitment.candidates import names
from recruitment.documents.forms import Several
from recruitment.referees.fitness import Unfit, is_free, is_namesake, unfit
from recruitment.referees.models import RefereeReport

LONGEST = 20_000


class RefereeForm(Compared, PickedDays, forms.ModelForm):
    """Who they are and by when. Never the proposed supervisor nor the candidate."""

    fixed = ("application",)

    class Meta:
        model = RefereeReport
        fields = ["name", "email", "institution", "language", "due_on"]
        help_texts = {
            "email": _("Of their institution, not a private one."),
            "language": _("We write to them in it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].validators.append(validate_age)

    def clean_name(self):
        return names.clean(self.cleaned_data["name"])

    def clean_email(self):
        return names.fold_email(self.cleaned_data["email"])

    def clean(self):
        cleaned = super().clean()
        name, email = cleaned.get("name", ""), cleaned.get("email", "")
        application = self.instance.application
        who = unfit(name, email, application)
        if who == Unfit.CANDIDATE:
            words = _(
                "This is the candidate’s own address. The request and its private link would go to "
                "the candidate: enter that of the referee."
            )
            self.add_error("email", words)
        elif who:
            self.add_error(
                "name", _("This is the proposed supervisor, who cannot be a referee. Name another.")
            )
        if name and is_namesake(name, application):
            words = _(
                "This is the candidate’s own name. Of a namesake, add the university to the name."
            )
            self.add_error("name", words)
        return cleaned


class NewRefereeForm(RefereeForm):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    ask = forms.BooleanField(
        label=_("Write to them now"),
        required=False,
        initial=True,
        help_text=_("They get a private link to send the letter with."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ask") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter an address, or leave writing to them for later."))
        return cleaned

    @property
    def is_private_address(self) -> bool:
        return is_free(self.cleaned_data["email"])


class LetterForm(forms.Form):
    """A letter: a file, or what is typed, or both."""

    needs_one: str | Promise = _("Choose a file, or write the letter below.")
    file = Several(label=_("File"), most=1, required=False, help_text=_("PDF, DOCX, PNG or JPEG."))
    letter = forms.CharField(
        label=_("Or write it here"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("letter"):
            raise forms.ValidationError(self.needs_one)
        return cleaned

    @property
    def upload(self):
        return self.cleaned_data["file"][0] if self.cleaned_data.get("file") else None


class DeclineForm(forms.Form):
    remark = forms.CharField(label=_("Why"), required=False, max_length=300)
