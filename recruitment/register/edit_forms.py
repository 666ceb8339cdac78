"""Editing a person and what they studied."""

from datetime import date
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from centre.web.forms import DayInput, validate_age
from recruitment.candidates.models import Candidate, EducationRecord


class CandidateForm(forms.ModelForm):
    """Every field of a person; `version` and the hidden initial values are what the typist saw.

    So a field counts as changed only if this typist changed it, whoever else saved meanwhile.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    class Meta:
        model = Candidate
        fields = [
            "full_name",
            "native_name",
            "preferred_name",
            "email",
            "other_emails",
            "phone",
            "orcid",
            "nationality",
            "current_place",
            "language",
            "no_contact_on",
            "no_contact_reason",
            "home_pages",
        ]
        widgets = {
            "other_emails": forms.Textarea(attrs={"rows": 2}),
            "home_pages": forms.Textarea(attrs={"rows": 2}),
            "no_contact_on": DayInput(),
        }
        labels = {"no_contact_reason": _("Why")}
        error_messages = {
            "full_name": {"required": _("Enter the name.")},
            "email": {"invalid": _("This is not an e-mail address. Write it as name@example.org.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name in self.Meta.fields:
            # Somebody else's data: the browser must not fill in the user's own.
            self.fields[name].widget.attrs["autocomplete"] = "off"
            self.fields[name].show_hidden_initial = True
        self.fields["no_contact_on"].validators.append(validate_age)
        self.fields["no_contact_on"].help_text = _("E-mails to them are held from now on.")
        self.fields["no_contact_reason"].help_text = _("Staff read it beside what is held.")

    def clean(self):
        typed = super().clean()
        on, why = typed.get("no_contact_on"), typed.get("no_contact_reason")
        if on and not why:
            self.add_error("no_contact_reason", _("Say why they may not be written to."))
        if why and not on and "no_contact_on" not in self.errors:
            self.add_error("no_contact_on", _("Say since when they may not be written to."))
        return typed

    @property
    def typed_fields(self) -> list[str]:
        return [name for name in self.changed_data if name in self.Meta.fields]

    def seen(self):
        """(name, value) of the hidden fields that carry what the typist saw."""
        for name in self.Meta.fields:
            key = self[name].html_initial_name
            before = self[name].initial
            if isinstance(before, date):
                before = before.isoformat()  # whatever the language, as the day picker has it
            yield key, self.data.get(key, before) if self.is_bound else before

    def catch_up(self, now: Candidate) -> None:
        """Take over from `now` what this typist did not touch, so that only theirs is at stake."""
        typed = self.typed_fields
        data = cast(QueryDict, self.data).copy()
        for name in self.Meta.fields:
            value = str(getattr(now, name) or "")
            data[self[name].html_initial_name] = value
            if name not in typed:
                data[name] = value
        data["version"] = str(now.version)
        self.data = data


class EducationForm(forms.ModelForm):
    started = forms.IntegerField(label=_("From year"), required=False)
    ended = forms.IntegerField(label=_("To year"), required=False)

    class Meta:
        model = EducationRecord
        fields = ["level", "institution", "country", "field", "started", "ended"]
        error_messages = {"institution": {"required": _("Enter the institution.")}}

    def clean(self):
        typed = super().clean()
        for name in ("started", "ended"):
            year = typed.get(name)
            if year is not None and not 1900 <= year <= 2100:
                self.add_error(name, _("%(year)s is no year. Write it as 2024.") % {"year": year})
        started, ended = typed.get("started"), typed.get("ended")
        if started and ended and ended < started:
            self.add_error("ended", _("It cannot end before it starts."))
        return typed

    def validate_constraints(self):
        """Nothing to ask the database that `clean` did not."""


# Nobody has so many degrees; a form that claims to hold thousands is not drawn.
EducationFormSet = forms.inlineformset_factory(
    Candidate,
    EducationRecord,
    form=EducationForm,
    extra=2,
    max_num=50,
    absolute_max=60,
    can_delete=True,
)
