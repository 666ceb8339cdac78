"""Dates of a start and of a leaving, and where somebody went next."""

import uuid
from dataclasses import replace

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.templatetags.cohort import full_day
from centre.web.forms import Compared, PickedDays, validate_age
from recruitment.enrolment.careers import stay_of
from recruitment.enrolment.leaving import foreign_to
from recruitment.enrolment.models import Destination, Enrolment
from recruitment.enrolment.standing import fault, graduation_fault
from recruitment.enrolment.ties import refusal
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import DispositionReason


class EnrolmentForm(Compared, PickedDays, forms.ModelForm):
    """First day, and last day with its reason: the two together or neither.

    `first_started_on` follows only backwards: it is the first day ever recorded.
    """

    class Meta:
        model = Enrolment
        fields = ["started_on", "months", "left_on", "leaving_reason"]
        labels = {"started_on": _("First day"), "left_on": _("Left on")}
        help_texts = {
            "left_on": _("The day they left: the first on which they are no longer in post."),
            "leaving_reason": _("Goes with the day they left."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("started_on", "left_on"):
            self.fields[name].validators.append(validate_age)
        reasons = DispositionReason.objects.filter(
            centre=self.instance.researcher.centre_id, party=Party.RESEARCHER
        )
        field, foreign = self.fields["leaving_reason"], foreign_to(self.instance.track.kind)
        # The reason they left for stays theirs, also if nobody would choose it now.
        field.queryset = reasons.filter(
            Q(retired_on=None) & ~Q(code__in=foreign) | Q(pk=self.instance.leaving_reason_id)
        )
        field.empty_label = _("None: still in post")

    def clean(self):
        cleaned = super().clean()
        started, left = cleaned.get("started_on"), cleaned.get("left_on")
        reason = cleaned.get("leaving_reason")
        if left and not reason and "leaving_reason" not in self.errors:
            self.add_error("leaving_reason", _("Say why they left."))
        if reason and not left and "left_on" not in self.errors:
            self.add_error("left_on", _("Enter the day they left, or take the reason away."))
        if started and left and left <= started:
            self.add_error("left_on", _("The day they left must come after the first day."))
        if not self.errors:
            self._fit(cleaned)
        return cleaned

    def _fit(self, cleaned) -> None:
        """What was recorded of the time between must fit the days and the reason typed."""
        said = [one.said for one in self.instance.steps.standing()]
        stay = replace(
            stay_of(self.instance, said),
            started_on=cleaned["started_on"],
            left_on=cleaned["left_on"],
        )
        moved = {"started_on", "left_on"} & set(self.changed_data)
        if wrong := fault(stay):
            self.add_error(None, wrong)
        elif moved and (found := refusal(self.instance, stay.started_on, stay.left_on)):
            self.add_error(*found)
        elif (
            (reason := cleaned["leaving_reason"])
            and "leaving_reason" in self.changed_data
            and graduation_fault(stay, reason.code)
        ):
            self.add_error(
                "leaving_reason",
                _(
                    "Nobody graduates before their thesis is submitted. Enter that first, under "
                    "“Record what happened”."
                ),
            )

    def save(self, commit=True):
        enrolment = self.instance
        enrolment.first_started_on = min(enrolment.first_started_on, enrolment.started_on)
        return super().save(commit)


class DestinationForm(Compared, PickedDays, forms.ModelForm):
    """Where somebody was on a day after the centre; the token keeps a second sending out."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Destination
        fields = ["employer", "sector", "country", "as_of"]
        help_texts = {
            "country": _("Where they work, as that place was called then."),
            "as_of": _("The day this was true. The earliest one is the first destination."),
        }
        error_messages = {"as_of": {"required": _("Enter the day this was true.")}}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["as_of"].validators.append(validate_age)
        self.fields["employer"].widget.attrs["autocomplete"] = "off"
        if self.instance._state.adding:
            self.fields["token"].initial = uuid.uuid4
        else:
            del self.fields["token"]

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError(
                _("%(day)s lies ahead. Enter it once it has come."), params={"day": full_day(day)}
            )
        return day

    def add(self) -> Destination:
        """Store it; sent twice it is one."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        stored, _made = Destination.objects.get_or_create(
            token=self.cleaned_data["token"] or uuid.uuid4(),
            defaults={"researcher": self.instance.researcher, **values},
        )
        return stored
