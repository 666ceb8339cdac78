"""An accepted person comes later: what moves with them, and what stays."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from centre.web import paper
from recruitment.funding.models import PromisedPay
from recruitment.messages import outbox
from recruitment.messages.models import Message
from recruitment.messages.sending import send_due
from recruitment.moves.gate import Ask, take
from recruitment.moves.steps import IllegalMove
from recruitment.offers import actions
from recruitment.offers.models import Offer, OfferLetter
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake
from tests.factories import make_application, make_offer, make_opening, reason, stage
from tests.offers.test_answer import opened
from tests.reports.machine import needs_pango


@pytest.fixture
def accepted(centre, manager, director):
    one = make_application(centre, kind="decision", intake="September 2027")
    return make_offer(one, by=manager, state="accepted")


def defer(client, offer, **typed):
    later = Intake.objects.get(track=offer.application.track, name="January 2028")
    url = reverse("recruitment:offer-do", args=[offer.pk, "defer"])
    typed = {"intake": later.pk, "starts_on": "2028-01-10", "version": offer.revision, **typed}
    return client.post(url, typed, follow=True).content.decode()


@pytest.mark.parametrize(("tick", "seats"), [({"takes_seat": "on"}, 0), ({}, 1)])
def test_a_seat_goes_along_or_stays_free_and_the_acceptance_stands(
    as_manager, accepted, tick, seats
):
    seat = make_opening(accepted.application)
    before = seat.intake

    for _n in range(2):
        defer(as_manager, accepted, **tick)

    one = Application.objects.get(pk=accepted.application_id)
    offer = Offer.objects.get()
    assert (one.intake.name, one.stage.kind, one.deferrals.count()) == (
        "January 2028",
        "pre_start",
        1,
    )
    assert (offer.state, offer.starts_on) == ("accepted", date(2028, 1, 10))
    assert before.openings.count() == seats
    assert {one.from_month for one in PromisedPay.objects.all()} == {date(2028, 1, 1)}


def test_what_is_due_before_the_first_day_is_due_as_long_before_the_new_one(as_manager, accepted):
    rows = [
        ("visa", "open", "first_day"),
        ("fee", "open", "final"),
        ("security", "met", "first_day"),
    ]
    for kind, state, gate in rows:
        accepted.conditions.create(
            kind=kind, state=state, gate=gate, due_on="2027-08-01",
            settled_on="2027-07-01" if state == "met" else None,
        )  # fmt: skip

    defer(as_manager, accepted)

    assert {one.kind: one.due_on for one in accepted.conditions.all()} == {
        "visa": date(2027, 12, 10),
        "fee": date(2027, 8, 1),
        "security": date(2027, 8, 1),
    }


@pytest.mark.parametrize(("tick", "states"), [({"told": "on"}, ["sent"]), ({}, ["held"])])
def test_whoever_comes_later_is_told_the_new_first_day_at_once_or_when_it_is_released(
    as_manager, accepted, tick, states
):
    defer(as_manager, accepted, **tick)

    rows = Message.objects.filter(kind="offer-deferred")
    assert [one.state for one in rows] == states
    assert "on 10 January 2028, as PhD, January 2028" in rows.get().body


def test_deferred_twice_before_anybody_was_told_only_the_last_first_day_is_told(
    as_manager, accepted
):
    defer(as_manager, accepted)
    accepted.refresh_from_db()
    later = Intake.objects.get(track=accepted.application.track, name="May 2028")
    defer(as_manager, accepted, intake=later.pk, starts_on="2028-05-08")

    rows = Message.objects.filter(kind="offer-deferred").order_by("pk")
    assert [one.state for one in rows] == ["withdrawn", "held"]
    assert "8 May 2028" in rows[1].body


def test_an_end_that_is_undone_gives_back_what_was_to_be_told_of_the_first_day(
    as_manager, accepted, manager
):
    defer(as_manager, accepted)
    one = Application.objects.get(pk=accepted.application_id)
    take(one, Ask("close", reason=reason(one.centre, "personal", party="candidate")), actor=manager)
    ended = [row.state for row in Message.objects.filter(kind="offer-deferred")]
    one.refresh_from_db()
    take(one, Ask("undo"), actor=manager)

    rows = Message.objects.filter(kind="offer-deferred").order_by("pk")
    assert ended == ["withdrawn"]
    assert [row.state for row in rows] == ["withdrawn", "held"]
    assert "10 January 2028" in rows.last().body


@pytest.mark.parametrize("ask", ["undo", "correct"])
def test_an_acceptance_is_not_taken_back_once_the_first_day_was_put_off(
    as_manager, accepted, manager, ask
):
    one = Application.objects.get(pk=accepted.application_id)
    defer(as_manager, accepted)
    one.refresh_from_db()

    to = None if ask == "undo" else stage(one.centre, "offer")
    with pytest.raises(IllegalMove, match="was deferred since they accepted it"):
        take(one, Ask(ask, stage=to), actor=manager)

    assert Offer.objects.get().state == "accepted"
    assert Message.objects.get(kind="offer-deferred").state == "held"


def test_without_a_free_seat_none_goes_along_and_nothing_is_changed(as_manager, accepted):
    page = defer(as_manager, accepted, takes_seat="on")

    assert "is free to take along" in page
    assert Application.objects.get(pk=accepted.application_id).intake.name == "September 2027"
    assert Offer.objects.get().starts_on == date(2027, 9, 1)


def test_a_first_day_before_the_intake_is_told(as_manager, accepted):
    assert "It comes before the intake" in defer(as_manager, accepted, starts_on="2027-12-01")


def test_another_intake_for_whoever_accepted_is_refused_with_the_way_to_defer(as_manager, accepted):
    one = accepted.application
    later = Intake.objects.get(track=one.track, name="January 2028")

    answer = as_manager.post(
        reverse("recruitment:application-assign", args=[one.pk]), {"intake": later.pk}
    )

    assert answer.status_code == 422
    assert "Use “Defer” on the page of the offer" in answer.content.decode()
    assert Application.objects.get(pk=one.pk).intake.name == "September 2027"


@pytest.mark.parametrize(("state", "words"), [("in_approval", "In approval"), ("sent", "Out")])
def test_what_an_approval_covers_is_not_put_into_another_intake(
    as_manager, centre, manager, director, state, words
):
    one = make_application(centre, kind="decision", intake="September 2027")
    make_offer(one, by=manager, state=state)
    later = Intake.objects.get(track=one.track, name="January 2028")

    answer = as_manager.post(
        reverse("recruitment:application-assign", args=[one.pk]), {"intake": later.pk}
    )

    assert answer.status_code == 422
    assert f"for this intake is “{words}”. Rescind it first" in answer.content.decode()
    assert Application.objects.get(pk=one.pk).intake.name == "September 2027"


@pytest.mark.parametrize("by", ["deferral", "assigning"])
def test_more_people_than_places_at_the_later_intake_is_told(as_manager, centre, accepted, by):
    busy = accepted.supervisor
    busy.capacity = 1
    busy.save()
    there = make_application(centre, kind="offer", intake="January 2028", supervisor=busy)
    words = f"{busy} has 1 place for January 2028, and with this one 2 people."

    if by == "deferral":
        page = defer(as_manager, accepted)
    else:
        Application.objects.filter(pk=there.pk).update(supervisor=None)
        url = reverse("recruitment:application-assign", args=[there.pk])
        make_application(centre, kind="offer", intake="January 2028", supervisor=busy)
        form = as_manager.get(url).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields} | {"supervisor": busy.pk}
        page = as_manager.post(url, typed | {"seen": form.seen_now}, follow=True).content.decode()

    assert words in page


def said(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_a_deferral_makes_a_letter_with_the_new_first_day_and_keeps_the_one_that_was_sent(
    as_manager, accepted
):
    condition = {"gate": "final", "state": "met", "settled_on": "2026-11-02"}
    accepted.conditions.create(kind="degree", **condition)
    accepted.conditions.create(kind="visa")
    url = reverse("recruitment:offer-letter", args=[accepted.pk])
    before = said(as_manager, url)

    defer(as_manager, accepted, told="on")

    new, old = said(as_manager, url), said(as_manager, f"{url}?number=1")
    assert "1 September 2027" in before
    assert "September 2027" in old
    assert "January 2028" not in old
    assert "Letter of deferral" in new
    assert "You now start with January 2028" in new
    assert "10 January 2028" in new
    assert "takes the place of ours of" in new
    assert "Visa or work permit, before the first day" in new
    assert "Award of your degree" not in new
    # Neither says to answer by a day that has passed.
    assert "Please answer by" in old
    assert "Please answer by" not in new
    browser, page = opened(Message.objects.get(kind="offer-deferred"))
    theirs = browser.get(page).content.decode()
    assert "Award of your degree" not in theirs
    assert "Visa or work permit, before the first day" in theirs
    assert f"{page}letter/?number=1" in theirs


@needs_pango
def test_page_and_pdf_of_each_letter_say_the_same_whenever_the_pdf_is_drawn(as_manager, accepted):
    OfferLetter.objects.update(content=None, made_at=None)
    defer(as_manager, accepted, told="on")

    pdf = reverse("recruitment:offer-letter-pdf", args=[accepted.pk])
    for number, day in (("1", "1 September 2027"), ("2", "10 January 2028"), ("", "10 January")):
        answer = as_manager.get(f"{pdf}?number={number}")
        drawn = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert day in " ".join(drawn.split())
    browser, page = opened(Message.objects.get(kind="offer-deferred"))
    theirs = browser.get(f"{page}letter/")
    assert "10 January 2028" in " ".join(
        PdfReader(io.BytesIO(theirs.content)).pages[0].extract_text().split()
    )


def test_deferred_twice_the_last_letter_takes_the_place_of_the_one_before(as_manager, accepted):
    defer(as_manager, accepted)
    accepted.refresh_from_db()
    later = Intake.objects.get(track=accepted.application.track, name="May 2028")
    defer(as_manager, accepted, intake=later.pk, starts_on="2028-05-08")

    days = [dict(one.words["rows"])["First day"] for one in OfferLetter.objects.all()]
    assert days == ["1 September 2027", "10 January 2028", "8 May 2028"]


@pytest.fixture
def without_pango(monkeypatch):
    """Letters are read as pages."""
    monkeypatch.setattr(paper, "is_able", lambda: False)


def theirs(browser, page):
    """What the candidate reads: the page and the letter it opens."""
    return said(browser, page), said(browser, f"{page}letter/")


@pytest.mark.usefixtures("without_pango")
def test_the_page_of_the_candidate_tells_no_new_first_day_before_its_e_mail_is_released(
    as_manager, centre, manager, director
):
    one = make_application(centre, kind="decision", intake="September 2027")
    accepted = make_offer(one, by=manager, state="approved")
    for kind in ("visa", "fee"):
        accepted.conditions.create(kind=kind, gate="first_day", due_on="2027-08-01")
    actions.send(accepted, by=manager, told=True)
    actions.accept(accepted, by=manager)
    accepted.conditions.filter(kind="fee").update(state="met", settled_on="2026-11-02")
    accepted.refresh_from_db()
    browser, page = opened(Message.objects.get(kind="offer"))

    defer(as_manager, accepted)
    held, letter = theirs(browser, page)
    named = said(browser, f"{page}letter/?number=2")
    outbox.release([Message.objects.get(kind="offer-deferred").pk], by=manager)
    send_due.func()
    told, new = theirs(browser, page)

    for text in (held, letter, named):
        assert "1 September 2027" in text
        assert "2028" not in text
    assert "We will be in touch" in held
    assert "Visa or work permit, before the first day, by" in held
    assert "1 August 2027" in held
    assert "10 December 2027" not in held
    assert "Acceptance fee" not in held
    assert "number=1" not in held
    for text in (told, new):
        assert "10 January 2028" in text
    assert "10 December 2027" in told
    assert "number=1" in told


@pytest.mark.usefixtures("without_pango")
@pytest.mark.parametrize(
    ("tick", "day"), [({"told": "on"}, "10 January 2028"), ({}, "1 September 2027")]
)
def test_deferred_twice_the_page_of_the_candidate_keeps_to_what_they_were_told_last(
    as_manager, accepted, tick, day
):
    browser, page = opened(Message.objects.get(kind="offer"))
    defer(as_manager, accepted, **tick)
    accepted.refresh_from_db()
    later = Intake.objects.get(track=accepted.application.track, name="May 2028")
    defer(as_manager, accepted, intake=later.pk, starts_on="2028-05-08")

    for text in theirs(browser, page):
        assert day in text
        assert "May 2028" not in text
