"""Stages in settings: order, retiring, deleting; the tallies stay the sum of the histories."""

import pytest
from django.urls import reverse

from centre.web.refusal import Refused
from recruitment.moves import arrivals, tallies
from recruitment.moves.gate import Ask, take
from recruitment.moves.rebuild import rebuild
from recruitment.moves.stored import read_histories
from recruitment.office import stages as verbs
from recruitment.pipeline.models import Application, Stage, StageTally
from tests.factories import make_application, make_centre, make_started, reason, stage


@pytest.fixture
def pipeline(centre):
    return centre.tracks.get(kind="doctoral").pipeline


@pytest.fixture
def histories(centre):
    """Some who moved, skipped a stage, were closed, came back, were corrected, and started."""
    for kind in ("lead", "applied", "review", "offer"):
        make_application(centre, kind=kind)
    jumper = make_application(centre, kind="applied")
    take(jumper, Ask("move", stage=stage(centre, "interview")), actor=None)
    take(jumper, Ask("move", stage=stage(centre, "screen")), actor=None)
    closed = make_application(centre, kind="interview")
    take(closed, Ask("close", reason=reason(centre, "research-fit")), actor=None)
    undone = make_application(centre, kind="applied")
    take(undone, Ask("move", stage=stage(centre, "decision")), actor=None)
    take(undone, Ask("undo"), actor=None)
    make_started(centre)


def stored(pipeline):
    rows = StageTally.objects.filter(stage__pipeline=pipeline).exclude(n=0)
    return {
        (one.stage_id, one.measure, one.span, one.day, one.days, one.intake_id or 0): one.n
        for one in rows
    }


def summed(pipeline):
    intakes = dict(Application.objects.filter(track=pipeline.track_id).values_list("pk", "intake"))
    found = read_histories(list(intakes))
    stages, zone = list(pipeline.stages.order_by("position")), pipeline.centre.zone
    cells = tallies.blocks(tallies.total(found.values(), stages, zone))
    came = arrivals.total(((intakes[pk], history) for pk, history in found.items()), zone)
    cells.update(arrivals.blocks(came))
    return {key: n for key, n in cells.items() if n}


def names(pipeline, **narrow):
    return [one.name for one in pipeline.stages.filter(**narrow).order_by("position")]


def positions(pipeline):
    return list(pipeline.stages.order_by("position").values_list("position", flat=True))


def test_tallies_made_anew_are_those_the_gate_kept(pipeline, histories):
    before = stored(pipeline)

    rebuild(pipeline)

    assert stored(pipeline) == before == summed(pipeline)


def test_another_order_makes_the_tallies_of_that_order(centre, pipeline, histories):
    before = stored(pipeline)

    verbs.shift_stage(stage(centre, "interview"), -1)

    assert stored(pipeline) == summed(pipeline) != before
    assert positions(pipeline) == list(range(11))
    assert names(pipeline)[4:6] == ["Interview", "Supervisor review"]


def test_a_stage_added_between_counts_those_who_passed_its_place(centre, pipeline, histories):
    added = verbs.add_stage(
        Stage(centre=centre, pipeline=pipeline, kind="references", name="References"),
        after=stage(centre, "interview"),
    )

    assert names(pipeline)[5:8] == ["Interview", "References", "Committee decision"]
    assert stored(pipeline) == summed(pipeline)
    entered = StageTally.objects.filter(stage=added, measure="entered", span=1)
    assert sum(entered.values_list("n", flat=True)) == 2  # the offer and the one who started


def test_nothing_comes_behind_the_start(centre, pipeline):
    start = stage(centre, "started")
    added = verbs.add_stage(
        Stage(centre=centre, pipeline=pipeline, kind="review", name="Late"), after=start
    )

    assert names(pipeline)[-2:] == ["Late", "Enrolled"]
    for one, by in ((start, -1), (added, 1)):
        with pytest.raises(Refused, match="The start stays the last stage"):
            verbs.shift_stage(one, by)


def test_a_stage_changes_places_with_the_next_in_use(centre, pipeline):
    verbs.retire_stage(stage(centre, "review"))

    verbs.shift_stage(Stage.objects.get(pk=stage(centre, "interview").pk), -1)

    assert names(pipeline, retired_on=None)[3:5] == ["Interview", "Eligibility check"]
    assert positions(pipeline) == list(range(11))


def test_a_stage_where_somebody_waits_is_not_retired(centre, pipeline):
    make_application(centre, kind="review")
    make_application(centre, kind="review")

    with pytest.raises(Refused, match=r"2 applications wait in “Supervisor review”. Move them"):
        verbs.retire_stage(stage(centre, "review"))


def test_a_retired_stage_keeps_its_history_and_comes_back(centre, pipeline, histories):
    decision = stage(centre, "decision")

    verbs.retire_stage(decision)
    retired = Stage.objects.get(pk=decision.pk).retired_on
    verbs.bring_back_stage(decision)

    assert retired == centre.today()
    assert Stage.objects.get(pk=decision.pk).retired_on is None
    assert stored(pipeline) == summed(pipeline)


def test_the_start_and_the_last_stage_before_it_are_always_needed(centre, pipeline):
    with pytest.raises(Refused, match="is the start, so it is always needed"):
        verbs.retire_stage(stage(centre, "started"))
    verbs.retire_stage(stage(centre, "offer"))
    for verb in (verbs.retire_stage, verbs.delete_stage):
        with pytest.raises(Refused, match="the last stage from which one may start"):
            verb(stage(centre, "pre_start"))


def test_a_used_stage_is_never_deleted_an_unused_one_is(centre, pipeline, histories):
    with pytest.raises(Refused, match=r"is used by \d+ steps.* so it is not deleted. Retire it"):
        verbs.delete_stage(stage(centre, "interview"))

    verbs.delete_stage(stage(centre, "offer_approval"))

    assert "Offer approval" not in names(pipeline)
    assert positions(pipeline) == list(range(10))
    assert stored(pipeline) == summed(pipeline)


def do(client, one, verb):
    return client.post(reverse("recruitment:settings-stage-do", args=[one.pk, verb]), follow=True)


def test_the_page_says_why_a_stage_cannot_be_retired(as_manager, centre):
    make_application(centre, kind="review")

    answer = do(as_manager, stage(centre, "review"), "retire")

    assert "1 application waits in “Supervisor review”. Move it first." in answer.content.decode()


def test_arrows_reorder_without_script(as_manager, centre, pipeline):
    do(as_manager, stage(centre, "screen"), "down")

    assert names(pipeline)[3:5] == ["Supervisor review", "Eligibility check"]


def test_a_rename_keeps_the_kind_whatever_is_sent(as_manager, centre):
    screen = stage(centre, "screen")
    url = reverse("recruitment:settings-stage", args=[screen.pk])
    data = {"name": "First look", "kind": "offer", "limit_days": "9", "prior_pass_rate": "0.5"}

    as_manager.post(url, data)

    screen.refresh_from_db()
    assert (screen.name, screen.kind, screen.limit_days) == ("First look", "screen", 9)


def test_a_stage_is_added_from_the_page_once(as_manager, centre, pipeline):
    url = f"{reverse('recruitment:settings-stage-add')}?track=doctoral"
    after = stage(centre, "interview")
    data = {"name": "References", "kind": "references", "after": after.pk}

    answers = [as_manager.post(url, data).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert names(pipeline)[6] == "References"


def test_another_centres_stage_is_not_found(as_manager):
    other = stage(make_centre(), "screen")

    assert do(as_manager, other, "retire").status_code == 404
    assert as_manager.get(f"/settings/stages/{other.pk}/").status_code == 404
