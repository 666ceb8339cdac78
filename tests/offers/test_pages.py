"""The pages of offers: what is typed, what is told, and whom they let do what."""

from datetime import date

import pytest
from django.urls import reverse

from centre.people.models import Supervisor
from recruitment.offers.forms import OfferForm
from recruitment.offers.models import Condition, Offer
from tests.factories import (
    make_application,
    make_decision,
    make_interview,
    make_offer,
    make_opening,
    make_started,
    make_supervisor,
)
from tests.measuring import cost

TERMS = {
    "pay": "stipend", "amount": "18470", "currency": "HKD", "months": "48",
    "starts_on": "2099-12-18", "expires_on": "2099-12-18", "expires_time": "23:59",
    "expires_zone": "Asia/Hong_Kong", "language": "en",
    "source_0": "sponsor", "part_0": "", "source_1": "university", "part_1": "4470",
}  # fmt: skip


@pytest.fixture
def one(centre):
    return make_application(centre, kind="decision", supervisor=make_supervisor(centre))


def fields(client, url):
    """What the form on that page carries unseen."""
    form = client.get(url).context["form"]
    return {"seen": form.seen_now} | {
        name: str(form[name].value()) for name in ("token",) if name in form.fields
    }


def test_an_offer_is_written_from_the_page_of_the_application_and_once(as_manager, one):
    page = as_manager.get(one.get_absolute_url()).content.decode()
    url = reverse("recruitment:offer-add", args=[one.pk])
    typed = {**TERMS, "supervisor": one.supervisor_id, **fields(as_manager, url)}

    answers = [as_manager.post(url, typed) for _n in range(2)]

    assert url in page
    offer = Offer.objects.get()
    assert [one.url for one in answers] == [offer.get_absolute_url()] * 2
    assert [(part.source, part.amount) for part in offer.parts.all()] == [
        ("sponsor", 14000),
        ("university", 4470),
    ]
    assert offer.get_absolute_url() in as_manager.get(one.get_absolute_url()).content.decode()


def test_the_source_the_committee_named_pays_unless_it_is_changed(as_manager, one):
    url = reverse("recruitment:offer-add", args=[one.pk])
    assert as_manager.get(url).context["form"]["source_0"].value() == ""

    one.decisions.create(
        met_on=date(2026, 11, 20),
        recommendation="offer",
        source="rgc",
        source_note="Fellowship 12",
    )
    form = as_manager.get(url).context["form"]

    assert (form["source_0"].value(), form["scheme_0"].value()) == ("rgc", "Fellowship 12")


def test_whoever_declared_a_conflict_does_not_meet_the_source_the_committee_named(
    as_manager, one, manager
):
    make_decision(one, source="rgc", source_note="Fellowship 12")
    make_interview(one, manager).panel.update(conflict="declared")

    form = as_manager.get(reverse("recruitment:offer-add", args=[one.pk])).context["form"]

    assert (form["source_0"].value(), form["scheme_0"].value()) == ("", "")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"part_0": "1"}, "HKD 4,471 a month, the offer to HKD 18,470"),
        ({"part_1": "20000"}, "HKD 20,000 a month"),
        ({"source_1": ""}, "Say who pays this"),
        ({"expires_on": "2020-01-01"}, "That day has passed"),
        ({"expires_zone": "Mars/Olympus"}, "is not a time zone"),
        ({"currency": "XXX"}, "currency"),
        ({"amount": "0"}, "amount"),
    ],
)
def test_terms_that_cannot_be_are_told_and_nothing_is_stored(as_manager, one, change, told):
    url = reverse("recruitment:offer-add", args=[one.pk])
    answer = as_manager.post(url, {**TERMS, "supervisor": one.supervisor_id, **change})

    assert answer.status_code == 422
    assert told in str(answer.context["form"].errors)
    assert not Offer.objects.exists()


def test_what_changed_since_the_version_before_stands_on_the_page(
    as_manager, one, manager, director
):
    offer = make_offer(one, by=manager, state="approved")
    url = reverse("recruitment:offer-edit", args=[offer.pk])
    typed = {
        **TERMS, "amount": "20000", "part_1": "6000", "supervisor": one.supervisor_id,
        **fields(as_manager, url),
    }  # fmt: skip

    page = as_manager.post(url, typed, follow=True).context

    now = {line.label: (line.value, line.before) for line in page["terms"] if line.differs}
    assert page["offer"].number == 2
    assert now["A month"] == ("HKD 20,000", "HKD 18,470")
    assert now["Who pays"] == (
        "Sponsor, HKD 14,000; University, HKD 6,000",
        "Sponsor, HKD 18,470",
    )
    assert "Months" not in now


def test_whoever_wrote_an_offer_is_refused_its_approval_and_told_so_on_the_page(
    client, one, manager, director, centre
):
    offer = make_offer(one, by=manager, state="in_approval")
    offer.writers.add(director)
    client.force_login(director)

    page = client.get(offer.get_absolute_url()).content.decode()
    url = reverse("recruitment:offer-do", args=[offer.pk, "approve"])
    answer = client.post(url, {"version": offer.revision, "note": ""})

    assert "You wrote this offer, so someone else must approve it." in page
    assert answer.status_code == 403
    assert Offer.objects.get().state == "in_approval"


def test_a_step_of_somebody_who_saw_an_older_state_is_refused(as_manager, one, manager, director):
    offer = make_offer(one, by=manager, state="approved")
    url = reverse("recruitment:offer-do", args=[offer.pk, "send"])

    page = as_manager.post(url, {"version": 1, "note": ""}, follow=True).content.decode()

    assert "by now. Reload the page." in page
    assert Offer.objects.get().state == "approved"


def test_over_offering_is_allowed_and_told_with_seats_and_money(as_manager, centre, manager, one):
    make_opening(one)
    other = make_application(centre, kind="decision")
    first = make_offer(one, by=manager)
    assert not as_manager.get(first.get_absolute_url()).context["warnings"]
    Offer.objects.filter(pk=first.pk).update(state="in_approval", revision=1)

    second = make_offer(other, by=manager)
    (words,) = as_manager.get(second.get_absolute_url()).context["warnings"]

    assert "has 1 free seat, and offers promise 2 with this one" in words
    assert "HKD 886,560" in words


def test_an_offer_beyond_the_places_of_its_supervisor_is_told(as_manager, centre, manager, one):
    Supervisor.objects.update(capacity=1)
    make_opening(one)
    offer = make_offer(one, by=manager)
    assert not as_manager.get(offer.get_absolute_url()).context["warnings"]
    make_started(centre, intake=one.intake.name, supervisor=one.supervisor)

    (words,) = as_manager.get(offer.get_absolute_url()).context["warnings"]

    assert words == (f"{one.supervisor} has 1 place for {one.intake}, and with this one 2 people.")


@pytest.mark.parametrize(("day", "told"), [(date(2027, 5, 31), True), (date(2027, 6, 1), False)])
def test_a_first_day_more_than_a_quarter_before_its_intake_is_told(
    as_manager, centre, manager, one, day, told
):
    make_opening(one)
    type(one.intake).objects.filter(pk=one.intake_id).update(starts_on=date(2027, 9, 1))
    offer = make_offer(one, by=manager, starts_on=day)

    words = as_manager.get(offer.get_absolute_url()).context["warnings"]

    what = "The first day, 31 May 2027, is long before the intake January 2025, which begins "
    assert words == ([f"{what}1 Sep 2027."] if told else [])


def test_months_after_the_pledge_are_told_with_what_the_sponsor_pays_of_them(
    as_manager, centre, manager, one
):
    make_opening(one)
    centre.agreements.update(pledged_amount=30_000_000, pledged_currency="CNY")
    offer = make_offer(one, by=manager)  # September 2027 to August 2031; the pledge: 2029

    (words,) = as_manager.get(offer.get_absolute_url()).context["warnings"]

    assert words.startswith("20 months of this offer, HKD 369,400 from the sponsor, fall after")


def test_a_condition_is_added_once_and_dated_when_it_is_met(as_manager, one, manager):
    offer = make_offer(one, by=manager)
    url = reverse("recruitment:condition-add", args=[offer.pk])
    typed = {
        "kind": "visa", "gate": "first_day", "state": "open", "due_on": "2027-08-01",
        **fields(as_manager, url),
    }  # fmt: skip
    for _n in range(2):
        as_manager.post(url, typed)
    (row,) = Condition.objects.all()

    as_manager.post(
        reverse("recruitment:condition-edit", args=[row.pk]), {**typed, "seen": "", "state": "met"}
    )

    row.refresh_from_db()
    assert (row.state, row.settled_on) == ("met", one.centre.today())


def test_the_list_costs_the_same_for_one_offer_and_for_many(as_manager, centre, manager):
    url = reverse("recruitment:offers")
    make_offer(make_application(centre, kind="decision"), by=manager)
    before = cost(as_manager, "get", url)
    for _n in range(4):
        offer = make_offer(make_application(centre, kind="decision"), by=manager)
        Condition.objects.create(offer=offer, kind="fee")

    assert cost(as_manager, "get", url).statements == before.statements
    assert as_manager.get(url).context["views"][0][2] == 5


def test_who_approves_is_set_up_in_settings(as_manager, centre, director, manager):
    page = as_manager.get(reverse("recruitment:settings-section", args=["approval"]))
    url = reverse("recruitment:settings-row-add", args=["approval"])
    typed = {"name": "Board", "position": 1, "members": [director.pk]}

    told = as_manager.post(url, {**typed, "needed": 2})
    as_manager.post(url, {**typed, "needed": 1})

    assert "Without a group one director does." in page.content.decode()
    assert "More approvals than people" in str(told.context["form"].errors)
    (group,) = centre.approval_groups.all()
    assert list(group.members.all()) == [director]


def test_the_dashboard_counts_offers_that_are_open_not_those_that_lapsed(
    as_manager, centre, manager, director
):
    rows = [make_application(centre, kind="decision") for _n in range(3)]
    offers = [make_offer(one, by=manager, state="sent") for one in rows]
    Offer.objects.filter(pk=offers[0].pk).update(state="lapsed")
    unwritten = make_application(centre, kind="offer")

    page = as_manager.get(reverse("recruitment:dashboard"))

    (tile,) = [one for one in page.context["tiles"] if one.label == "Offers open"]
    assert (tile.value, tile.context) == ("3", "1 more lapsed or was rescinded")
    listed = {row.application for row in as_manager.get(tile.href).context["page"].listing.rows}
    assert listed == {rows[1], rows[2], unwritten}


def test_an_acceptance_by_phone_says_that_the_supervisor_has_more_people_than_places(
    as_manager, centre, manager, director, one
):
    Supervisor.objects.update(capacity=1)
    make_opening(one)
    offer = make_offer(one, by=manager, state="sent")
    make_started(centre, intake=one.intake.name, supervisor=one.supervisor)
    words = f"{one.supervisor} has 1 place for {one.intake}, and with this one 2 people."
    url = reverse("recruitment:offer-do", args=[offer.pk, "accept"])
    assert as_manager.get(offer.get_absolute_url()).context["warnings"] == [words]

    seen = as_manager.get(url).context["form"].initial["version"]
    answer = as_manager.post(url, {"version": seen, "note": "By phone"}, follow=True)

    assert [str(told) for told in answer.context["messages"]] == [f"Accepted. {words}"]
    assert answer.context["warnings"] == [words]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_on": "1990-01-01"}, "That day has passed. Choose one to come."),
        ({"starts_on": "2027-01-05", "expires_on": "2027-02-20"}, "after the first day"),
        ({"starts_on": "2027-02-20", "expires_on": "2027-02-20"}, ""),
    ],
    ids=["long ago", "answered after it began", "answered on the day"],
)
def test_nobody_starts_in_the_past_or_before_they_need_answer(typed, words, centre, manager):
    offer = make_offer(make_application(centre, kind="decision"), by=manager)
    form = OfferForm(instance=offer, parts=offer.parts.all())
    shown = {name: form[name].value() or "" for name in form.fields}

    form = OfferForm({**shown, **typed}, instance=offer, parts=offer.parts.all())

    assert words in str(form.errors)
    assert form.is_valid() is not bool(words)
