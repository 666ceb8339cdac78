"""Who is tied to a candidate, and who may sit on a panel once a scorecard is in."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from centre.web.refusal import Refused
from recruitment.assessment import scoring
from recruitment.assessment.invitations import invite
from recruitment.assessment.models import Interview
from recruitment.assessment.scorecards import Scorecard
from recruitment.pipeline.models import Application
from tests.assessment.panels import SECRET, edit, page, seat
from tests.factories import (
    give_scorecard,
    make_application,
    make_decision,
    make_interview,
    make_supervisor,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(centre):
    return [make_user("panel", centre, name=name) for name in ("Ann One", "Ben Two")]


@pytest.fixture
def interview(centre, panel):
    later = timezone.now() + timedelta(days=2)
    return make_interview(make_application(centre), *panel, due_at=later)


def test_whoever_declared_a_conflict_stays_on_record_when_another_takes_their_place(
    interview, panel, client
):
    manager, other = make_user("manager", interview.centre), make_user("panel", interview.centre)
    scoring.declare(seat(interview, panel[0]), "declared", "We wrote a paper together")

    told = edit(client, manager, interview, [panel[1], other])

    assert set(interview.panel.values_list("user", flat=True)) == {
        one.pk for one in (*panel, other)
    }
    assert "Conflict of interest declared" in told
    client.force_login(panel[0])
    person = interview.application.candidate
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_declared_conflict_is_not_taken_back_by_whoever_declared_it(interview, panel, client):
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"
    client.post(f"{url}conflict/", {"conflict": "declared", "note": "My brother"})

    told = client.post(f"{url}conflict/", {"conflict": "none"}, follow=True).text

    assert "Ask the office" in told
    assert "Does anything tie you" not in client.get(url).text
    member = seat(interview, panel[0])
    assert (member.conflict, member.conflict_note) == ("declared", "My brother")


@pytest.fixture
def director(interview):
    return make_user("director", interview.centre, name="Prof Director")


def test_a_due_day_in_the_past_opens_no_scorecard(interview, panel, director, client):
    give_scorecard(seat(interview, panel[0]), why=SECRET)

    told = edit(client, director, interview, panel, due_on="2026-11-25")

    assert "A scorecard is missing" in told
    assert SECRET not in told
    assert Interview.objects.get().due_at == interview.due_at


def test_a_member_whose_card_is_missing_is_not_taken_off_so_that_the_rest_opens(
    interview, panel, director, client
):
    third = make_user("panel", interview.centre, name="Cleo Three")
    interview.panel.create(user=third)
    for user in panel:
        give_scorecard(seat(interview, user), why=SECRET)

    told = edit(client, director, interview, panel)

    assert "so Cleo Three stays on the panel until theirs is" in told
    assert SECRET not in page(client, director, interview)
    assert interview.panel.count() == 3


def test_nobody_leaves_the_panel_to_read_and_comes_back_to_score(
    interview, panel, director, client
):
    interview.panel.create(user=director)
    for user in panel:
        give_scorecard(seat(interview, user), why=SECRET)

    told = edit(client, director, interview, panel)

    assert "so Prof Director stays on the panel" in told
    assert SECRET not in page(client, director, interview)


def test_whoever_may_have_read_a_scorecard_does_not_join_the_panel(
    interview, panel, director, client
):
    manager = make_user("manager", interview.centre)
    for user in panel:
        give_scorecard(seat(interview, user), why=SECRET)

    told = edit(client, manager, interview, [*panel, director])

    assert "Prof Director may have read it" in told
    assert interview.panel.count() == 2


def test_before_a_scorecard_is_in_the_panel_is_chosen_freely(interview, panel, director, client):
    manager, other = make_user("manager", interview.centre), make_user("panel", interview.centre)

    edit(client, manager, interview, [other, director])

    assert set(interview.panel.values_list("user", flat=True)) == {other.pk, director.pk}


@pytest.mark.parametrize("role", ["director", "manager"])
def test_a_conflict_declared_on_one_panel_seals_every_panel_of_that_candidate(
    interview, panel, client, role
):
    reader = make_user(role, interview.centre)
    make_interview(interview.application, reader).panel.update(conflict="declared")
    for user in panel:
        give_scorecard(seat(interview, user), why=SECRET)

    told = page(client, reader, interview)

    assert SECRET not in told
    assert "You declared a conflict of interest." in told
    person = interview.application.candidate
    assert SECRET not in client.get(f"{person.get_absolute_url()}?tab=scorecards").text
    client.post(f"{interview.get_absolute_url()}scorecards/open/")
    assert Interview.objects.get(pk=interview.pk).opened_at is None


def test_a_conflict_declared_on_one_panel_is_ones_answer_on_the_next(interview, panel, client):
    make_interview(interview.application, panel[0]).panel.update(conflict="declared")
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"
    client.post(f"{url}conflict/", {"conflict": "none"})

    told = client.post(url, {"seen": 0, "overall": "4", "do": "save"}).text

    assert "this file is closed to you" in told
    assert not Scorecard.objects.filter(overall=4).exists()


def take_back(client, user, member, reason="The paper was by a namesake"):
    client.force_login(user)
    url = f"{member.interview.get_absolute_url()}panel/{member.pk}/take-back/"
    return client.post(url, {"reason": reason}, follow=True).text


def test_the_office_takes_back_a_conflict_declared_by_mistake_and_the_log_says_why(
    interview, panel, client
):
    manager = make_user("manager", interview.centre)
    again = make_interview(interview.application, panel[0])
    for each in (interview, again):
        each.panel.filter(user=panel[0]).update(conflict="declared", conflict_note="A paper")
    member = seat(interview, panel[0])
    assert "Take back" in page(client, manager, interview)

    told = take_back(client, manager, member)

    assert "Ann One is asked anew." in told
    said = [seat(each, panel[0]).conflict for each in (interview, again)]
    assert said == ["", ""]
    client.force_login(panel[0])
    assert client.get(interview.application.candidate.get_absolute_url()).status_code == 200
    entry = LogEntry.objects.get_for_object(member).latest("pk")
    assert entry.actor == manager
    assert entry.changes["why it was taken back"] == ["", "The paper was by a namesake"]


def test_whoever_declared_it_does_not_take_it_back_nor_does_anybody_without_a_reason(
    interview, panel, client
):
    manager, other = (make_user("manager", interview.centre) for _n in range(2))
    interview.panel.create(user=manager, conflict="declared")
    member = seat(interview, manager)

    own = take_back(client, manager, member)
    without = take_back(client, other, member, reason="")

    assert "someone else takes it back" in own
    assert "This field is required" in without
    assert seat(interview, manager).conflict == "declared"


@pytest.mark.parametrize("tie", ["supervises", "declared"])
def test_a_director_who_is_tied_meets_neither_scorecards_nor_decision(
    interview, panel, client, director, tie
):
    one = interview.application
    decision = make_decision(one, reasons=SECRET)
    for user in panel:
        give_scorecard(seat(interview, user), why=SECRET)
    before = page(client, director, interview)
    if tie == "supervises":
        one.supervisor = make_supervisor(one.centre, user=director)
        one.save()
    else:
        make_interview(one, director).panel.update(conflict="declared")

    after = page(client, director, interview)
    statuses = [
        client.get(url).status_code
        for url in (decision.get_absolute_url(), f"{decision.get_absolute_url()}minutes.pdf")
    ]
    recording = client.get(f"{one.get_absolute_url()}decisions/add/", follow=True).text

    assert (SECRET in before, SECRET in after, statuses) == (True, False, [404, 404])
    assert SECRET not in client.get(f"{one.candidate.get_absolute_url()}?tab=scorecards").text
    assert "someone else records what the committee decided" in recording
    client.post(f"{interview.get_absolute_url()}scorecards/open/")
    assert Interview.objects.get(pk=interview.pk).opened_at is None


def test_the_office_reads_what_ties_a_member_and_that_the_panel_has_one_judge_left(
    interview, panel, client
):
    manager = make_user("manager", interview.centre)
    scoring.declare(seat(interview, panel[0]), "declared", "My cousin")
    Application.objects.update(owner=manager)
    Interview.objects.update(starts_at=timezone.now() + timedelta(days=1))

    office = page(client, manager, interview)
    tasks = client.get("/tasks/").text
    member = page(client, panel[1], interview)
    interview.panel.create(user=make_user("panel", interview.centre))
    mended = page(client, manager, interview) + client.get("/tasks/").text

    assert "My cousin" in office
    assert "1 member of this panel may judge" in office
    assert "Sealed until it is in" in office
    assert "The panel of the interview needs another member" in tasks
    assert "My cousin" not in member
    assert "may judge" not in member + mended
    assert "needs another member" not in mended


def test_a_conflict_declared_while_the_interview_was_changed_counts_its_calendar_on(
    interview, panel
):
    later = timezone.now() + timedelta(days=1)
    Interview.objects.update(starts_at=later)
    invite(Interview.objects.get(), by=None)
    member = seat(interview, panel[0])
    Interview.objects.update(sequence=4)

    scoring.declare(member, "declared", "My cousin")

    assert Interview.objects.get().sequence == 5


def test_whoever_was_taken_off_the_panel_meanwhile_reads_that_and_declares_nothing(
    interview, panel
):
    member = seat(interview, panel[0])
    interview.panel.filter(user=panel[0]).delete()

    with pytest.raises(Refused, match="not on this panel any more"):
        scoring.declare(member, "declared", "My cousin")
