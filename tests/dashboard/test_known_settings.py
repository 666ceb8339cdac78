"""What was promised and set on a day is what a figure of that day is read against, for ever."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from centre.remembered import remembered
from centre.targets.models import Agreement, PlannedIntake, Target
from centre.targets.promises import read_promises
from recruitment.dashboard.selectors import read_dashboard, read_tracks
from recruitment.pipeline.remembered import known_intakes
from tests.factories import make_application, make_centre, make_started

BEFORE = datetime(2026, 5, 4, 2, tzinfo=UTC)
KNOWN = date(2026, 6, 15)
AFTER = datetime(2026, 9, 20, 2, tzinfo=UTC)
ON = date(2026, 6, 15)


def promises(centre, known=KNOWN):
    return read_promises(centre, centre.end_of(known))


def doctoral(centre):
    return Target.objects.get(agreement__centre=centre, kind="doctoral")


def change_everything(centre):
    """Every edit of target, plan, intakes and stages that the office can make."""
    target = doctoral(centre)
    target.headcount, target.by, target.counts = 30, date(2030, 6, 30), "accepted"
    target.save()
    agreement = target.agreement
    agreement.starts_on = date(2025, 3, 1)
    agreement.save()
    first, second, *_rest = target.plan.all()
    first.delete()
    second.starts += 4
    second.save(update_fields=["starts"])
    PlannedIntake.objects.create(target=target, on=date(2027, 1, 11), starts=6)
    intake = centre.intakes.get(name="September 2026")
    intake.name, intake.starts_on = "Autumn 2026", date(2026, 10, 1)
    intake.save()
    stage = centre.stages.get(pipeline__track__kind="doctoral", kind="review")
    stage.name, stage.limit_days = "Professor's word", 99
    stage.save(update_fields=["name", "limit_days"])


def test_target_and_plan_are_those_of_the_day_whatever_was_edited_since(centre):
    before = read_promises(centre)

    with time_machine.travel(AFTER):
        change_everything(centre)

    assert promises(centre) == before
    now = read_promises(centre)
    assert (now["doctoral"].headcount, now["doctoral"].counts) == (30, "accepted")
    assert promises(centre, AFTER.date()) == now


def test_of_many_edits_those_up_to_the_day_hold(centre):
    target = doctoral(centre)
    for moment, headcount in ((BEFORE, 20), (AFTER, 40)):
        with time_machine.travel(moment, tick=False):
            target.headcount = headcount
            target.save()
            target.plan.update_or_create(on=date(2028, 1, 10), defaults={"starts": headcount})

    assert read_promises(centre)["doctoral"].headcount == 40
    assert promises(centre)["doctoral"].headcount == 20
    assert (date(2028, 1, 10), 20) in promises(centre)["doctoral"].plan
    assert promises(centre, date(2026, 5, 3))["doctoral"].headcount == 25
    assert date(2028, 1, 10) not in dict(promises(centre, date(2026, 5, 3))["doctoral"].plan)


def test_a_number_that_became_several_was_a_number(centre):
    target = doctoral(centre)
    with time_machine.travel(AFTER):
        target.headcount = None
        target.save()

    assert promises(centre)["doctoral"].headcount == 25
    assert read_promises(centre)["doctoral"].headcount is None


def test_a_step_of_the_plan_made_and_deleted_since_never_was(centre):
    before = promises(centre)
    with time_machine.travel(AFTER):
        step = PlannedIntake.objects.create(target=doctoral(centre), on=date(2028, 1, 10), starts=3)
        step.starts = 4
        step.save()
        step.delete()

    assert promises(centre) == before


def test_a_target_of_a_later_agreement_did_not_speak_yet(centre):
    with time_machine.travel(AFTER):
        later = Agreement.objects.create(
            centre=centre, title="Renewal", starts_on=date(2026, 1, 1), ends_on=date(2030, 1, 1)
        )
        Target.objects.create(agreement=later, kind="doctoral", headcount=7, by=later.ends_on)

    assert read_promises(centre)["doctoral"].headcount == 7
    assert promises(centre)["doctoral"].headcount == 25


def test_a_deleted_target_is_remembered_with_its_plan(centre):
    before = promises(centre)
    with time_machine.travel(AFTER):
        doctoral(centre).delete()

    assert "doctoral" not in read_promises(centre)
    assert promises(centre) == before


def test_before_anything_was_set_nothing_was_promised(centre):
    assert promises(centre, date(2024, 12, 1)) == {}


def test_another_centre_s_edits_change_nothing_here(centre):
    before = promises(centre)
    with time_machine.travel(AFTER):
        other = make_centre("other")
        change_everything(other)
        doctoral(other).delete()

    assert promises(centre) == before


def test_moments_come_back_as_they_were(centre):
    intake = centre.intakes.get(name="September 2026")
    closes = intake.deadline
    with time_machine.travel(AFTER):
        intake.deadline = AFTER
        intake.save()

    then = known_intakes(intake.track, centre.end_of(KNOWN))

    assert then[intake.pk]["deadline"] == closes


def test_the_whole_dashboard_of_a_day_comes_out_again_after_every_edit(centre):
    with time_machine.travel(BEFORE, tick=False):
        make_started(centre, started_on=date(2026, 5, 1), at=BEFORE)
        make_application(centre, kind="review", at=BEFORE, intake="September 2026")

    def told():
        tracks = read_tracks(centre)
        track = next(one for one in tracks if one.kind == "doctoral")
        dash = read_dashboard(centre, tracks, track, ON, KNOWN)
        names = [(one.stage.name, one.stage.limit_days, one.over_limit) for one in dash.stages]
        return dash.progress, dash.others, dash.intakes, names

    before = told()
    with time_machine.travel(AFTER):
        change_everything(centre)

    assert told() == before


def test_the_page_says_what_was_promised_then_and_what_keeps_no_history(as_manager, centre):
    with time_machine.travel(AFTER):
        change_everything(centre)

    page = as_manager.get("/?on=2026-06-15&known=2026-06-15").content.decode()

    assert "of 25" in page
    assert "Seats, areas and the order of stages are today’s." in page


@pytest.mark.parametrize("edits", [1, 8])
def test_two_statements_tell_the_past_however_many_edits_there_were(
    centre, django_assert_num_queries, edits
):
    target = doctoral(centre)
    with time_machine.travel(AFTER):
        for n in range(edits):
            target.headcount = n
            target.save()
    of = [target.agreement_id]

    with django_assert_num_queries(2):
        then = remembered(Target, "agreement", of, ("headcount",), centre.end_of(KNOWN))

    assert then[target.pk]["headcount"] == 25
