"""Any sequence of verbs, foolish ones too: the gate does what a model in plain Python says."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from centre.organisation.models import Centre
from recruitment.moves.gate import Ask, IllegalMove, MovedMeanwhile, record, take
from recruitment.moves.invariants import broken_histories, violations
from recruitment.moves.relations import broken_relations
from recruitment.pipeline.models import Application, DispositionReason
from recruitment.positions.models import Opening
from tests.factories import make_candidate, make_centre
from tests.moves.model import Model, Refused

WHICH = st.integers(0, 2)
STAGE = st.integers(0, 10)
# Days before now; None is "now, unsaid", -1 lies in the future.
AGO = st.sampled_from([None, None, None, None, 0, 3, 40, -1])
REASON = st.sampled_from(["research-fit", "references", "topic", "offer-lapsed", "supervision"])


class Office(RuleBasedStateMachine):
    """Three applications, two of one person, and seats that come and go."""

    @initialize()
    def open_the_centre(self):
        self.undo_all = transaction.atomic()
        self.undo_all.__enter__()
        self.centre = Centre.objects.get(slug="state-machine")
        self.track = self.centre.tracks.get(kind="doctoral")
        self.stages = list(self.track.pipeline.stages.order_by("position"))
        self.reasons = {one.code: one for one in DispositionReason.objects.all()}
        self.position = self.track.positions.get()
        intakes = list(self.track.intakes.all()[:2])
        people = [make_candidate(self.centre), make_candidate(self.centre)]
        self.intakes = [intakes[0], intakes[1], intakes[0]]
        at = timezone.now() - timedelta(days=60)
        self.models, self.keys, self.left, self.seats = [], [], set(), {}
        for person, intake, kind in zip(
            [people[0], people[0], people[1]], self.intakes, [0, 8, 9], strict=True
        ):
            model = Model([stage.kind for stage in self.stages])
            model.enter(kind, at)
            one = Application(candidate=person, position=self.position, intake=intake)
            record([(one, [Ask("enter", stage=self.stages[kind], effective_at=at)])], actor=None)
            self.models.append(model)
            self.keys.append(one.pk)
            self.seats[intake.pk] = 0

    def teardown(self):
        if hasattr(self, "undo_all"):
            # What is dearer to derive is derived once, at the end of the story.
            found = list(violations())
            transaction.set_rollback(True)
            self.undo_all.__exit__(None, None, None)
            assert found == []

    def both(self, which, foresee, ask, *, expected=None):
        """Do it to the model and through the gate; they agree on what happened."""
        application = Application.objects.get(pk=self.keys[which])
        try:
            changes, refused = foresee(self.models[which]), False
        except Refused:
            changes, refused = False, True
        said = ""
        try:
            written = take(application, ask, actor=None, expected=expected)
        except IllegalMove as refusal:
            written, said = [], str(refusal)
        assert (bool(said), len(written)) == (refused, changes), said

    @rule(which=WHICH)
    def add_a_seat(self, which):
        intake = self.intakes[which]
        Opening.objects.create(centre=self.centre, position=self.position, intake=intake)
        self.seats[intake.pk] += 1

    @rule(which=WHICH, stage=STAGE, ago=AGO, fresh=st.booleans())
    def move(self, which, stage, ago, fresh):
        now = timezone.now()
        at = None if ago is None else now - timedelta(days=ago)
        starts_on = (at or now).date() + timedelta(days=30) if stage == 10 else None
        intake = self.intakes[which].pk
        self.both(
            which,
            lambda model: model.move(stage, at, now, seats=self.seats[intake], starts_on=starts_on),
            Ask("move", stage=self.stages[stage], effective_at=at, starts_on=starts_on),
            expected=len(self.models[which].log) if fresh else None,
        )

    @rule(which=WHICH)
    def advance(self, which):
        stage = self.models[which].top.stage
        self.move(which, min(stage + 1, 9), None, True)

    @rule(which=WHICH, days=st.integers(0, 40))
    def start(self, which, days):
        """Straight to the start, from where it is allowed: chance alone seldom gets there."""
        self.move(which, 9, None, True)
        if self.models[which].top.status == "active":
            self.add_a_seat(which)
            now = timezone.now()
            starts_on = now.date() + timedelta(days=days)
            intake = self.intakes[which].pk
            self.both(
                which,
                lambda model: model.move(
                    10, None, now, seats=self.seats[intake], starts_on=starts_on
                ),
                Ask("move", stage=self.stages[10], starts_on=starts_on),
            )

    @rule(which=WHICH, reason=REASON, ago=AGO)
    def close(self, which, reason, ago):
        now = timezone.now()
        at = None if ago is None else now - timedelta(days=ago)
        row = self.reasons[reason]
        self.both(
            which,
            lambda model: model.close(row.party, reason, at, now),
            Ask("close", reason=row, effective_at=at),
        )

    @rule(which=WHICH, ago=AGO)
    def reopen(self, which, ago):
        now = timezone.now()
        at = None if ago is None else now - timedelta(days=ago)
        self.both(which, lambda model: model.reopen(at, now), Ask("reopen", effective_at=at))

    @rule(which=WHICH)
    def undo(self, which):
        left = which in self.left
        self.both(which, lambda model: model.undo(left=left), Ask("undo"))

    @rule(which=WHICH, stage=STAGE, ago=AGO)
    def correct(self, which, stage, ago):
        now = timezone.now()
        at = None if ago is None else now - timedelta(days=ago)
        left = which in self.left
        self.both(
            which,
            lambda model: model.correct(stage, at, now, left=left),
            Ask("correct", stage=self.stages[stage], effective_at=at),
        )

    @rule(which=WHICH)
    def leave(self, which):
        if self.models[which].started and which not in self.left:
            enrolment = Application.objects.get(pk=self.keys[which]).enrolment
            enrolment.left_on = enrolment.started_on + timedelta(days=100)
            enrolment.leaving_reason = self.reasons["job-offer"]
            enrolment.save()
            self.left.add(which)

    @rule(which=WHICH, stage=STAGE, behind=st.integers(2, 3))
    def come_too_late(self, which, stage, behind):
        """Somebody took two steps since this person looked: told, and nothing written."""
        application = Application.objects.get(pk=self.keys[which])
        version = len(self.models[which].log)
        with pytest.raises(MovedMeanwhile) as told:
            take(
                application,
                Ask("move", stage=self.stages[stage]),
                actor=None,
                expected=version + behind,
            )
        assert told.value.last.sequence == version

    @invariant()
    def what_is_stored_is_what_the_model_says(self):
        if not hasattr(self, "keys"):
            return
        taken = dict.fromkeys(self.seats, 0)
        for which, (key, model) in enumerate(zip(self.keys, self.models, strict=True)):
            stored = Application.objects.select_related("stage", "reason").get(pk=key)
            top = model.top
            assert (stored.stage.position, stored.status) == (top.stage, top.status)
            assert (stored.reason.code if stored.reason else "") == top.reason
            assert [row.kind for row in stored.transitions.all()] == model.log
            assert stored.version == len(model.log)
            assert hasattr(stored, "enrolment") == model.started
            if model.started:
                taken[self.intakes[which].pk] += 1
                assert stored.enrolment.started_on == top.starts_on
                assert stored.enrolment.first_started_on == min(model.first_starts)
        for intake, total in self.seats.items():
            free = Opening.objects.free().filter(intake=intake).count()
            assert free == total - taken[intake]

    @invariant()
    def all_invariants_hold(self):
        if hasattr(self, "keys"):
            assert [*broken_relations(), *broken_histories()] == []


def test_the_gate_agrees_with_a_model_in_plain_python(db):
    make_centre("state-machine")
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=20,
            stateful_step_count=24,
            deadline=None,
            # Shrinking takes minutes; add Phase.shrink to make a found failure short.
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
