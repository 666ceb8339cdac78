"""What the migration makes of a database that kept no facts: those its own log can tell."""

from datetime import UTC, date, datetime
from importlib import import_module

import time_machine
from django.apps import apps
from django.db.models import QuerySet

from recruitment.dashboard.known import known_stays
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.moves.forms import AssignForm
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Deferral
from tests.factories import make_application, make_started, reason

old = import_module("recruitment.migrations.0009_enrolment_facts_of_old")
MARCH, JUNE, SEPTEMBER = (datetime(2026, month, 15, 2, tzinfo=UTC) for month in (3, 6, 9))


def test_starts_leavings_and_deferrals_are_told_again_from_history_and_log(centre):
    with time_machine.travel(MARCH, tick=False):
        stays = make_started(centre, started_on=date(2026, 3, 1)).enrolment
        taken_back = make_started(centre, started_on=date(2026, 3, 2))
        waits = make_application(centre, at=MARCH)
    with time_machine.travel(JUNE, tick=False):
        stays.started_on = date(2026, 3, 3)
        stays.save()
        take(taken_back, Ask("undo"), actor=None)
    with time_machine.travel(SEPTEMBER, tick=False):
        stays.left_on, stays.leaving_reason = (
            date(2026, 9, 1),
            reason(centre, "health", party="researcher"),
        )
        stays.save()
        later = waits.track.intakes.exclude(pk=waits.intake_id)[0]
        form = AssignForm({"intake": later.pk}, instance=waits)
        assert form.is_valid()
        assert form.save_changes()
    months = [date(2026, month, 28) for month in (2, 3, 6, 9)]
    told = [known_stays(centre, day) for day in months]
    deferred = list(Deferral.objects.values_list("application", "from_intake", "recorded_at"))
    QuerySet(EnrolmentFact)._raw_delete("default")
    QuerySet(Deferral)._raw_delete("default")

    old.write(apps, None)

    assert [known_stays(centre, day) for day in months] == told
    assert [len(one) for one in told] == [0, 2, 1, 1]
    assert told[-1][0].left_on == date(2026, 9, 1)
    again = list(Deferral.objects.values_list("application", "from_intake"))
    assert again == [row[:2] for row in deferred]
    assert len(again) == 1
