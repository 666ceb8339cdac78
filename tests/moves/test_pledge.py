"""Who moves somebody to an offer reads what it would commit beyond the pledge, and may go on."""

import re
from datetime import date

import pytest
from django.urls import reverse

from centre.money.models import ExchangeRate
from recruitment.funding.months import first_of
from recruitment.funding.selectors import first_month
from recruitment.positions.models import Intake
from tests.factories import make_application, make_opening, make_supervisor, make_user, stage
from tests.measuring import cost

LATE = "September 2099"  # 4 of its 48 months fall before the pledge ends
IN_WORDS = (
    "From September 2099 an award of 48 months outlasts the pledge, which ends on 31 Dec 2099: "
    # 20 months at 18,470, 24 at 18,890 and a conference grant of 25,000, at 1.092 for one RMB.
    "44 months and RMB 776,337 lie beyond it, if the sponsor pays for all of them."
)


@pytest.fixture
def pledged(centre):
    centre.agreements.update(
        pledged_amount=30_000_000, pledged_currency="CNY", ends_on=date(2099, 12, 31)
    )
    doctoral = centre.tracks.get(kind="doctoral")
    Intake.objects.create(centre=centre, track=doctoral, name=LATE, starts_on=date(2099, 9, 1))
    return centre


def dialog(client, application, kind, **typed):
    data = {"stage": stage(application.centre, kind, track=application.track.kind).pk, **typed}
    url = reverse("recruitment:application-move", args=[application.pk])
    return words(client.get(url, data))


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def press(client, application, kind, **typed):
    data = {"stage": stage(application.centre, kind).pk, "version": application.version, **typed}
    url = reverse("recruitment:application-move", args=[application.pk])
    return client.post(url, data, headers={"HX-Request": "true"})


@pytest.mark.parametrize("kind", ["offer_approval", "offer"])
def test_before_an_offer_the_form_says_what_it_commits_beyond_the_pledge(as_manager, pledged, kind):
    mine = make_application(pledged, kind="decision", intake=LATE)

    assert IN_WORDS in dialog(as_manager, mine, kind)


def test_before_a_start_too_by_the_first_day_asked_for(as_manager, pledged):
    mine = make_application(pledged, kind="pre_start", intake=LATE)
    make_opening(mine)

    assert IN_WORDS in dialog(as_manager, mine, "started")

    refused = press(as_manager, mine, "started", starts_on="2099-12-01", opening="999999")

    assert refused.status_code == 422
    assert "From December 2099 an award of 48 months" in words(refused)
    assert "47 months and RMB" in words(refused)


def test_a_contract_of_a_postdoc_has_its_own_length_and_starts_next_month(as_manager, pledged):
    pledged.agreements.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    mine = make_application(pledged, kind="decision", track="postdoc")

    text = dialog(as_manager, mine, "offer")

    # 24 months at 36,500, all of them beyond.
    assert "an award of 24 months outlasts the pledge, which ends on 31 Dec 2020" in text
    assert "24 months and RMB 802,198 lie beyond it" in text


def test_it_never_bars_the_move_and_a_dragged_card_is_told_afterwards(as_manager, pledged):
    mine = make_application(pledged, kind="decision", intake=LATE)

    answer = press(as_manager, mine, "offer")

    mine.refresh_from_db()
    assert mine.stage.kind == "offer"
    assert (
        "moved to Offer out. 44 months of the award fall after the pledge ends on 31 Dec 2099"
        in words(answer)
    )


def test_an_offer_that_ends_in_time_gets_no_word(as_manager, pledged):
    mine = make_application(pledged, kind="decision", intake="September 2026")

    assert "pledge" not in dialog(as_manager, mine, "offer")
    assert "pledge" not in words(press(as_manager, mine, "offer"))


def test_the_last_month_of_the_pledge_is_within_it(as_manager, pledged):
    mine = make_application(pledged, kind="decision", intake=LATE)
    pledged.agreements.update(ends_on=date(2103, 8, 31))
    assert "pledge" not in dialog(as_manager, mine, "offer")

    pledged.agreements.update(ends_on=date(2103, 7, 31))
    assert "1 month and RMB 17,299 lie beyond it" in dialog(as_manager, mine, "offer")


def test_without_a_pledge_nothing_lies_beyond_it(as_manager, pledged):
    pledged.agreements.update(pledged_amount=None)
    mine = make_application(pledged, kind="decision", intake=LATE)

    assert "pledge" not in dialog(as_manager, mine, "offer")


def test_without_a_rate_the_months_are_named_and_no_amount_is_made_up(as_manager, pledged):
    ExchangeRate.objects.all().delete()
    mine = make_application(pledged, kind="decision", intake=LATE)

    assert "44 months and an amount that lacks a rate lie beyond it" in dialog(
        as_manager, mine, "offer"
    )


def test_a_supervisor_meets_no_amount(client, pledged):
    account = make_user("supervisor", pledged)
    mine = make_application(
        pledged,
        kind="review",
        intake=LATE,
        supervisor=make_supervisor(pledged, user=account),
    )
    client.force_login(account)

    assert "RMB" not in dialog(client, mine, "offer")


@pytest.mark.parametrize("kind", ["interview", "decision"])
def test_moves_that_promise_nothing_ask_nothing_of_the_money(
    as_manager, pledged, kind, django_assert_num_queries
):
    mine = make_application(pledged, kind="screen", intake=LATE)
    url = reverse("recruitment:application-move", args=[mine.pk])

    with_pledge = cost(as_manager, "get", url, {"stage": stage(pledged, kind).pk})
    pledged.agreements.all().delete()
    without = cost(as_manager, "get", url, {"stage": stage(pledged, kind).pk})

    assert with_pledge.statements == without.statements <= 5


def test_an_offer_takes_one_statement_more_than_another_move(as_manager, pledged):
    mine = make_application(pledged, kind="screen", intake=LATE)
    press(as_manager, mine, "review")  # warm
    url = reverse("recruitment:application-move", args=[mine.pk])
    taken = {}
    for version, kind in enumerate(("interview", "decision", "offer"), start=2):
        data = {"stage": stage(pledged, kind).pk, "version": version}
        taken[kind] = cost(as_manager, "post", url, data, headers={"HX-Request": "true"}).statements

    assert taken["offer"] == taken["decision"] + 1 <= 12


def test_an_award_begins_with_the_intake_and_next_month_once_that_is_over_or_rolling():
    today = date(2026, 11, 24)

    begins = [first_of(first_month(day, today)) for day in (date(2027, 9, 1), date(2026, 9, 1))]

    assert begins == [date(2027, 9, 1), date(2026, 12, 1)]
    assert first_of(first_month(None, today)) == date(2026, 12, 1)
