"""Telling a candidate of a move: a tick of its own, for stages that have a text."""

import pytest
from django.core import mail
from django.urls import reverse

from recruitment.messages.models import Message, State
from recruitment.pipeline.models import Stage
from tests.factories import make_application, make_candidate, stage

pytestmark = pytest.mark.django_db


def press(client, verb, application, **typed):
    application.refresh_from_db()
    url = reverse(f"recruitment:application-{verb}", args=[application.pk])
    return client.post(url, {"version": application.version, **typed})


def states():
    return [(one.kind, one.state) for one in Message.objects.order_by("pk")]


def test_whoever_is_moved_is_told_with_the_tick_in_their_language_and_not_without(
    as_manager, centre
):
    person = make_candidate(centre, language="zh-hant")
    told = make_application(centre, kind="screen", candidate=person)
    untold = make_application(centre, kind="screen")
    to = stage(centre, "interview").pk

    press(as_manager, "move", told, stage=to, tell="on")
    press(as_manager, "move", untold, stage=to)

    (message,) = Message.objects.all()
    assert (message.kind, message.to) == ("shortlisted", person.email)
    assert message.subject == f"您的申請已入圍：{told.position}"


def test_a_move_taken_back_at_once_was_never_told_of(as_manager, centre):
    one = make_application(centre, kind="screen")
    press(as_manager, "move", one, stage=stage(centre, "interview").pk, tell="on")
    # The tests' own queue cannot wait: as it stands while the way back is on the screen.
    Message.objects.update(state=State.WAITING)

    press(as_manager, "undo", one)

    assert states() == [("shortlisted", State.WITHDRAWN)]


def test_a_tick_where_the_stage_says_nothing_is_refused_and_nobody_moves(as_manager, centre):
    one = make_application(centre, kind="applied")

    answer = press(as_manager, "move", one, stage=stage(centre, "screen").pk, tell="on")

    one.refresh_from_db()
    assert "has no e-mail, so nobody can be told of it" in answer.text
    assert (one.stage.kind, states()) == ("applied", [])


@pytest.mark.parametrize("lacks", ["texts", "an address"])
def test_the_tick_is_not_there_where_nothing_or_nobody_can_be_told(as_manager, centre, lacks):
    email = "" if lacks == "an address" else "ada@example.org"
    one = make_application(centre, kind="screen", candidate=make_candidate(centre, email=email))
    if lacks == "texts":
        Stage.objects.update(told_with="")

    form = as_manager.get(reverse("recruitment:application-move", args=[one.pk])).context["form"]

    assert "tell" not in form.fields


def test_those_moved_from_the_list_are_told_with_the_tick(as_manager, centre):
    rows = [make_application(centre, kind="screen") for _n in range(3)]

    as_manager.post(
        reverse("recruitment:applications-bulk"),
        {
            "verb": "move", "sure": "1", "application": [one.pk for one in rows],
            "stage": stage(centre, "interview").pk, "tell": "on",
        },
    )  # fmt: skip

    assert sorted(one.to for one in Message.objects.all()) == sorted(
        one.candidate.email for one in rows
    )


def test_the_text_of_a_stage_is_chosen_in_settings(as_manager, centre):
    here = stage(centre, "screen")
    url = reverse("recruitment:settings-stage", args=[here.pk])

    for text in ("considered", "rejection"):  # the second is no beginning of an e-mail
        as_manager.post(url, {"name": here.name, "told_with": text})

    here.refresh_from_db()
    assert here.told_with == "considered"
    assert mail.outbox == []


def tell_page(application):
    return reverse("recruitment:application-tell", args=[application.pk])


def test_a_card_that_was_dragged_offers_to_tell_the_candidate_and_tells_nobody_by_itself(
    as_manager, centre
):
    one = make_application(centre, kind="screen")
    silent = make_application(centre, kind="applied")
    dragged = {"headers": {"HX-Request": "true"}}

    def drag(application, to):
        url = reverse("recruitment:application-move", args=[application.pk])
        data = {"version": application.version, "stage": stage(centre, to).pk}
        return as_manager.post(url, data, **dragged).text

    assert tell_page(one) in drag(one, "interview")
    assert "Tell the candidate" not in drag(silent, "screen")  # that stage has no text
    assert states() == []


def test_no_offer_to_tell_after_the_tick(as_manager, centre):
    one = make_application(centre, kind="screen")

    answer = press(as_manager, "move", one, stage=stage(centre, "interview").pk, tell="on")

    assert tell_page(one) not in as_manager.get(answer.url).text


def test_whoever_was_moved_without_the_tick_is_told_later_as_it_was_read_and_once(
    as_manager, centre
):
    one = make_application(
        centre, kind="screen", candidate=make_candidate(centre, language="zh-hant")
    )
    press(as_manager, "move", one, stage=stage(centre, "interview").pk)

    begun = as_manager.get(tell_page(one)).context["form"]
    assert begun["subject"].value() == f"您的申請已入圍：{one.position}"
    about = begun["about"].value()
    for _twice in range(2):
        as_manager.post(
            tell_page(one),
            {"to": one.candidate.email, "subject": "Good news", "body": "Come.", "about": about},
        )

    (message,) = Message.objects.all()
    assert (message.kind, message.subject, message.body) == ("shortlisted", "Good news", "Come.")
    assert "was written already" in as_manager.get(tell_page(one), follow=True).text


def test_what_was_told_with_the_tick_is_not_told_again(as_manager, centre):
    one = make_application(centre, kind="screen")
    press(as_manager, "move", one, stage=stage(centre, "interview").pk, tell="on")

    answer = as_manager.get(tell_page(one), follow=True)

    assert "was written already" in answer.text


def test_a_page_opened_before_the_move_was_taken_back_tells_nobody(as_manager, centre):
    one = make_application(centre, kind="screen")
    press(as_manager, "move", one, stage=stage(centre, "interview").pk)
    about = as_manager.get(tell_page(one)).context["form"]["about"].value()
    press(as_manager, "undo", one)
    press(as_manager, "move", one, stage=stage(centre, "interview").pk)

    typed = {"to": one.candidate.email, "subject": "x", "body": "y", "about": about}
    answer = as_manager.post(tell_page(one), typed, follow=True)

    assert "Nothing was sent" in answer.text
    assert states() == []
