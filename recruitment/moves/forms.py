"""What a person may type to take a step. What the step may be is the gate's to say."""

from datetime import date
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.web.forms import Compared, DayInput, validate_age
from recruitment.moves import conditions, tallies
from recruitment.moves.fields import ReasonField, StageField, moment_field, note_field
from recruitment.moves.gate import lacking
from recruitment.moves.permits import may_touch, offered, refusal
from recruitment.moves.pledge import read_beyond
from recruitment.moves.reading import Opened
from recruitment.moves.steps import Ask
from recruitment.moves.telling import TellingForm, TellingOfMoveForm
from recruitment.pipeline.kinds import STATUS_OF_PARTY, SUCCEEDED, Status
from recruitment.pipeline.models import Application, Deferral, Stage
from recruitment.positions.models import Opening

SEATS_SHOWN = 50


class StepForm(forms.Form):
    """A step of one application, with the version the person saw when they asked for it."""

    verb = ""
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, request, opened: Opened, stages=(), initial=None):
        self.request, self.opened, self.stages = request, opened, list(stages)
        self.application: Application = opened.application
        initial = {**(initial or {}), "version": self.application.version}
        super().__init__(data, initial=initial)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("version") is None:
            raise ValidationError(_t("This page is out of date. Reload it and try again."))
        return cleaned

    def prepare(self):
        """Read what only a form that is shown needs."""

    def ask(self) -> Ask:
        fields = ("stage", "reason", "note", "effective_at", "starts_on", "opening")
        values = {name: self.cleaned_data[name] for name in fields if name in self.cleaned_data}
        return Ask(self.verb, **values)

    def follow(self, written) -> None:
        """What else the person asked for with the step, in its transaction."""

    @property
    def untold(self) -> bool:
        """Whether the candidate could be told of this step, and is not."""
        return False

    def with_current_version(self, version: int):
        """The same form, everything typed kept, ready to be sent again knowing what is now."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version)
        self.data = typed
        return self

    @property
    def done(self) -> str:
        """What the toast says when the step is taken."""
        raise NotImplementedError


class DatedStepForm(StepForm):
    """A step that may have happened earlier than we heard of it."""

    effective_at = moment_field()
    note = note_field()

    def clean_effective_at(self):
        """What was typed is the centre's wall clock, wherever the server stands."""
        at = self.cleaned_data["effective_at"]
        return at and at.replace(tzinfo=self.application.centre.zone)


# With script, the fields of a start come and go with the chosen stage; without, sending the form
# asks for them. Nothing typed travels in an address but these: the day and the seat come back with
# the stage, as they were chosen.
OF_A_START = ("starts_on", "opening")
CARRIED = ("stage", *OF_A_START)
_SHOW_START_FIELDS = {
    "hx-params": ",".join(CARRIED),
    "hx-include": "#start-fields",
    "hx-trigger": "change",
    "hx-target": "#start-fields",
    "hx-select": "#start-fields",
    "hx-swap": "outerHTML",
}


class MoveForm(TellingOfMoveForm, DatedStepForm):
    """To another stage; to the start with the first day and, if there are several, which seat."""

    verb = "move"
    stage = StageField(label=_("Move to"))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput(), validators=[validate_age])
    opening = forms.ModelChoiceField(
        Opening.objects.none(), label=_("Opening"), required=False, empty_label=_("Any free one")
    )
    field_order = ["version", "stage", "starts_on", "opening", "effective_at", "note", "tell"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered(self.request, self.application, self.stages)
        self.fields["stage"].offer(self.offered, self.stages)
        self.fields["stage"].widget.attrs = {
            "hx-get": reverse("recruitment:application-move", args=[self.application.pk]),
            **_SHOW_START_FIELDS,
        }
        self.initial.setdefault("stage", self._next_stage())
        self.offer_telling(
            self.request.user, self.application.centre, [self.application], self.offered
        )
        typed = self.data if self.is_bound else self.initial
        # Kept on the page, hidden, while a stage is chosen that asks for neither.
        self.kept = [(name, typed[name]) for name in OF_A_START if name in typed]
        if self.to_start:
            self._ask_for_the_start()
        else:
            del self.fields["starts_on"], self.fields["opening"]

    def _next_stage(self):
        here = self.application.stage.position
        following = [stage for stage in self.offered if stage.position > here]
        return next((stage.pk for stage in [*following, *reversed(self.offered)]), None)

    @property
    def chosen(self) -> Stage | None:
        """The stage the form shows or was sent with."""
        return cast(StageField, self.fields["stage"]).stages.get(str(self["stage"].value()))

    @property
    def to_start(self) -> bool:
        """Whether a first day is wanted; not if the gate will refuse the start anyway."""
        chosen = self.chosen
        return bool(
            chosen
            and chosen.is_start
            and self.application.is_active
            and self.application.stage.may_start
        )

    def _ask_for_the_start(self):
        seats = self.fields["opening"]
        seats.queryset = Opening.objects.free().for_application(self.application).order_by("pk")

    def show_seats(self):
        """Read the free seats for the form to show; one that is only checked need not."""
        seats = self.fields["opening"]
        rows = list(seats.queryset[:SEATS_SHOWN])
        self.no_seat = not rows
        seats.choices = [
            ("", seats.empty_label),
            *((row.pk, _t("Opening %(number)d") % {"number": row.pk}) for row in rows),
        ]

    def prepare(self):
        refused = lacking(self.application, self.opened.history, self.offered)
        cast(StageField, self.fields["stage"]).mark(self.offered, refused)
        self.why_not = refused.get(self.chosen.pk, "") if self.chosen else ""
        if self.to_start:
            if not self.is_bound and "starts_on" not in self.initial:
                self.initial["starts_on"] = conditions.first_day(self.application)
            self.show_seats()
            self.others = self._still_open()
        self.beyond = read_beyond(
            self.request, self.application, self.chosen, starts=self._first_day()
        )

    @property
    def untold(self) -> bool:
        tell = self.fields.get("tell")
        could = tell and not tell.disabled and self.cleaned_data["stage"].told_with
        return bool(could and not self.cleaned_data["tell"])

    def _still_open(self) -> list[Application]:
        """What else this person has open, which a start does not close."""
        rows = Application.objects.visible_to(self.request.user).active()
        rows = rows.filter(candidate=self.application.candidate_id)
        return list(rows.exclude(pk=self.application.pk).for_list().order_by("pk"))

    def _first_day(self) -> date | None:
        """Of a start: what was typed, else what the form proposes."""
        if not self.to_start:
            return None
        try:
            return cast(forms.DateField, self.fields["starts_on"]).clean(self["starts_on"].value())
        except ValidationError:
            return self.application.intake.starts_on

    def follow(self, written):
        self.tell_all([self.application], written, by=self.request.user)

    def clean_stage(self):
        stage = self.cleaned_data["stage"]
        if not may_touch(self.request, stage):
            raise ValidationError(refusal())
        return stage

    @property
    def done(self) -> str:
        """With a word on the pledge where an offer outlasts it: a card that is dragged asks no form
        first. Not at the start, which follows an offer."""
        stage = self.cleaned_data["stage"]
        moved = _t("%(name)s moved to %(stage)s") % {
            "name": self.application.candidate,
            "stage": stage,
        }
        beyond = read_beyond(self.request, self.application, stage)
        return f"{moved}. {beyond.in_short()}" if beyond else moved


class CloseForm(TellingForm, DatedStepForm):
    verb = "close"
    reason = ReasonField(
        None,
        label=_("Why is it closed?"),
        error_messages={
            "required": _("Say why the application is closed: choose a reason."),
            "invalid_choice": _("Choose one of the reasons listed."),
        },
    )
    field_order = ["version", "reason", "effective_at", "note", "tell", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_telling(self.request.user, self.application.centre, [self.application])
        reasons = self.application.centre.reasons
        self.fields["reason"].queryset = reasons.filter(retired_on=None, party__in=STATUS_OF_PARTY)

    def prepare(self):
        self.fields["reason"].show_groups()

    @property
    def left_behind(self) -> str:
        return conditions.left_behind([self.application])

    def follow(self, written):
        self.tell_all([self.application], written, by=self.request.user)

    @property
    def done(self) -> str:
        return _t("%(name)s: application closed") % {"name": self.application.candidate}


class ReopenForm(DatedStepForm):
    verb = "reopen"

    @property
    def done(self) -> str:
        return _t("%(name)s: application reopened") % {"name": self.application.candidate}


class CorrectForm(StepForm):
    """The last step was a mistake: where the application belongs."""

    verb = "correct"
    stage = StageField(label=_("It belongs in"))
    note = note_field()
    field_order = ["version", "stage", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        application = self.application
        stages = [
            stage
            for stage in self.stages
            if stage.retired_on is None
            and not stage.is_start
            and may_touch(self.request, stage)
            and (stage.pk != application.stage_id or application.status != Status.ACTIVE)
        ]
        self.fields["stage"].offer(stages, self.stages)
        before = self.opened.step_before
        if before:
            self.initial.setdefault("stage", before.stage.pk)

    clean_stage = MoveForm.clean_stage

    @property
    def done(self) -> str:
        return _t("%(name)s corrected to %(stage)s") % {
            "name": self.application.candidate,
            "stage": self.cleaned_data["stage"],
        }


class UndoForm(StepForm):
    verb = "undo"

    @property
    def done(self) -> str:
        return _t("Undone. %(name)s is in %(stage)s again") % {
            "name": self.application.candidate,
            "stage": self.application.stage,
        }


class AssignForm(Compared, forms.ModelForm):
    """Who looks after it, whose it may become, and what comes next."""

    class Meta:
        model = Application
        fields = ["owner", "supervisor", "intake", "area", "source", "next_step", "next_step_on"]
        widgets = {"next_step_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        centre = self.instance.centre
        owners = User.objects.who_may_own(centre) | User.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = owners
        for name, rows in [
            ("supervisor", centre.supervisors),
            ("area", centre.areas),
            ("source", centre.sources),
        ]:
            kept = getattr(self.instance, f"{name}_id")
            self.fields[name].queryset = rows.filter(retired_on=None) | rows.filter(pk=kept)
        if self.instance.status in SUCCEEDED:
            del self.fields["intake"]  # the cohort of somebody who started never changes
            return
        intakes = self.instance.track.intakes
        self.fields["intake"].queryset = intakes.filter(retired_on=None) | intakes.filter(
            pk=self.instance.intake_id
        )
        self.fields["intake"].required = False
        self.fields["intake"].empty_label = None
        self.fields["intake"].help_text = _("To defer, choose a later one.")

    @property
    def gives_place(self) -> bool:
        """Whether a supervisor may have one more person now at an intake."""
        return bool({"supervisor", "intake"} & set(self.changed_data))

    def clean_intake(self):
        mine = self.instance
        intake = self.cleaned_data["intake"] or mine.intake
        same = Application.objects.filter(
            candidate=mine.candidate_id, position=mine.position_id, intake=intake, set_aside=0
        )
        if intake.pk != mine.intake_id and same.exclude(pk=mine.pk).exists():
            raise ValidationError(
                _t("%(name)s has applied to %(position)s, %(intake)s already.")
                % {"name": mine.candidate, "position": mine.position, "intake": intake}
            )
        return intake

    @transaction.atomic
    def save_changes(self) -> bool:
        """Save what was changed and nothing else: a move made meanwhile must stand.

        False, with the sentence on the form, if they started before they could be deferred, or
        something else ties them to their intake.
        """
        if "intake" in self.changed_data:
            rows = Application.objects.select_for_update(no_key=True).filter(pk=self.instance.pk)
            stored = rows.get()
            if stored.status in SUCCEEDED:
                self.add_error("intake", _("This person has started meanwhile. Reload the page."))
                return False
            if stored.intake_id != self.instance.intake_id:
                if reasons := conditions.ties(stored):
                    self.add_error("intake", " ".join(reasons))
                    return False
                Deferral.objects.create(
                    application=stored,
                    from_intake_id=stored.intake_id,
                    to_intake_id=self.instance.intake_id,
                )
                tallies.defer(stored, self.instance.intake_id)
        if self.has_changed():
            self.instance.save(update_fields=self.changed_data)
        return True
