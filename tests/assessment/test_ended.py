"""An interview of an application that ended is called off by the office, and one that was held is
neither called off nor asked to."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centre.web.refusal import Refused
from recruitment.assessment import choosing, scoring
from recruitment.assessment.decisions import Decision
from recruitment.assessment.invitations import invite
from recruitment.assessment.models import Interview
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, take
from recruitment.referees.models import RefereeReport
from tests.factories import (
    give_scorecard,
    make_application,
    make_candidate,
    make_interview,
    make_referee,
    make_user,
    reason,
)

pytestmark = pytest.mark.django_db
TO_CANCEL = "Cancel the interview: the application ended"


@pytest.fixture
def panel(centre):
    return [make_user("panel", centre, name=name) for name in ("Ann One", "Ben Two")]


@pytest.fixture
def application(centre, manager):
    person = make_candidate(centre, full_name="Liu Yat-Fung", email="liu@example.org")
    return make_application(centre, candidate=person, kind="interview", owner=manager)


def ahead(application, panel, **fields):
    at = timezone.now() + timedelta(days=2)
    return make_interview(application, *panel, **{"at": at, "due_at": at, **fields})


def held(application, panel):
    at = timezone.now() - timedelta(days=2)
    return make_interview(application, *panel, at=at, due_at=at)


def end(application, by):
    take(application, Ask("close", reason=reason(application.centre, "interview")), actor=by)


def read_by(user, url):
    client = Client()
    client.force_login(user)
    return client.get(url).text


def typed(centre, panel, at, **more):
    here = at.astimezone(centre.zone)
    return {
        "on": f"{here:%Y-%m-%d}", "at": f"{here:%H:%M}", "minutes": "45", "tell": "on",
        "panel": [user.pk for user in panel], "token": uuid4(), **more,
    }  # fmt: skip


def test_who_closes_an_application_reads_of_the_interview_to_come_and_cancels_it(
    as_manager, manager, application, panel
):
    interview = ahead(application, panel)
    url, at = interview.get_absolute_url(), interview.starts_at.astimezone(application.centre.zone)

    asked = as_manager.get(reverse("recruitment:application-close", args=[application.pk])).text
    due = read_by(panel[0], "/interviews/?on=" + f"{at:%Y-%m-%d}")
    end(application, manager)
    waits = as_manager.get("/tasks/").text
    page, read = as_manager.get(url).text, read_by(panel[0], url)
    listed = read_by(panel[0], "/interviews/?on=" + f"{at:%Y-%m-%d}")
    as_manager.post(f"{url}cancel/", {"tell": "on"})

    assert f"{at:%H:%M}. Closing does not cancel it" in asked
    assert "Your scorecard: by" in due
    assert TO_CANCEL in waits
    assert "still in the calendars of candidate and panel" in page
    assert f'href="{url}edit/"' not in page
    assert page.count(f'href="{url}cancel/"') == 1
    assert "there is nobody to interview" in read
    assert "Your scorecard" not in read + listed
    assert "Application ended" in listed
    assert TO_CANCEL not in as_manager.get("/tasks/").text
    assert Message.objects.filter(subject__contains="ancelled").count() == 3


def test_nobody_is_hurried_to_judge_whom_they_have_not_met(application, panel):
    interview = ahead(application, panel)
    url, member = interview.get_absolute_url(), interview.panel.get(user=panel[0])
    member.conflict = "none"
    member.save()

    before, card = read_by(panel[0], url), read_by(panel[0], f"{url}scorecard/")
    met = timezone.now() - timedelta(hours=1)
    Interview.objects.update(starts_at=met)
    after, card_then = read_by(panel[0], url), read_by(panel[0], f"{url}scorecard/")

    assert "Your scorecard: by" in before
    assert "Your scorecard is due" not in before
    assert 'value="give" disabled aria-describedby="waits"' in card
    assert "Your scorecard is due" in after
    assert 'value="give">' in card_then


def test_an_end_that_is_undone_finds_its_interview_as_it_was(
    as_manager, manager, application, panel
):
    interview = ahead(application, panel)
    url = interview.get_absolute_url()
    before = read_by(panel[0], url)
    end(application, manager)
    ended = read_by(panel[0], url)

    take(application, Ask("undo"), actor=manager)

    assert "Your scorecard: by" in before
    assert "Your scorecard: by" not in ended
    assert "Your scorecard: by" in read_by(panel[0], url)
    assert TO_CANCEL not in as_manager.get("/tasks/").text
    assert not Message.objects.exists()


def test_of_many_that_are_closed_together_it_is_said_how_many_interviews_are_to_come(
    as_manager, application, panel
):
    other = make_application(application.centre, kind="interview")
    for one in (application, other):
        ahead(one, panel)
    held(other, panel)
    ahead(other, panel, cancelled_at=timezone.now())

    data = {"verb": "close", "application": [application.pk, other.pk]}
    asked = as_manager.post(reverse("recruitment:applications-bulk"), data)

    assert "2 interviews are still to come" in asked.text


def test_nobody_owns_it_so_everybody_who_arranges_interviews_is_told_and_no_panel(
    as_manager, manager, centre, panel
):
    application = make_application(centre, kind="interview")
    ahead(application, panel)
    end(application, manager)

    assert TO_CANCEL in as_manager.get("/tasks/").text
    assert TO_CANCEL not in read_by(panel[0], "/tasks/")


def test_an_interview_that_was_held_is_not_cancelled_and_nobody_hears_of_it(
    as_manager, application, panel
):
    interview = held(application, panel)
    for member in interview.panel.all():
        give_scorecard(member)

    told = as_manager.post(f"{interview.get_absolute_url()}cancel/", {"tell": "on"}, follow=True)

    interview.refresh_from_db()
    assert interview.cancelled_at is None
    assert "the interview was held, and is not cancelled" in told.text
    assert "Cancel the interview" not in as_manager.get(interview.get_absolute_url()).text
    assert not Message.objects.exists()


def test_one_whose_time_passed_unheld_is_cancelled_and_nobody_is_written_to(
    as_manager, application, panel
):
    interview = held(application, panel)
    url = f"{interview.get_absolute_url()}cancel/"

    asked = as_manager.get(url)
    as_manager.post(url, {"reason": "Nobody came", "tell": "on"})

    interview.refresh_from_db()
    assert "Nobody is written to." in asked.text
    assert "tell" not in asked.context["form"].fields
    assert interview.cancelled_at is not None
    assert not Message.objects.exists()


def test_an_interview_of_yesterday_is_written_down_and_nobody_is_invited_to_it(
    as_manager, application, panel
):
    yesterday = timezone.now() - timedelta(days=1)
    url = f"/applications/{application.pk}/interviews/add/"

    told = as_manager.post(url, typed(application.centre, panel, yesterday), follow=True)

    assert "Its time has passed: nobody is invited." in told.text
    assert Interview.objects.count() == 1
    assert not Message.objects.exists()


def test_an_interview_with_a_scorecard_is_moved_to_no_day_to_come(as_manager, application, panel):
    interview = held(application, panel)
    give_scorecard(interview.panel.get(user=panel[0]))
    url = f"{interview.get_absolute_url()}edit/"
    seen, later = as_manager.get(url).context["form"].seen_now, timezone.now() + timedelta(days=9)

    data = typed(application.centre, panel, later, seen=seen, token=interview.token)
    told = as_manager.post(url, data, follow=True)

    assert "it was held. Arrange another one instead." in told.text
    assert Interview.objects.get().starts_at == interview.starts_at


def test_nobody_is_invited_asked_or_recommended_once_the_application_ended(
    as_manager, manager, application, panel
):
    report = make_referee(application, name="Dr Holm")
    end(application, manager)
    url, tomorrow = application.get_absolute_url(), timezone.now() + timedelta(days=1)
    today = application.centre.today()

    told = [
        as_manager.post(f"{url}interviews/add/", typed(application.centre, panel, tomorrow),
                        follow=True).text,
        as_manager.post(f"{url}referees/add/", {}, follow=True).text,
        as_manager.post(reverse("recruitment:referee-ask", args=[report.pk]), follow=True).text,
    ]  # fmt: skip
    minutes = {
        "met_on": today, "recommendation": "offer", "votes_for": 1, "source": "sponsor",
        "votes_against": 0, "abstained": 0, "present": "A", "reasons": "Good", "token": uuid4(),
    }  # fmt: skip
    decided = as_manager.post(f"{url}decisions/add/", minutes)

    assert all("not open any more: Not selected." in text for text in told)
    assert "a committee that met then or later decides nothing" in decided.text
    assert not Interview.objects.exists()
    assert not Decision.objects.exists()
    assert RefereeReport.objects.get().state == "named"
    assert not Message.objects.exists()


def test_no_times_are_offered_to_whom_has_nobody_to_meet_once_the_application_ended(
    as_manager, manager, application, panel
):
    interview = make_interview(application, *panel, at=None)
    url = interview.get_absolute_url()
    day = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    choosing.offer(interview, [day], by=manager)
    slot = interview.slots.get()
    as_manager.post(f"{url}slots/{slot.pk}/take-back/")
    end(application, manager)
    said = Message.objects.count()

    later = timezone.localtime(day + timedelta(days=1), application.centre.zone)
    another = f"{later:%Y-%m-%dT%H:%M}"
    told = [
        as_manager.get(f"{url}slots/", follow=True).text,
        as_manager.post(f"{url}slots/", {"time1": another}, follow=True).text,
        as_manager.post(f"{url}slots/{slot.pk}/offer-back/", follow=True).text,
    ]

    assert all("not open any more: Not selected." in text for text in told)
    assert not interview.slots.exists()
    assert Message.objects.count() == said


def test_times_sent_in_the_moment_of_the_end_are_refused_and_nobody_is_written_to(
    manager, application, panel
):
    interview = make_interview(application, *panel, at=None)
    read = Interview.objects.select_related("application__candidate").get(pk=interview.pk)
    end(application, manager)

    with pytest.raises(Refused, match="not open any more"):
        choosing.offer(read, [timezone.now() + timedelta(days=2)], by=manager)

    assert not interview.slots.exists()
    assert not Message.objects.exists()


def test_a_member_whose_conflict_is_taken_back_after_the_end_is_asked_to_nothing(
    manager, application, panel
):
    interview = ahead(application, panel)
    invite(interview, by=manager)
    scoring.declare(interview.panel.get(user=panel[0]), "declared", "My student")
    end(application, manager)

    scoring.take_back_conflict(interview.panel.get(user=panel[0]), reason="A namesake", by=manager)

    last = Message.objects.filter(to=panel[0].email).latest("pk")
    assert last.cause.split()[3] == "CANCEL"
    assert interview.panel.get(user=panel[0]).conflict == ""
