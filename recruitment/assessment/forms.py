"""What staff type about an interview."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Membership, Role, User
from centre.web.forms import Compared, PickedDays, PickedRows, validate_age
from recruitment.assessment.actions import DUE_AT, Plan, usually_due
from recruitment.assessment.clashes import clashes
from recruitment.assessment.models import SMALLEST_PANEL, Interview
from recruitment.assessment.when import place_of

ON_PANELS = (Role.DIRECTOR, Role.SUPERVISOR, Role.PANEL)


class Members(PickedRows):
    tied: Collection[int] = ()  # who declared a conflict of interest

    def label_from_instance(self, obj):
        if obj.pk in self.tied:
            return _("%(name)s: conflict of interest declared, stays on record") % {"name": obj}
        return super().label_from_instance(obj)


class InterviewForm(Compared, PickedDays, forms.ModelForm):
    """Day and time are typed as the centre's clocks show them, and kept as one moment."""

    on = forms.DateField(
        label=_("Day"),
        required=False,
        validators=[validate_age],
        help_text=_("Leave day and time empty if the candidate will choose."),
    )
    at = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    due_on = forms.DateField(
        label=_("Scorecards due"),
        required=False,
        validators=[validate_age],
        help_text=_("At 18:00. Empty: two days after the interview."),
    )
    panel = Members(User.objects.none(), label=_("Panel"), help_text=_("At least two people."))
    reason = forms.CharField(label=_("Why it is moved"), max_length=300, required=False)
    tell = forms.BooleanField(
        label=_("Send calendar invitations to candidate and panel"), required=False, initial=True
    )
    anyway = forms.BooleanField(label=_("Save anyway"), required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Interview
        fields = ["minutes", "candidate_zone", "place"]

    field_order = [
        "on",
        "at",
        "minutes",
        "candidate_zone",
        "place",
        "due_on",
        "panel",
        "reason",
        "tell",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        interview = self.instance
        centre = self.centre = interview.centre
        seats = Membership.objects.filter(centre=centre, role__in=ON_PANELS)
        panel = list(interview.panel.all()) if interview.pk else []
        sitting = [one.user_id for one in panel]
        self.fields["panel"].tied = {one.user_id for one in panel if one.has_conflict}
        may_sit = User.objects.filter(pk__in=seats.values("user"), is_active=True)
        self.fields["panel"].queryset = may_sit | User.objects.filter(pk__in=sitting)
        self.fields["at"].label = _("Time (%(zone)s)") % {"zone": place_of(centre.zone)}
        self.initial |= {"panel": sitting, "token": interview.token if interview.pk else uuid4()}
        if interview.starts_at:
            here = interview.starts_at.astimezone(centre.zone)
            self.initial |= {"on": here.date(), "at": here.time()}
        else:
            del self.fields["reason"]
        # The usual day follows the interview wherever it is moved, for nobody typed it.
        if interview.due_at and not self._is_usual(interview):
            self.initial["due_on"] = centre.day_of(interview.due_at)

    def _is_usual(self, interview):
        at = interview.starts_at
        return at is not None and interview.due_at == usually_due(self.centre, at)

    def _values(self):
        interview = self.instance
        sitting = sorted(one.user_id for one in interview.panel.all()) if interview.pk else []
        told = [interview.starts_at, interview.due_at, interview.cancelled_at, sitting]
        return [*super()._values(), ("told", str(told))]

    def clean_panel(self):
        panel = self.cleaned_data["panel"]
        if len(panel) < SMALLEST_PANEL:
            raise forms.ValidationError(_("A panel has at least two members. Choose another."))
        return panel

    def clean(self):
        cleaned = super().clean()
        on, at = cleaned.get("on"), cleaned.get("at")
        if bool(on) != bool(at) and not {"on", "at"} & set(self.errors):
            self.add_error("at" if on else "on", _("Day and time go together."))
        starts_at = datetime.combine(on, at, tzinfo=self.centre.zone) if on and at else None
        cleaned["starts_at"] = starts_at
        cleaned["due_at"] = self._due(cleaned.get("due_on"), on)
        if starts_at and cleaned["due_at"] and cleaned["due_at"] <= starts_at:
            self.add_error("due_on", _("Scorecards are due after the interview."))
        if starts_at and not self.errors and not cleaned.get("anyway"):
            self._warn(starts_at, cleaned)
        return cleaned

    def _due(self, due_on, on):
        if due_on:
            return datetime.combine(due_on, DUE_AT, tzinfo=self.centre.zone)
        noon = datetime.combine(on, time(12), tzinfo=self.centre.zone) if on else None
        return usually_due(self.centre, noon) if noon else None

    def _warn(self, starts_at, cleaned):
        told = clashes(
            self.instance.application,
            starts_at,
            cleaned["minutes"],
            cleaned["panel"],
            but=self.instance.pk,
        )
        if told:
            self.fields["anyway"].widget = forms.CheckboxInput()
            self.add_error(None, [*told.values(), _("Choose another time, or tick “Save anyway”.")])

    def plan(self) -> Plan:
        typed = self.cleaned_data
        return Plan(
            starts_at=typed["starts_at"],
            minutes=typed["minutes"],
            candidate_zone=typed["candidate_zone"],
            place=typed["place"],
            due_at=typed["due_at"],
            panel=list(typed["panel"]),
        )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Panel and candidate read it."),
    )
    tell = forms.BooleanField(
        label=_("Take it out of the calendars of candidate and panel"), required=False, initial=True
    )

    def __init__(self, *args, over: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if over:
            del self.fields["tell"]
