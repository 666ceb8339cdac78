"""One Undo for a bulk step: all of it goes back, but for what moved since."""

import pytest

from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.measuring import cost
from tests.register.test_list_bulk import move, send
from tests.sent import forms_on

UNDO = "/applications/bulk/undo/"


def toast_of(client):
    """What the toast of the list sends, and the words beside its button."""
    page = client.get("/candidates/")
    return next(form for form in forms_on(page) if form.get("id") == "toast")


def undo(client):
    toast = toast_of(client)
    assert toast["action"] == UNDO
    return client.post(UNDO, toast["sent"], follow=True).content.decode()


def told(*applications):
    rows = Application.objects.in_bulk([one.pk for one in applications])
    return [(rows[one.pk].stage.kind, rows[one.pk].status) for one in applications]


def test_one_press_takes_a_bulk_move_back_each_to_its_own_stage(centre, as_manager):
    ones = [make_application(centre, kind=kind) for kind in ("applied", "screen", "decision")]
    move(as_manager, ones, stage(centre, "interview"))

    page = undo(as_manager)

    assert "Undone for 3 applications." in page
    assert told(*ones) == [("applied", "active"), ("screen", "active"), ("decision", "active")]
    assert {one.transitions.last().kind for one in ones} == {"correction"}


def test_one_press_reopens_what_was_closed_in_bulk(centre, as_manager):
    ones = [make_application(centre, kind="screen") for _ in range(2)]
    send(as_manager, ones, "close", sure="1", reason=reason(centre, "research-fit").pk)

    undo(as_manager)

    assert told(*ones) == [("screen", "active")] * 2


def test_one_press_gives_everybody_back_whom_they_had(centre, as_manager):
    before, after = make_supervisor(centre), make_supervisor(centre)
    one, other = make_application(centre, supervisor=before), make_application(centre)
    send(as_manager, [one, other], "assign", sure="1", supervisor=after.pk)

    page = undo(as_manager)

    assert "Undone for 2 applications." in page
    stored = Application.objects.in_bulk([one.pk, other.pk])
    assert [stored[one.pk].supervisor, stored[other.pk].supervisor] == [before, None]


def test_whoever_moved_since_stays_and_is_named(centre, as_manager):
    moved = make_application(centre, candidate=make_candidate(centre, full_name="Zoe Moved"))
    other = make_application(centre)
    move(as_manager, [moved, other], stage(centre, "screen"))
    take(
        Application.objects.get(pk=moved.pk), Ask("move", stage=stage(centre, "review")), actor=None
    )

    page = undo(as_manager)

    assert "Undone for 1 application. Changed since, so left as they are: Zoe Moved." in page
    assert [kind for kind, _status in told(moved, other)] == ["review", "applied"]


def test_whoever_was_reassigned_since_keeps_it_and_is_named(centre, as_manager):
    after, later = make_supervisor(centre), make_supervisor(centre)
    again = make_application(centre, candidate=make_candidate(centre, full_name="Zoe Again"))
    other = make_application(centre)
    send(as_manager, [again, other], "assign", sure="1", supervisor=after.pk)
    Application.objects.filter(pk=again.pk).update(supervisor=later)

    page = undo(as_manager)

    assert "left as they are: Zoe Again." in page
    stored = Application.objects.in_bulk([again.pk, other.pk])
    assert [stored[again.pk].supervisor, stored[other.pk].supervisor] == [later, None]


def test_undo_pressed_twice_is_done_once(centre, as_manager):
    one = make_application(centre)
    move(as_manager, [one], stage(centre, "screen"))
    sent = toast_of(as_manager)["sent"]
    as_manager.post(UNDO, sent)

    page = as_manager.post(UNDO, sent, follow=True).content.decode()

    assert "Undone for 0 applications." in page
    assert "left as they are" not in page
    assert one.transitions.count() == 3


@pytest.mark.parametrize("text", ["", "x", "\x00", "W10:1abcde:abc"])
def test_a_way_back_that_was_not_handed_out_changes_nothing(centre, as_manager, text):
    one = make_application(centre)

    page = as_manager.post(UNDO, {"version": text}, follow=True).content.decode()

    assert "This can no longer be undone here." in page
    assert one.transitions.count() == 1


def test_the_way_back_of_a_colleague_is_not_ones_own(centre, as_manager, client):
    one = make_application(centre)
    move(as_manager, [one], stage(centre, "screen"))
    sent = toast_of(as_manager)["sent"]
    client.force_login(make_user("director", centre))

    page = client.post(UNDO, sent, follow=True).content.decode()

    assert "This can no longer be undone here." in page
    assert told(one) == [("screen", "active")]


def test_a_manager_who_lost_the_centre_takes_nothing_back(centre, as_manager, manager):
    one = make_application(centre)
    move(as_manager, [one], stage(centre, "screen"))
    sent = toast_of(as_manager)["sent"]
    manager.memberships.all().delete()
    make_user("manager", make_centre("other"), email="x@example.org")
    manager.memberships.create(centre=make_centre("third"), role="manager")

    as_manager.post(UNDO, sent)

    assert told(one) == [("screen", "active")]


def test_a_way_back_that_changed_nothing_is_not_offered(centre, as_manager):
    one = make_application(centre, kind="screen")
    move(as_manager, [one], stage(centre, "screen"))

    assert toast_of(as_manager)["action"] == ""


def test_the_toast_has_room_for_a_page_of_fifty(centre, as_manager):
    ones = [make_application(centre) for _ in range(50)]
    send(as_manager, ones, "assign", sure="1", supervisor=make_supervisor(centre).pk)

    page = undo(as_manager)

    assert "Undone for 50 applications." in page


def test_undoing_many_moves_takes_no_more_statements_than_undoing_few(centre, as_manager):
    def spent(n):
        move(as_manager, [make_application(centre) for _ in range(n)], stage(centre, "screen"))
        sent = toast_of(as_manager)["sent"]
        return cost(as_manager, "post", UNDO, sent).statements

    assert spent(2) == spent(20)
