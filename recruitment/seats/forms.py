"""What staff type about seats and intakes."""

from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import validate_time_zone
from centre.web.forms import Compared, DayInput, PickedDays
from recruitment.positions.models import Intake, Position
from recruitment.seats.words import local_deadline

MOST_SEATS = 50


class OpeningsForm(forms.Form):
    """Seats for one position at one intake. Carries a token, so sending it twice adds them once."""

    position = forms.ModelChoiceField(Position.objects.none(), label=_("Position"))
    intake = forms.ModelChoiceField(Intake.objects.none(), label=_("Intake"))
    seats = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        help_text=_("One a seat."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, track, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = Position.objects.filter(track=track, retired_on=None)
        self.fields["intake"].queryset = Intake.objects.filter(track=track, retired_on=None)
        self.fields["position"].empty_label = self.fields["intake"].empty_label = _("Choose")
        self.initial["token"] = uuid4()


class IntakeForm(Compared, PickedDays, forms.ModelForm):
    """An intake; its deadline is typed as day, time and zone, and kept as one moment."""

    fixed = ("track",)
    deadline_on = forms.DateField(label=_("Deadline"), required=False, widget=DayInput())
    deadline_at = forms.TimeField(
        label=_("Time of the deadline"),
        required=False,
        initial=time(23, 59),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("12:00 is noon."),
    )

    class Meta:
        model = Intake
        fields = ["name", "starts_on", "deadline_zone"]
        labels = {"starts_on": _("First day"), "deadline_zone": _("Zone of the deadline")}
        help_texts = {"deadline_zone": _("Such as Asia/Hong_Kong or Europe/London.")}

    field_order = ["name", "starts_on", "deadline_on", "deadline_at", "deadline_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if at := local_deadline(self.instance):
            self.initial |= {"deadline_on": at.date(), "deadline_at": at.time()}
        else:
            self.initial["deadline_zone"] = self.instance.centre.time_zone

    def _values(self):
        return [*super()._values(), ("deadline", str(self.instance.deadline))]

    def clean_deadline_zone(self):
        zone = self.cleaned_data["deadline_zone"] or self.instance.centre.time_zone
        validate_time_zone(zone)
        return zone

    def clean(self):
        cleaned = super().clean()
        on, zone = cleaned.get("deadline_on"), cleaned.get("deadline_zone")
        starts_on = cleaned.get("starts_on")
        if on and starts_on and on > starts_on:
            self.add_error("deadline_on", _("The deadline must come before the first day."))
        if zone and not self.errors:
            at = cleaned.get("deadline_at") or time(23, 59)
            self.instance.deadline = on and datetime.combine(on, at, tzinfo=ZoneInfo(zone))
        return cleaned
