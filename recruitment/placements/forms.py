"""A placement, and the plan of a track."""

import uuid

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.people.models import Supervisor
from centre.templatetags.cohort import full_day
from centre.web.forms import Compared, PickedDays, validate_age
from recruitment.enrolment.careers import standings
from recruitment.enrolment.models import Enrolment
from recruitment.placements.models import Placement, PlacementPlan


class PlacementForm(Compared, PickedDays, forms.ModelForm):
    """Within the time they are here, and one at a time; the token keeps a second sending out."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    longer = forms.BooleanField(
        label=_("They stay longer"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Placement
        fields = [
            "company", "place", "topic", "mentor", "starts_on", "ends_on", "ip_agreed_on",
            "ip_agreement",
        ]  # fmt: skip
        error_messages = {"topic": {"required": _("Say what they work on there.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on", "ip_agreed_on"):
            self.fields[name].validators.append(validate_age)
        for name in ("company", "place", "topic", "ip_agreement"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        usable = Q(retired_on=None) | Q(pk=self.instance.mentor_id)
        centre = self.instance.enrolment.researcher.centre_id
        self.fields["mentor"].queryset = Supervisor.objects.filter(
            usable, centre=centre
        ).select_related("institution")
        self.fields["mentor"].empty_label = _("Nobody yet")
        if self.instance._state.adding:
            self.fields["token"].initial = uuid.uuid4
        else:
            del self.fields["token"]

    def clean_ip_agreed_on(self):
        """A signing is of the past: one that is arranged is none."""
        day = self.cleaned_data["ip_agreed_on"]
        if day and day > self.instance.enrolment.researcher.centre.today():
            raise forms.ValidationError(
                _("%(day)s lies ahead. Enter it once it is signed."),
                params={"day": full_day(day)},
            )
        return day

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and first <= last and not self._is_sent_again(cleaned):
            self._check_days(first, last)
        return cleaned

    def _is_sent_again(self, cleaned):
        return bool(cleaned.get("token")) and self._stored_by(cleaned["token"]) is not None

    def _stored_by(self, token):
        return Placement.objects.filter(token=token, enrolment=self.instance.enrolment_id).first()

    def _check_days(self, first, last):
        start = self.instance.enrolment
        if first < start.started_on:
            self._say("starts_on", _("That is before their first day, %(day)s."), start.started_on)
        if start.left_on and last >= start.left_on:
            self._say("ends_on", _("They left on %(day)s."), start.left_on)
        elif not start.left_on:
            self._check_time(first, last)
        others = Placement.objects.filter(enrolment=start).exclude(pk=self.instance.pk)
        other = others.filter(starts_on__lte=last, ends_on__gte=first).first()
        if other:
            self._say("starts_on", _("Another placement lasts until %(day)s."), other.ends_on)

    def _check_time(self, first, last):
        """Within their time here, as far as anybody knows it. A contract is renewed on record; who
        takes longer than the normal period of a programme says so here."""
        start = self.instance.enrolment
        today = start.researcher.centre.today()
        there = standings([start], max(today, start.started_on))[start.pk]
        if there.ends_on is None or last <= max(there.ends_on, today):
            return
        name, on = ("starts_on", first) if first > there.ends_on else ("ends_on", last)
        if there.is_contract:
            text = _(
                "%(on)s is after their contract, which runs until %(day)s. Choose an earlier day, "
                "or record the renewal first."
            )
            self._say(name, text, there.ends_on, on=full_day(on))
        elif not self.cleaned_data["longer"]:
            text = _(
                "%(on)s is after the normal period of their programme, which ends on %(day)s. "
                "Choose an earlier day, or tick “They stay longer”."
            )
            self.fields["longer"].widget = forms.CheckboxInput()
            self._say(name, text, there.ends_on, on=full_day(on))

    def _say(self, field, text, day, **more):
        self.add_error(field, forms.ValidationError(text, params={"day": full_day(day), **more}))

    def add(self) -> Placement:
        """Store it; sent twice it is one. The start is locked, so that two do not overlap."""
        token = self.cleaned_data["token"] or uuid.uuid4()
        if known := self._stored_by(token):
            return known
        self.instance.token = token
        return self.save()


def hold(enrolment: int) -> None:
    """From here on nobody else changes placements of that start until we are done."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment)


class PlanForm(Compared, forms.ModelForm):
    class Meta:
        model = PlacementPlan
        fields = ["share", "months"]
