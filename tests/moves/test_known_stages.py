"""A page reads the stages, somebody else changes them, then the page acts on what it read."""

from datetime import date

import pytest

from recruitment.moves import tallies
from recruitment.moves.forms import AssignForm
from recruitment.moves.gate import Ask, IllegalMove, Known, read_histories, record, take
from recruitment.moves.invariants import violations
from recruitment.moves.reading import stages_of
from recruitment.office.stages import retire_stage, shift_stage
from recruitment.pipeline.models import Application
from tests.factories import make_application, make_candidate, make_opening, stage


def as_read(application):
    """The application, and what a page that shows it has read."""
    application = Application.objects.select_related("candidate", "stage", "centre").get(
        pk=application.pk
    )
    history = read_histories([application.pk])[application.pk]
    return application, Known(history, stages_of(application))


def test_a_move_after_a_change_of_order_counts_in_the_new_order(centre):
    mine, known = as_read(make_application(centre, kind="screen"))
    to = next(one for one in known.stages if one.kind == "interview")
    shift_stage(stage(centre, "review"), 1)

    take(mine, Ask("move", stage=to), actor=None, expected=1, known=known)

    assert mine.stage.kind == "interview"
    assert list(violations()) == []


def test_taking_back_after_a_change_of_order_counts_in_the_new_order(centre):
    mine = make_application(centre, kind="screen")
    take(mine, Ask("move", stage=stage(centre, "interview")), actor=None)
    mine, known = as_read(mine)
    shift_stage(stage(centre, "review"), 1)

    take(mine, Ask("undo"), actor=None, expected=2, known=Known(known.history))

    assert list(violations()) == []


def test_nobody_is_moved_into_a_stage_retired_meanwhile(centre):
    mine, known = as_read(make_application(centre, kind="screen"))
    to = next(one for one in known.stages if one.kind == "interview")
    retire_stage(stage(centre, "interview"))

    with pytest.raises(IllegalMove, match="Interview is retired"):
        take(mine, Ask("move", stage=to), actor=None, expected=1, known=known)

    mine.refresh_from_db()
    assert (mine.stage.kind, mine.version) == ("screen", 1)


def test_a_new_application_after_a_change_of_order_counts_in_the_new_order(centre):
    old = make_application(centre)
    known = Known((), stages_of(old))
    applied = next(one for one in known.stages if one.kind == "applied")
    shift_stage(stage(centre, "screen"), -1)
    new = Application(
        candidate=make_candidate(centre), position=old.position, intake=old.intake, centre=centre
    )

    record([(new, [Ask("enter", stage=applied)])], actor=None, known=known)

    assert new.pk
    assert new.transitions.count() == 1
    assert list(violations()) == []


def test_a_start_takes_no_seat_of_the_intake_it_was_deferred_from(centre):
    mine = make_application(centre, kind="pre_start")
    make_opening(mine)
    mine, known = as_read(mine)
    later = mine.track.intakes.exclude(pk=mine.intake_id).order_by("pk")[0]
    tallies.defer(mine, later.pk)
    Application.objects.filter(pk=mine.pk).update(intake=later)

    start = next(one for one in known.stages if one.is_start)
    with pytest.raises(IllegalMove, match="filled or closed meanwhile"):
        take(
            mine,
            Ask("move", stage=start, starts_on=date(2026, 9, 1)),
            actor=None,
            expected=1,
            known=known,
        )

    assert mine.stage.kind == "pre_start", "the object at hand tells what is stored"


def test_nobody_who_started_meanwhile_is_deferred(centre):
    mine = make_application(centre, kind="pre_start")
    make_opening(mine)
    later = mine.track.intakes.exclude(pk=mine.intake_id).order_by("pk")[0]
    form = AssignForm({"intake": later.pk}, instance=Application.objects.get(pk=mine.pk))
    assert form.is_valid(), form.errors
    take(mine, Ask("move", stage=stage(centre, "started"), starts_on=date(2026, 9, 1)), actor=None)

    assert not form.save_changes()
    assert "has started meanwhile" in str(form.errors)
