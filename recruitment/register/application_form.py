"""Another application of somebody we know."""

from datetime import datetime, time

from django import forms
from django.db import IntegrityError
from django.db.models import Exists
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import ResearchArea
from centre.people.models import Supervisor
from centre.web.forms import DayInput
from centre.web.statements import Slot
from recruitment.moves.gate import Ask, IllegalMove, Known, record
from recruitment.pipeline.kinds import ENDED
from recruitment.pipeline.models import Application
from recruitment.positions.models import Source
from recruitment.register.entry import (
    NOT_ON_OFFER,
    Entry,
    find_entry,
    in_use,
    place_choices,
    place_of,
    row_choices,
)

LEAD, APPLIED = "lead", "applied"
ALREADY_THERE = "already_there"


def _facts() -> dict[str, Exists]:
    """What is asked beside: are the rows the centre's, has this person applied there already."""
    areas = ResearchArea.objects.filter(pk=Slot("area"), centre=Slot("centre"))
    same = Application.objects.filter(
        candidate=Slot("candidate"), position=Slot("position"), intake=Slot("intake"), set_aside=0
    )
    return {
        "source": in_use(Source, "source"),
        "supervisor": in_use(Supervisor, "supervisor"),
        "area": Exists(areas),
        "same": Exists(same),
    }


class ApplicationForm(forms.Form):
    """Position and intake, where it begins and when, and who brought it."""

    entry: Entry  # once the place is found

    place = forms.CharField(label=_("Position and intake"), widget=forms.Select)
    begins = forms.ChoiceField(
        label=_("Where it begins"),
        choices=[(APPLIED, _("Applied")), (LEAD, _("In contact, not applied yet"))],
        initial=APPLIED,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("On"),
        required=False,
        help_text=_("Leave empty for today."),
        widget=DayInput(),
    )
    source = forms.IntegerField(
        label=_("Source"), required=False, max_value=10**12, widget=forms.Select
    )
    supervisor = forms.IntegerField(
        label=_("Supervisor"), required=False, max_value=10**12, widget=forms.Select
    )
    area = forms.IntegerField(
        label=_("Area"),
        required=False,
        max_value=10**12,
        help_text=_("Leave empty for the one the position names."),
        widget=forms.Select,
    )

    def __init__(self, *args, candidate, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidate, self.centre = candidate, candidate.centre
        self.fields["place"].error_messages["required"] = _("Choose a position and intake.")
        self.fields["on"].error_messages["invalid"] = _(
            "This is not a date. Write it as YYYY-MM-DD."
        )
        self.fields["place"].widget.choices = self._places
        for name, model, blank in (
            ("source", Source, _("Not known")),
            ("supervisor", Supervisor, _("None yet")),
        ):
            self.fields[name].widget.choices = lambda model=model, blank=blank: row_choices(
                model, self.centre, blank
            )
        self.fields["area"].widget.choices = self._areas

    def _places(self):
        return [("", _("Choose…")), *place_choices(self.centre, every_intake=True)]

    def _areas(self):
        areas = ResearchArea.objects.filter(centre=self.centre)
        return [("", _("None yet")), *((area.pk, str(area)) for area in areas)]

    def clean_place(self):
        place = place_of(self.cleaned_data["place"])
        if place is None:
            raise forms.ValidationError(NOT_ON_OFFER)
        return place

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on and on > self.centre.today():
            raise forms.ValidationError(
                _("An application cannot begin in the future. Enter the day it came.")
            )
        return on

    def clean(self):
        typed = super().clean()
        if self.errors:
            return typed
        entry = find_entry(
            self.centre,
            typed["place"],
            _facts,
            source=typed["source"] or 0,
            supervisor=typed["supervisor"] or 0,
            area=typed["area"] or 0,
            candidate=self.candidate.pk,
        )
        if entry is None:
            self.add_error("place", NOT_ON_OFFER)
            return typed
        self.entry = entry
        if entry.facts["same"]:
            self._has_applied()
        else:
            for name in ("source", "supervisor", "area"):
                if typed[name] and not entry.facts[name]:
                    self.add_error(name, _("That one is not in use any more. Choose another."))
        return typed

    @cached_property
    def reopens(self) -> Application | None:
        """The closed application that stands where this one would go: to be opened again."""
        if not self.has_error("place", ALREADY_THERE):
            return None
        place = {"position": self.entry.position, "intake": self.entry.intake}
        rows = Application.objects.filter(candidate=self.candidate, set_aside=0, **place)
        return rows.filter(status__in=ENDED).first()

    def _has_applied(self):
        text = _("%(name)s has applied for %(position)s, %(intake)s already.") % {
            "name": self.candidate,
            "position": self.entry.position,
            "intake": self.entry.intake,
        }
        self.add_error("place", forms.ValidationError(text, code=ALREADY_THERE))

    def _ask(self) -> Ask:
        entry, on = self.entry, self.cleaned_data["on"]
        at = None
        if on and on < self.centre.today():
            # Only the day is known; noon keeps it that day wherever one looks from.
            at = datetime.combine(on, time(12), tzinfo=self.centre.zone)
        stage = entry.lead if self.cleaned_data["begins"] == LEAD else entry.applied
        return Ask("enter", stage=stage, effective_at=at)

    def save(self, actor) -> Application | None:
        """The application; None, with the sentence on the form, if it came twice or is refused."""
        typed, entry = self.cleaned_data, self.entry
        application = Application(
            candidate=self.candidate,
            centre=self.centre,
            position=entry.position,
            intake=entry.intake,
            source_id=typed["source"],
            supervisor_id=typed["supervisor"],
            area_id=typed["area"] or entry.area,
            owner=actor,
        )
        try:
            known = Known(history=(), stages=entry.stages)
            return record([(application, [self._ask()])], actor=actor, known=known)[0]
        except IntegrityError:
            self._has_applied()
        except IllegalMove as refusal:
            self.add_error(None, str(refusal))
        return None
