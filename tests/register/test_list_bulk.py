"""One step for a selection: all or nothing, each from its own stage, nobody else's people."""

import pytest
from auditlog.models import LogEntry

from recruitment.pipeline.models import Application, StageTransition
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.measuring import cost

URL = "/applications/bulk/"


def send(client, applications, verb, *, headers=None, **more):
    data = {"verb": verb, "application": [one.pk for one in applications], **more}
    return client.post(URL, data, headers=headers or {})


def move(client, applications, to, **more):
    return send(client, applications, "move", sure="1", stage=to.pk, **more)


def stages(*applications):
    return [Application.objects.get(pk=one.pk).stage.kind for one in applications]


def test_records_in_different_stages_each_keep_their_own_previous_stage(centre, as_manager):
    ones = [make_application(centre, kind=kind) for kind in ("applied", "screen", "decision")]

    move(as_manager, ones, stage(centre, "interview"))

    steps = [one.transitions.get(sequence=2) for one in ones]
    assert [(s.from_stage.kind, s.to_stage.kind, s.kind) for s in steps] == [
        ("applied", "interview", "advance"),
        ("screen", "interview", "advance"),
        ("decision", "interview", "return"),
    ]
    assert {step.actor.name for step in steps} == {"Grace Lam"}


def test_who_is_there_already_gets_no_step(centre, as_manager):
    there, other = make_application(centre, kind="interview"), make_application(centre)

    answer = move(as_manager, [there, other], stage(centre, "interview"))

    assert there.transitions.count() == 1
    assert other.transitions.count() == 2
    assert "1 application moved to Interview." in as_manager.get(answer.url).content.decode()


def test_one_refusal_stops_all_and_names_the_person(centre, as_manager):
    ended = make_application(centre, candidate=make_candidate(centre, full_name="Zoe Ended"))
    send(as_manager, [ended], "close", sure="1", reason=reason(centre, "interview").pk, note="So.")
    fine = make_application(centre, candidate=make_candidate(centre, full_name="Amy Fine"))

    answer = move(as_manager, [fine, ended], stage(centre, "interview"))

    assert answer.status_code == 422
    assert "Zoe Ended: This application is closed. Reopen it first." in answer.content.decode()
    assert stages(fine) == ["applied"]
    assert fine.transitions.count() == 1


def test_another_centres_or_unknown_ids_are_not_found_and_nothing_changes(centre, as_manager):
    mine, foreign = make_application(centre), make_application(make_centre("other"))
    to = stage(centre, "interview")

    assert move(as_manager, [mine, foreign], to).status_code == 404
    for wrong in ("999999", "x", "-1", "9" * 30, "", "1 OR 1=1"):
        data = {"verb": "move", "sure": "1", "stage": to.pk, "application": [mine.pk, wrong]}
        assert as_manager.post(URL, data).status_code == 404, wrong
    assert stages(mine, foreign) == ["applied", "applied"]


def test_a_foreign_stage_reason_or_supervisor_is_no_choice(centre, as_manager):
    one, other = make_application(centre), make_centre("other")
    supervisor = make_supervisor(other)
    stranger = make_user("manager", other)

    for answer in (
        move(as_manager, [one], stage(other, "interview")),
        send(as_manager, [one], "close", sure="1", reason=reason(other, "interview").pk),
        send(as_manager, [one], "assign", sure="1", supervisor=supervisor.pk),
        send(as_manager, [one], "assign", sure="1", owner=stranger.pk),
    ):
        assert answer.status_code == 422
    one.refresh_from_db()
    assert (one.version, one.supervisor, one.owner) == (1, None, None)


def test_two_tracks_have_no_stage_in_common(centre, as_manager):
    ones = [make_application(centre), make_application(centre, track="postdoc")]

    answer = move(as_manager, ones, stage(centre, "interview"))

    assert answer.status_code == 422
    assert "different tracks" in answer.content.decode()
    assert StageTransition.objects.count() == 2


def test_a_start_is_not_made_in_bulk(centre, as_manager):
    one = make_application(centre, kind="pre_start")

    answer = move(as_manager, [one], stage(centre, "started"))

    assert answer.status_code == 422
    assert stages(one) == ["pre_start"]


def test_nobody_selected_is_said_and_changes_nothing(centre, as_manager):
    make_application(centre)

    for verb in ("move", "assign", "close", ""):
        answer = as_manager.post(URL, {"verb": verb, "next": "/candidates/?view=open"})
        assert answer.url == "/candidates/?view=open"
    page = as_manager.get(answer.url).content.decode()
    assert "Nobody is selected. Tick the candidates first." in page
    assert StageTransition.objects.count() == 1


def test_without_script_the_button_leads_to_a_page_that_asks(centre, as_manager):
    one = make_application(centre, candidate=make_candidate(centre, full_name="Amy Fine"))

    page = send(as_manager, [one], "move", next="/candidates/?view=open").content.decode()

    assert "<html" in page
    assert "Move 1 application" in page
    assert "Amy Fine" in page
    assert f'<input type="hidden" name="application" value="{one.pk}">' in page
    assert 'href="/candidates/?view=open">Cancel' in page
    assert one.transitions.count() == 1


def test_in_the_dialog_the_answer_is_the_form_and_then_the_way_back(centre, as_manager):
    one, htmx = make_application(centre), {"HX-Request": "true"}

    asked = send(as_manager, [one], "close", headers=htmx)
    wrong = send(as_manager, [one], "close", headers=htmx, sure="1")
    right = send(
        as_manager, [one], "close", headers=htmx, sure="1",
        reason=reason(centre, "interview").pk, next="/candidates/?view=open",
    )  # fmt: skip

    assert "<html" not in asked.content.decode()
    assert wrong.status_code == 422
    assert "Choose a reason." in wrong.content.decode()
    assert right["HX-Redirect"] == "/candidates/?view=open"
    assert Application.objects.get().status == "rejected"


def test_the_way_back_stays_on_this_site(centre, as_manager):
    answer = send(as_manager, [], "move", next="https://elsewhere.example/")

    assert answer.url == "/candidates/"


def test_closing_gives_each_its_reason_and_status(centre, as_manager):
    ones = [make_application(centre), make_application(centre, kind="offer")]
    why = centre.reasons.filter(party="candidate").first()

    send(as_manager, ones, "close", sure="1", reason=why.pk, note="Went elsewhere.")

    rows = Application.objects.order_by("pk")
    assert [(row.status, row.reason, row.stage.kind) for row in rows] == [
        ("withdrawn", why, "applied"),
        ("withdrawn", why, "offer"),
    ]
    assert {s.note for s in StageTransition.objects.filter(kind="close")} == {"Went elsewhere."}


def test_a_started_person_is_not_closed_with_the_others(centre, as_manager):
    started, fine = make_started(centre), make_application(centre)

    answer = send(
        as_manager, [fine, started], "close", sure="1", reason=reason(centre, "interview").pk
    )

    assert answer.status_code == 422
    assert started.candidate.full_name in answer.content.decode()
    assert Application.objects.get(pk=fine.pk).is_active


def test_assigning_sets_what_was_chosen_leaves_the_rest_and_is_in_the_log(
    centre, as_manager, manager
):
    supervisor, before = make_supervisor(centre), make_supervisor(centre)
    ones = [make_application(centre, supervisor=before), make_application(centre)]

    send(as_manager, ones, "assign", sure="1", owner=manager.pk)
    assert [one.supervisor for one in Application.objects.order_by("pk")] == [before, None]
    send(as_manager, ones, "assign", sure="1", supervisor=supervisor.pk)
    send(as_manager, ones[:1], "assign", sure="1", supervisor="none")

    rows = Application.objects.order_by("pk")
    assert [(row.supervisor, row.owner) for row in rows] == [(None, manager), (supervisor, manager)]
    logged = LogEntry.objects.get_for_object(ones[0]).filter(action=LogEntry.Action.UPDATE)
    assert {next(iter(entry.changes)) for entry in logged} == {"owner", "supervisor"}
    assert {entry.actor for entry in logged} == {manager}


def test_assigning_nobody_to_nothing_asks_for_a_choice(centre, as_manager):
    answer = send(as_manager, [make_application(centre)], "assign", sure="1")

    assert answer.status_code == 422
    assert "Choose a supervisor, an owner, or both." in answer.content.decode()


@pytest.fixture
def as_supervisor(centre, client):
    user = make_user("supervisor", centre)
    user.profile = make_supervisor(centre, user=user)
    client.force_login(user)
    client.own = lambda **fields: make_application(centre, supervisor=user.profile, **fields)
    return client


def test_a_supervisor_moves_their_own_up_to_the_committee(centre, as_supervisor):
    own, theirs = as_supervisor.own(), make_application(centre)
    beyond = as_supervisor.own(kind="offer_approval")
    decision = stage(centre, "decision")

    assert move(as_supervisor, [own], decision).status_code == 302
    assert move(as_supervisor, [own, theirs], decision).status_code == 404
    assert move(as_supervisor, [own], stage(centre, "offer")).status_code in (403, 422)
    assert move(as_supervisor, [beyond], decision).status_code in (403, 422)
    assert send(as_supervisor, [own], "assign", sure="1", owner="none").status_code == 403
    assert stages(own, theirs, beyond) == ["decision", "applied", "offer_approval"]


@pytest.mark.parametrize("role", ["panel", "industry"])
@pytest.mark.parametrize("verb", ["move", "assign", "close", ""])
def test_others_do_nothing_in_bulk(centre, client, role, verb):
    one = make_application(centre)
    client.force_login(make_user(role, centre))

    assert send(client, [one], verb, sure="1").status_code == 403


def test_moving_by_get_is_no_way(centre, as_manager):
    assert as_manager.get(URL).status_code == 405


def test_moving_many_takes_no_more_statements_than_moving_few(centre, as_manager):
    few = [make_application(centre, kind=kind) for kind in ("applied", "screen")]
    many = [make_application(centre) for _ in range(20)]
    to = stage(centre, "interview")

    costs = [
        cost(
            as_manager,
            "post",
            URL,
            {"verb": "move", "sure": "1", "stage": to.pk, "application": [o.pk for o in ones]},
        ).statements
        for ones in (few, many)
    ]

    assert costs[0] >= costs[1]
