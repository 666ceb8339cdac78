"""The checker finds what it is there to find: each promise broken by hand, behind the gate."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from recruitment.candidates.models import CandidateKey
from recruitment.moves.gate import Ask, take
from recruitment.moves.invariants import violations
from recruitment.pipeline.models import StageTally
from recruitment.positions.models import Opening
from tests.factories import make_application, make_centre, make_started, reason, stage

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def broken(centre):
    """A started, a closed and an open application."""
    started = make_started(centre)
    closed = make_application(centre, kind="screen")
    take(closed, Ask("close", reason=reason(centre, "research-fit")), actor=None)
    waiting = make_application(centre, kind="lead")
    take(waiting, Ask("move", stage=stage(centre, "review")), actor=None)
    return centre, started, closed, waiting


@pytest.fixture(autouse=True)
def undone(db):
    """Runs the damage in a savepoint, so that the check after each test sees a whole database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def faults():
    return "\n".join(violations())


def test_a_whole_database_has_no_fault(broken):
    assert faults() == ""


DAMAGE = {
    "its stage is": lambda c, s, e, w: sql(
        "UPDATE recruitment_application SET stage_id = %s WHERE id = %s",
        stage(c, "interview").pk,
        w.pk,
    ),
    "its status is": lambda c, s, e, w: sql(
        "UPDATE recruitment_application SET status = 'enrolled' WHERE id = %s", w.pk
    ),
    "its reason is": lambda c, s, e, w: sql(
        "UPDATE recruitment_application SET reason_id = %s WHERE id = %s",
        reason(c, "references").pk,
        e.pk,
    ),
    "its entered_stage_at is": lambda c, s, e, w: sql(
        "UPDATE recruitment_application SET entered_stage_at = %s WHERE id = %s",
        AT - timedelta(days=900),
        w.pk,
    ),
    "its version is 5, and it has 2 steps": lambda c, s, e, w: sql(
        "UPDATE recruitment_application SET version = 5 WHERE id = %s", w.pk
    ),
    "not from 1 without a gap": lambda c, s, e, w: sql(
        "UPDATE recruitment_stagetransition SET sequence = 7 WHERE application_id = %s "
        "AND sequence = 2",
        w.pk,
    ),
    "does not start where the step before ended": lambda c, s, e, w: sql(
        "UPDATE recruitment_stagetransition SET from_stage_id = %s WHERE application_id = %s "
        "AND sequence = 2",
        stage(c, "offer").pk,
        w.pk,
    ),
    "has no history": lambda c, s, e, w: sql(
        "DELETE FROM recruitment_stagetransition WHERE application_id = %s", w.pk
    ),
    "has started without an enrolment": lambda c, s, e, w: s.enrolment.delete(),
    "has no enrolment": lambda c, s, e, w: s.enrolment.delete(),
    "has started without a seat": lambda c, s, e, w: sql(
        "UPDATE recruitment_opening SET filled_by_id = NULL, status = 'open' "
        "WHERE filled_by_id = %s",
        s.pk,
    ),
    "is filled by an application that has not started": lambda c, s, e, w: sql(
        "UPDATE recruitment_opening SET filled_by_id = %s WHERE filled_by_id = %s", w.pk, s.pk
    ),
    "the first start ever is after the start": lambda c, s, e, w: sql(
        "UPDATE recruitment_enrolment SET first_started_on = %s", date(2030, 1, 1)
    ),
    "current is not the open": lambda c, s, e, w: sql(
        "UPDATE recruitment_candidate SET current_id = NULL WHERE id = %s", w.candidate_id
    ),
    "lacks the key": lambda c, s, e, w: CandidateKey.objects.filter(
        candidate=w.candidate, kind="e"
    ).delete(),
    "has a key too many": lambda c, s, e, w: sql(
        "UPDATE recruitment_candidate SET email = '' WHERE id = %s", w.candidate_id
    ),
    "is stored; histories give": lambda c, s, e, w: sql(
        "UPDATE recruitment_stagetally SET n = n + 1 WHERE measure = 'open'"
    ),
    "no tally is stored": lambda c, s, e, w: StageTally.objects.filter(measure="went").delete(),
    "by the tallies": lambda c, s, e, w: StageTally.objects.filter(measure="closed").delete(),
    "came 2026-": lambda c, s, e, w: sql(
        "UPDATE recruitment_stagetally SET n = n + 1 WHERE measure = 'came' AND span = 31"
    ),
    "for intake": lambda c, s, e, w: StageTally.objects.filter(measure="came", span=1).delete(),
    "is held by 2 stages": lambda c, s, e, w: sql(
        "UPDATE recruitment_stage SET position = 3 WHERE id = %s", stage(c, "offer").pk
    ),
    "its centre is not that of its candidate": lambda c, s, e, w: sql(
        "UPDATE recruitment_candidate SET centre_id = %s WHERE id = %s",
        make_centre().pk,
        w.candidate_id,
    ),
    "its track is not that of its intake": lambda c, s, e, w: sql(
        "UPDATE recruitment_application SET intake_id = %s WHERE id = %s",
        c.intakes.get(name="Rolling").pk,
        w.pk,
    ),
}


@pytest.mark.parametrize("line", DAMAGE)
def test_every_kind_of_damage_is_named_with_its_row(broken, line):
    DAMAGE[line](*broken)

    found = faults()

    assert line in found
    assert all(one.startswith("recruitment.") for one in found.splitlines())


def test_the_command_prints_each_fault_and_fails(broken, capsys):
    Opening.objects.create(
        centre=make_centre(), position=broken[1].position, intake=broken[1].intake
    )

    with pytest.raises(CommandError, match="2 faults found") as refusal:
        call_command("check_invariants")

    assert refusal.value.returncode == 1
    assert "its centre is not that of its intake" in capsys.readouterr().out
