"""What happened after a start, and who supervises: as forms."""

import uuid
from collections import Counter

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from centre.people.models import Supervisor
from centre.targets.models import TrackKind
from centre.templatetags.cohort import full_day
from centre.web.forms import Compared, PickedDays, validate_age
from centre.web.refusal import Refused
from recruitment.enrolment import supervising
from recruitment.enrolment.careers import CareerStep, Supervision
from recruitment.enrolment.kinds import UNTIL, Change
from recruitment.enrolment.standing import Said, changes_of
from recruitment.enrolment.ties import notice


class CareerStepForm(PickedDays, forms.Form):
    """One dated change; the token keeps a second sending out."""

    change = forms.ChoiceField(label=_("What happened"))
    on = forms.DateField(
        label=_("On"),
        validators=[validate_age],
        error_messages={"required": _("Enter the day it happened.")},
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        validators=[validate_age],
        help_text=_(
            "Second assessment: by when. Suspended: when they are expected back. "
            "Contract renewed: its new last day."
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, *args, enrolment, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolment, self.today = enrolment, today
        self.fields["change"].choices = [
            (one.value, one.label) for one in changes_of(enrolment.track.kind)
        ]
        self.fields["note"].widget.attrs["autocomplete"] = "off"
        if enrolment.track.kind != TrackKind.DOCTORAL and (told := notice(enrolment)):
            hint = self.fields["until"].help_text
            self.fields["until"].help_text = f"{hint} {told}"

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(
                _("%(day)s lies ahead. Enter it once it has come."), params={"day": full_day(day)}
            )
        return day

    def record(self, *, by) -> CareerStep | None:
        """The step; None, and the form says why, where it cannot have been."""
        data = self.cleaned_data
        until = data["until"] if Change(data["change"]) in UNTIL else None
        try:
            return CareerStep.record(
                self.enrolment,
                Said(data["change"], data["on"], until),
                note=data["note"],
                token=data["token"],
                by=by,
            )
        except Refused as wrong:
            self.add_error("until" if "until" in str(wrong) else "on", str(wrong))
            return None


class OneSupervisor(forms.ModelChoiceField):
    """Supervisors with how many they supervise now, so that nobody is given one too many unseen."""

    now: Counter[int]  # {supervisor: how many}, set by the form

    def label_from_instance(self, one):
        n = self.now[one.pk]
        told = ngettext("%(n)d researcher now", "%(n)d researchers now", n) % {"n": n}
        place = one.institution or _("host university")
        return f"{one}, {place} ({told})"


class SupervisionForm(Compared, PickedDays, forms.ModelForm):
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Supervision
        fields = ["supervisor", "role", "started_on", "ended_on"]
        field_classes = {"supervisor": OneSupervisor}
        help_texts = {
            "role": _("A new chief supervisor takes over from the one before on the first day."),
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("started_on", "ended_on"):
            self.fields[name].validators.append(validate_age)
        centre = self.instance.enrolment.researcher.centre_id
        usable = Q(retired_on=None) | Q(pk=self.instance.supervisor_id)
        field = self.fields["supervisor"]
        field.now = supervising.counted(centre, today)
        field.queryset = Supervisor.objects.filter(usable, centre=centre).select_related(
            "institution"
        )
        if self.instance._state.adding:
            self.fields["token"].initial = uuid.uuid4
            del self.fields["ended_on"]
        else:
            del self.fields["token"]

    def clean(self):
        cleaned = super().clean()
        first = self.instance.enrolment.started_on
        if cleaned.get("started_on") and cleaned["started_on"] < first:
            self.add_error(
                "started_on",
                forms.ValidationError(
                    _("That is before the first day, %(day)s."), params={"day": full_day(first)}
                ),
            )
        return cleaned

    def validate_constraints(self):
        # A new chief ends the one before; only an edit can make two of them.
        if self.instance.pk:
            super().validate_constraints()

    def add(self) -> Supervision | None:
        """Store it; sent twice it is one. None, and the form says why, where it cannot be."""
        try:
            return supervising.add(self.instance, token=self.cleaned_data["token"] or uuid.uuid4())
        except Refused as wrong:
            self.add_error("supervisor", str(wrong))
            return None
