"""What waits because of a panel, an offer, a document or a referee, for whose it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from centre.links.models import PrivateLink
from recruitment.documents.models import Requirement
from recruitment.messages.models import Message
from recruitment.messages.models import State as Sending
from recruitment.moves.gate import Ask, take
from recruitment.offers import actions, approvals, mail
from recruitment.offers.models import ApprovalGroup, Condition, Offer
from recruitment.pipeline.models import Stage
from recruitment.tasks.derived import letters, offers
from tests.factories import (
    give_scorecard,
    make_application,
    make_candidate,
    make_document,
    make_interview,
    make_offer,
    make_referee,
    make_supervisor,
    make_user,
    reason,
)
from tests.measuring import cost, machine_steps

NOW = datetime(2026, 10, 7, 2, tzinfo=UTC)  # a Wednesday
TODAY = date(2026, 10, 7)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def li(centre, manager):
    """The application of Li Zihan, at a stage without a limit, which the manager looks after."""
    Stage.objects.update(limit_days=None)
    Requirement.objects.all().delete()
    person = make_candidate(centre, full_name="Li Zihan")
    return make_application(
        centre, candidate=person, kind="interview", owner=manager, at=NOW - timedelta(days=1)
    )


def waits(user):
    client = Client()
    client.force_login(user)
    groups = client.get("/tasks/").context["waits"].groups
    return [(heading, one.what, one.name) for _key, heading, rows in groups for one in rows]


def test_a_scorecard_waits_for_its_member_until_it_is_in(centre, li, director):
    seated = make_user("panel", centre)
    due = NOW + timedelta(days=2)
    interview = make_interview(li, seated, director, at=NOW, due_at=due)
    line = ("This week", "Fill in your scorecard", "Li Zihan")
    assert waits(seated) == [line]
    assert line in waits(director)

    give_scorecard(interview.panel.get(user=seated))

    assert waits(seated) == []


def test_an_interview_ahead_is_prepared_for_and_its_scorecard_due_once_it_began(centre, li):
    seated = make_user("panel", centre)
    soon = make_interview(li, seated, at=NOW + timedelta(days=2))
    make_interview(li, seated, at=NOW + timedelta(days=8))
    assert waits(seated) == [("This week", "Prepare for the interview at 10:00", "Li Zihan")]

    soon.starts_at = NOW - timedelta(minutes=1)
    soon.save()

    assert waits(seated)[0] == ("Today", "Fill in your scorecard", "Li Zihan")


def test_a_condition_waits_a_month_before_its_day(centre, li, manager, director):
    offer = make_offer(li, by=manager, state="accepted")
    for days in (30, 31):
        Condition.objects.create(offer=offer, kind="visa", due_on=TODAY + timedelta(days=days))

    assert waits(manager) == [("Later", "Condition: Visa or work permit", "Li Zihan")]


def test_a_refused_condition_waits_until_it_is_tried_again_or_the_application_closed(
    as_manager, centre, li, manager, director
):
    offer = make_offer(li, by=manager, state="accepted")
    visa = Condition.objects.create(offer=offer, kind="visa", state="refused", settled_on=TODAY)
    line = ("Today", "Refused: Visa or work permit. Close, or try again", "Li Zihan")

    told = as_manager.get(offer.get_absolute_url()).content.decode()

    assert waits(manager) == [line]
    assert "A condition was refused" in told
    assert "set the condition under way again" in told
    visa.state, visa.settled_on = "under_way", None
    visa.save()
    assert waits(manager) == []
    assert "was refused" not in as_manager.get(offer.get_absolute_url()).content.decode()


def test_in_anonymous_review_a_scorecard_is_due_for_a_number(centre, li):
    seated = make_user("panel", centre)
    make_interview(li, seated, at=NOW)
    Stage.objects.filter(pk=li.stage_id).update(is_anonymous=True)

    assert waits(seated) == [("Today", "Fill in your scorecard", f"Candidate {li.pk}")]


def test_no_scorecard_waits_after_a_conflict_of_interest_or_a_close(centre, li, manager):
    tied, seated = make_user("panel", centre), make_user("panel", centre)
    interview = make_interview(li, tied, seated, at=NOW)
    interview.panel.filter(user=tied).update(conflict="declared")
    assert waits(tied) == []

    take(li, Ask("close", reason=reason(centre, "weaker")), actor=manager)

    assert waits(seated) == []


def test_an_offer_waits_for_whose_turn_it_is_and_not_for_who_wrote_it(
    centre, li, manager, director
):
    make_offer(li, by=manager, state="in_approval")

    assert waits(director) == [("Today", "Approve the offer", "Li Zihan")]
    assert waits(manager) == []


def test_an_offer_waits_for_exactly_those_whose_approval_its_page_takes(centre, li, manager):
    """Three directors of two groups; who is tied in the chain counts for whoever is asked first."""
    first, both, tied = (make_user("director", centre) for _n in range(3))
    for position, members in enumerate([(first, both), (both, tied)], start=1):
        group = ApprovalGroup.objects.create(
            centre=centre, name=f"Group {position}", position=position
        )
        group.members.set(members)
    offer = make_offer(li, by=manager, state="in_approval")
    assert [bool(waits(one)) for one in (first, both, tied)] == [True, True, False]

    make_interview(li, tied, at=NOW).panel.update(conflict="declared")

    # The one who is left for the second group is wanted there, by the list as by the offer.
    by_list = [
        any(what == "Approve the offer" for _day, what, _name in waits(one))
        for one in (first, both, tied)
    ]
    by_offer = [
        not approvals.refusal(offer, one, list(offer.events.all())) for one in (first, both, tied)
    ]
    assert by_list == by_offer == [True, False, False]


def test_see_them_all_leads_to_the_offers_that_wait(centre, li, manager, director):
    offer = make_offer(li, by=manager, state="in_approval")
    client = Client()
    client.force_login(director)

    url = offers(director, centre, NOW, most=1)[0].url

    assert [row.offer for row in client.get(url).context["rows"]] == [offer]
    assert client.get(url).context["view"] == "approval"


def test_an_offer_that_lapses_soon_and_its_condition_wait_for_who_looks_after_it(
    centre, li, manager, director
):
    offer = make_offer(li, by=manager, state="sent", expires_on=TODAY + timedelta(days=3))
    Condition.objects.create(offer=offer, kind="visa", due_on=TODAY)

    assert waits(manager) == [
        ("Today", "Condition: Visa or work permit", "Li Zihan"),
        ("This week", "The offer lapses without an answer", "Li Zihan"),
    ]
    assert waits(director) == []


@pytest.mark.parametrize("state", [*Sending.values, "expired link", "new link"])
def test_an_offer_the_candidate_does_not_know_of_waits_while_its_page_says_so(
    li, manager, director, state
):
    offer = make_offer(li, by=manager, state="approved", expires_on=TODAY + timedelta(days=60))
    actions.send(offer, by=manager, told=False)
    what = "The candidate is not told of the offer, and the time to answer runs"
    assert waits(manager) == [("Today", what, "Li Zihan")]
    assert waits(director) == []

    if state == "new link":
        Message.objects.update(state="failed")
        mail.send_new_link(offer, by=manager)
    elif state == "expired link":
        mail.renew(PrivateLink.objects.get())
    else:
        Message.objects.update(state=state)

    assert bool(mail.untold(offer)) == (state in ("held", "failed", "expired link"))
    assert bool(waits(manager)) == bool(mail.untold(offer))


def test_an_offer_that_ended_waits_for_another_or_for_the_application_to_be_closed(
    centre, li, manager, director
):
    offer = make_offer(li, by=manager, state="sent")
    actions.rescind(offer, by=manager, note="Funds")
    made = "The offer was rescinded. Make another, or close the application"
    assert ("Today", made, "Li Zihan") in waits(manager)
    assert waits(director) == []
    client = Client()
    client.force_login(manager)
    assert "Make another offer on the page of the" in client.get(offer.get_absolute_url()).text

    make_offer(li, by=manager)
    assert made not in str(waits(manager))
    Offer.objects.filter(state="draft").update(state="lapsed")
    assert "The offer lapsed. Make another" in str(waits(manager))

    li.refresh_from_db()
    take(li, Ask("close", reason=reason(centre, "weaker")), actor=manager)
    assert waits(manager) == []


def test_a_document_the_stage_asks_for_waits_until_it_is_there_and_has_not_run_out(
    centre, li, manager
):
    kinds = {one.name: one for one in centre.document_kinds.all()}
    for name, since in (("Transcript", "applied"), ("CV", "offer")):
        Requirement.objects.create(
            centre=centre, track=li.track, kind=kinds[name], from_stage=since
        )
    missing = [("Today", "1 document is missing", "Li Zihan")]
    assert waits(manager) == missing

    paper = make_document(li.candidate, "Transcript")
    assert waits(manager) == []

    paper.versions.update(valid_until=TODAY - timedelta(days=1))
    assert waits(manager) == missing


@pytest.mark.parametrize(
    ("limit", "line"),  # in days, of a stage entered yesterday
    [
        (9, None),
        (8, ("Later", "1 document is missing", "")),
        (4, ("This week", "Move on from Panel interview", "1 document is missing · ")),
        (0, ("Overdue", "Move on from Panel interview", "1 document is missing · ")),
    ],
)
def test_what_is_missing_waits_a_week_before_the_limit_and_the_step_itself_three_days(
    centre, li, manager, limit, line
):
    Stage.objects.filter(pk=li.stage_id).update(limit_days=limit, name="Panel interview")
    kind = centre.document_kinds.get(name="Transcript")
    Requirement.objects.create(centre=centre, track=li.track, kind=kind, from_stage="applied")
    client = Client()
    client.force_login(manager)

    groups = client.get("/tasks/").context["waits"].groups

    assert [(heading, one.what, one.detail) for _key, heading, rows in groups for one in rows] == (
        [(*line[:2], f"{line[2]}{li.position}, {li.intake}")] if line else []
    )


def test_a_limit_is_reckoned_by_the_days_of_the_time_zone_the_centre_has_now(centre, li, manager):
    Stage.objects.filter(pk=li.stage_id).update(limit_days=4)
    # Another came today, at one in the morning; Li yesterday.
    make_application(centre, kind="interview", owner=manager, at=NOW - timedelta(hours=9))
    assert len(waits(manager)) == 1

    here = type(centre).objects.filter(pk=centre.pk)
    here.update(time_zone="Asia/Kolkata")
    then = waits(manager)
    here.update(time_zone=centre.time_zone)  # by which the figures are kept

    assert len(then) == 2


def test_a_letter_that_is_late_waits_with_the_name_of_the_referee(centre, li, manager):
    late = {"state": "requested", "due_on": TODAY - timedelta(days=1)}
    make_referee(li, name="Dr Holm", **late)
    make_referee(li, name="Dr Vale", due_on=TODAY - timedelta(days=1))  # nobody asked them

    assert waits(manager) == [("Overdue", "The letter of Dr Holm has not come", "Li Zihan")]


def test_a_letter_that_will_not_come_waits_until_another_referee_is_named(centre, li, manager):
    type(li.track).objects.update(referees_wanted=2)
    make_referee(li, name="Dr Holm", state="declined", due_on=TODAY + timedelta(days=9))
    make_referee(li, name="Dr Vale", due_on=TODAY + timedelta(days=9))
    what = "Dr Holm writes no letter: another referee is needed"

    before = waits(manager)
    make_referee(li, name="Dr Ross", due_on=TODAY + timedelta(days=9))

    assert before == [("Today", what, "Li Zihan")]
    assert waits(manager) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts SQLite's own steps")
def test_letters_that_came_are_not_looked_through_for_those_that_did_not(centre, li, manager):
    def with_more(many):
        for _ in range(many):
            one = make_application(centre, owner=manager, kind="interview")
            make_referee(one, letter="Recommended")
        return machine_steps(lambda: letters(manager, centre, TODAY, 50))

    with_more(2)  # the first time it is compiled
    few = with_more(4)

    assert with_more(24) == few


def test_a_waived_referee_stands_not_for_one_who_declined(centre, li, manager):
    type(li.track).objects.update(referees_wanted=2)
    for name, state in [("Dr Holm", "waived"), ("Dr Vale", "requested"), ("Dr Ross", "declined")]:
        make_referee(li, name=name, state=state, due_on=TODAY + timedelta(days=9))

    what = "Dr Ross writes no letter: another referee is needed"
    assert waits(manager) == [("Today", what, "Li Zihan")]


def test_a_supervisor_moves_on_what_nobody_owns_and_sees_no_office_paper(centre, li):
    user = make_user("supervisor", centre)
    one = make_application(
        centre, supervisor=make_supervisor(centre, user=user), at=NOW - timedelta(days=1)
    )
    kind = centre.document_kinds.get(name="Passport or identity")
    Requirement.objects.create(centre=centre, track=one.track, kind=kind, from_stage="applied")
    make_referee(one, name="Dr Holm", state="requested", due_on=TODAY - timedelta(days=1))

    assert [what for _heading, what, _name in waits(user)] == ["The letter of Dr Holm has not come"]


def test_much_that_waits_costs_the_statements_of_one(as_manager, centre, li, manager, director):
    kind = centre.document_kinds.get(name="Transcript")
    Requirement.objects.create(centre=centre, track=li.track, kind=kind, from_stage="applied")

    writer = make_user("manager", centre)

    def one_more():
        one = make_application(centre, kind="interview", owner=manager)
        make_interview(one, manager, at=NOW)
        make_referee(one, state="requested", due_on=date(2026, 10, 1))
        offer = make_offer(one, by=writer, state="in_approval")
        Condition.objects.create(offer=offer, kind="visa", due_on=TODAY)
        other = make_application(centre, kind="interview", owner=manager)
        sent = make_offer(other, by=manager, state="sent", expires_on=TODAY)
        Condition.objects.create(offer=sent, kind="visa", due_on=TODAY)
        as_manager.get("/tasks/")
        return cost(as_manager, "get", "/tasks/").statements

    assert one_more() == one_more() <= 15
