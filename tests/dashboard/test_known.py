"""A figure as it was known on a day comes out the same for ever, whatever was recorded since."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recruitment.dashboard.known import known_figures, known_stays
from recruitment.dashboard.selectors import read_accepted, read_dashboard, read_tracks
from recruitment.dashboard.stages import stage_figures
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.stays import read_stays
from recruitment.moves.forms import AssignForm
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.moves.invariants import violations
from recruitment.pipeline.models import Application, Deferral
from tests.factories import make_application, make_opening, make_started, reason, stage

BEFORE = datetime(2026, 6, 15, 2, tzinfo=UTC)  # 10 in the morning of the centre
KNOWN = date(2026, 6, 15)
AFTER = datetime(2026, 9, 20, 2, tzinfo=UTC)

WHICH = st.integers(0, 3)
VERBS = st.one_of(
    st.tuples(st.just("move"), WHICH, st.integers(0, 9), st.integers(0, 60)),
    st.tuples(st.just("start"), WHICH, st.integers(-30, 30)),
    st.tuples(st.just("close"), WHICH),
    st.tuples(st.just("reopen"), WHICH),
    st.tuples(st.just("undo"), WHICH),
    st.tuples(st.just("leave"), WHICH, st.integers(1, 90)),
    st.tuples(st.just("return"), WHICH),
    st.tuples(st.just("correct"), WHICH, st.integers(-20, 20)),
    st.tuples(st.just("defer"), WHICH, st.integers(0, 3)),
    st.tuples(st.just("add"), st.integers(0, 9), st.integers(0, 60)),
)
STORY = st.lists(VERBS, max_size=12)


class Office:
    """Does foolish things to a centre; what the rules refuse does not happen."""

    def __init__(self, centre, now):
        self.centre, self.now = centre, now
        self.stages = list(centre.stages.filter(pipeline__track__kind="doctoral"))

    def do(self, verb, *args):
        try:
            with transaction.atomic():
                getattr(self, f"_{verb}")(*args)
        except IllegalMove:
            pass

    def _row(self, which):
        rows = Application.objects.filter(track__kind="doctoral").order_by("pk")
        return rows[which % rows.count()]

    def _ago(self, days):
        return self.now - timedelta(days=days)

    def _add(self, kind, ago):
        make_application(self.centre, kind=self.stages[kind].kind, at=self._ago(ago))

    def _move(self, which, to, ago):
        ask = Ask("move", stage=self.stages[to], effective_at=self._ago(ago))
        take(self._row(which), ask, actor=None)

    def _start(self, which, days):
        one = self._row(which)
        make_opening(one)
        take(one, Ask("move", stage=stage(self.centre, "pre_start")), actor=None)
        day = self.now.date() + timedelta(days=days)
        begin = Ask("move", stage=stage(self.centre, "started"), starts_on=day)
        take(one, begin, actor=None)

    def _close(self, which):
        take(self._row(which), Ask("close", reason=reason(self.centre, "weaker")), actor=None)

    def _reopen(self, which):
        take(self._row(which), Ask("reopen"), actor=None)

    def _undo(self, which):
        take(self._row(which), Ask("undo"), actor=None)

    def _enrolment(self, which):
        one = getattr(self._row(which), "enrolment", None)
        if one is None:
            raise IllegalMove
        return one

    def _leave(self, which, days):
        one = self._enrolment(which)
        one.left_on = one.started_on + timedelta(days=days)
        one.leaving_reason = reason(self.centre, "health", party="researcher")
        one.save()

    def _return(self, which):
        one = self._enrolment(which)
        one.left_on = one.leaving_reason = None
        one.save()

    def _correct(self, which, days):
        one = self._enrolment(which)
        one.started_on += timedelta(days=days)
        if one.left_on and one.left_on <= one.started_on:
            raise IllegalMove
        one.first_started_on = min(one.first_started_on, one.started_on)
        one.save()

    def _defer(self, which, to):
        one = self._row(which)
        intake = list(one.track.intakes.order_by("pk"))[to]
        form = AssignForm({"intake": intake.pk}, instance=one)
        if form.is_valid():
            form.save_changes()


def figures(centre, on, known=None):
    """All that is promised of a day, comparable: people, curve, by intake, funnel and times."""
    tracks = read_tracks(centre)
    track = next(one for one in tracks if one.kind == "doctoral")
    dash = read_dashboard(centre, tracks, track, on, known)
    # Seats keep no history, and are no figure of the past.
    lines = [
        (line.name, line.planned, line.started, line.accepted) for line in dash.progress.by_intake
    ]
    return replace(dash.progress, by_intake=lines), dash.stages


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(before=STORY, after=STORY, days=st.integers(0, 90))
def test_what_was_recorded_later_never_happened(centre, before, after, days):
    on = KNOWN - timedelta(days=days)
    undo = transaction.atomic()
    undo.__enter__()
    with time_machine.travel(BEFORE, tick=False):
        for kind in ("applied", "interview", "offer"):
            make_application(centre, kind=kind, at=BEFORE - timedelta(days=70))
        make_started(centre, started_on=date(2026, 5, 1), at=BEFORE - timedelta(days=80))
        for deed in before:
            Office(centre, BEFORE).do(*deed)
        then = figures(centre, on)
    with time_machine.travel(AFTER, tick=False):
        for deed in after:
            Office(centre, AFTER).do(*deed)
        try:
            assert figures(centre, on, KNOWN) == then
            assert list(violations()) == []
        finally:
            transaction.set_rollback(True)
            undo.__exit__(None, None, None)


def test_what_is_known_today_is_what_the_fast_figures_say(centre):
    make_started(centre, started_on=date(2026, 9, 1))
    make_started(centre, started_on=date(2030, 9, 1))
    make_application(centre, kind="review")
    track, today = centre.tracks.get(kind="doctoral"), centre.today()

    stages, accepted = known_figures(track, today, today)

    assert stages == stage_figures(track, today)
    assert accepted == read_accepted(track, today) != {}
    assert known_stays(centre, today) == read_stays(centre)


def test_the_cost_of_the_past_follows_nothing_but_the_steps(centre):
    tracks = read_tracks(centre)
    track = next(iter(tracks))
    track.centre = centre

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            read_dashboard(centre, tracks, track, date(2026, 9, 30), date(2026, 10, 31))
        return len(seen)

    make_started(centre)
    statements()  # what a process asks once: the types the audit log tells apart
    few = statements()
    for _ in range(8):
        make_started(centre)
        make_application(centre, kind="offer")

    assert statements() == few


@pytest.fixture
def forgotten(centre):
    """A start recorded before a day; its leaving, and another application, recorded after it."""
    with time_machine.travel(BEFORE, tick=False):
        enrolment = make_started(centre, started_on=date(2026, 6, 1)).enrolment
    with time_machine.travel(AFTER, tick=False):
        enrolment.left_on = date(2026, 6, 10)
        enrolment.leaving_reason = reason(centre, "health", party="researcher")
        enrolment.save()
        make_application(centre, kind="review", at=BEFORE)
    return enrolment


def test_the_page_says_whose_knowledge_it_shows_and_its_links_keep_it(as_manager, forgotten):
    answer = as_manager.get("/?on=2026-06-15&known=2026-06-15")

    page = answer.content.decode()
    assert "As known on 15 Jun 2026" in page
    assert answer.context["hero"].progress.in_post == 1
    assert answer.context["dash"].stages[-1].entered == 1
    href = answer.context["hero"].href
    assert as_manager.get(href).context["page"].listing.total == 1
    reached = answer.context["funnel"][0].reached
    assert as_manager.get(reached).context["page"].listing.total == 1


def test_without_known_the_same_day_shows_what_we_learned_since(as_manager, forgotten):
    answer = as_manager.get("/?on=2026-06-15")

    assert answer.context["hero"].progress.in_post == 0
    assert answer.context["funnel"][0].figures.entered == 2


def test_a_day_after_the_day_of_knowledge_is_not_shown(as_manager, forgotten):
    answer = as_manager.get("/?on=2026-07-01&known=2026-06-15")

    assert answer.context["asof"].on == KNOWN
    assert "On Mon 15 Jun 2026 nothing was known of Wed 1 Jul 2026." in answer.content.decode()


def test_facts_and_deferrals_are_never_changed(centre):
    application = make_started(centre)
    fact = EnrolmentFact.objects.get(application=application)

    for change in (
        lambda: fact.save(),
        lambda: fact.delete(),
        lambda: EnrolmentFact.objects.update(started_on=None),
        lambda: EnrolmentFact.objects.all().delete(),
        lambda: Deferral.objects.update(recorded_at=BEFORE),
        lambda: Deferral.objects.all().delete(),
    ):
        with pytest.raises(TypeError, match="append-only"):
            change()


def test_saving_an_enrolment_that_did_not_change_adds_no_fact(centre):
    enrolment = make_started(centre).enrolment

    enrolment.save()

    assert enrolment.application.enrolment_facts.count() == 1


def test_a_fact_that_disagrees_with_its_enrolment_is_found(centre):
    enrolment = make_started(centre).enrolment
    fact = enrolment.fact()
    fact.started_on = date(2027, 1, 1)
    EnrolmentFact.write([fact])

    assert list(violations()) == [
        f"recruitment.Enrolment {enrolment.pk}: the last fact of it says otherwise"
    ]
    EnrolmentFact.write([enrolment.fact()])
