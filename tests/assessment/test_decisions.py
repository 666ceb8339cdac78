"""What the committee decided: recommendation, vote, who pays; minutes that do not change."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader

from centre.web import paper
from recruitment.assessment.decisions import Decision, Minutes
from recruitment.assessment.minutes import draw_minutes
from recruitment.candidates.models import Candidate
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Stage
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_decision,
    make_interview,
    make_supervisor,
    make_user,
    stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def application(centre):
    person = make_candidate(centre, full_name="Li Zihan")
    return make_application(centre, candidate=person, kind="decision")


def typed(**fields):
    return {
        "met_on": "2026-11-20", "recommendation": "offer", "votes_for": "4", "votes_against": "1",
        "abstained": "0", "source": "sponsor", "source_note": "Pledge of 2025",
        "present": "Prof. Kwan\nDr Sato\nDr Ng\nDr Cruz\nMs Lam",
        "reasons": "The strongest proposal of the day",
        "token": uuid4(),
    } | fields  # fmt: skip


def record(client, application, data):
    return client.post(f"/applications/{application.pk}/decisions/add/", data)


def test_a_decision_is_recorded_with_vote_and_funding_source(centre, application, client):
    manager = make_user("manager", centre)
    client.force_login(manager)

    record(client, application, typed())

    made = Decision.objects.get()
    assert (made.recommendation, made.votes_for, made.votes_against) == ("offer", 4, 1)
    assert (made.source, made.source_note, made.by) == ("sponsor", "Pledge of 2025", manager)
    page = client.get(application.get_absolute_url()).text
    assert "Make an offer" in page
    assert "4 for it, 1 against, 0 abstained" in page


def test_a_form_sent_twice_records_one_decision(centre, application, client):
    client.force_login(make_user("director", centre))
    data = typed()

    record(client, application, data)
    record(client, application, data)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"source": ""}, "Name who would pay."),
        ({"votes_for": "0", "votes_against": "0"}, "Enter the vote."),
        ({"votes_for": "1", "votes_against": "2"}, "more votes for it than against"),
        ({"votes_for": "6", "votes_against": "2"}, "8 votes, but 5 people are present."),
        ({"met_on": "2031-01-01"}, "A meeting still to come has decided nothing."),
        ({"present": ""}, "This field is required."),
    ],
)
def test_what_is_missing_from_a_decision_is_named(centre, application, client, fields, told):
    client.force_login(make_user("manager", centre))

    answer = record(client, application, typed(**fields))

    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert told in answer.text


def test_a_committee_that_met_before_the_application_began_is_asked_about_not_kept_for_good(
    centre, application, client
):
    client.force_login(make_user("manager", centre))
    data = typed(met_on="2020-11-27")

    told = record(client, application, data)
    before = Decision.objects.count()
    record(client, application, data | {"anyway": "on"})  # it came late, from a list

    assert (told.status_code, before) == (422, 0)
    assert "began on Mon 2 Mar 2026" in told.text
    assert Decision.objects.get().met_on == date(2020, 11, 27)


@pytest.mark.parametrize("role", ["supervisor", "panel"])
def test_votes_are_read_by_director_and_manager_alone(centre, application, client, role):
    account = make_user(role, centre)
    if role == "supervisor":
        application.supervisor = make_supervisor(centre, user=account)
        application.save()
    make_interview(application, account)
    made = make_decision(application, reasons="Not for their eyes")
    client.force_login(account)

    page = client.get(application.get_absolute_url())

    assert page.status_code == 200
    assert "Not for their eyes" not in page.text
    assert "Committee" not in page.text.replace("Committee decision", "")
    assert client.get(made.get_absolute_url()).status_code == 404


@pytest.mark.skipif(not paper.is_able(), reason="Pango is not here")
def test_the_minutes_are_a_pdf_that_says_what_the_page_says(application):
    made = make_decision(application, reasons="The strongest proposal", votes_against=1)
    Minutes.objects.all().delete()

    draw_minutes.call(decision=made.pk)

    text = PdfReader(io.BytesIO(bytes(Minutes.objects.get().content))).pages[0].extract_text()
    for words in ("Li Zihan", "Make an offer", "3 for it, 1 against", "The strongest proposal"):
        assert words in " ".join(text.split())


@pytest.mark.parametrize("zone", ["Asia/Hong_Kong", "Europe/London"])
def test_minutes_read_in_a_later_year_say_of_which_year_and_zone_they_are(
    centre, application, zone
):
    centre.time_zone = zone
    centre.save()
    made = make_decision(application, met_on=timezone.localdate())
    Decision.objects.update(recorded_at=datetime(timezone.localdate().year, 3, 2, 1, 5, tzinfo=UTC))
    made = Decision.objects.select_related("application__centre").get(pk=made.pk)

    told = render_to_string("recruitment/assessment/_minutes.html", {"decision": made})

    assert f"{made.met_on:%a} {made.met_on.day} {made.met_on:%b %Y}" in told
    clock = {"Asia/Hong_Kong": "09:05 HKT", "Europe/London": "01:05 GMT"}[zone]
    assert f"2 Mar {made.met_on.year}, {clock}" in told


def test_the_file_of_the_minutes_names_nobody(centre, application, client):
    made = make_decision(application)
    client.force_login(make_user("manager", centre))

    answer = client.get(f"{made.get_absolute_url()}minutes.pdf")

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="minutes-2026-11-20-{made.pk}.pdf"'
    )


def approval(centre):
    found = stage(centre, "offer_approval")
    Stage.objects.filter(pk=found.pk).update(needs_decision=True)
    found.refresh_from_db()
    return found


def test_a_stage_that_asks_for_it_is_entered_after_a_recommendation_alone(centre, application):
    goal = approval(centre)

    with pytest.raises(IllegalMove, match="needs the committee’s recommendation"):
        take(application, Ask("move", stage=goal), actor=None)
    make_decision(application)
    take(application, Ask("move", stage=goal), actor=None)

    application.refresh_from_db()
    assert application.stage == goal


def test_the_latest_decision_counts(centre, application):
    goal = approval(centre)
    make_decision(application)
    make_decision(application, "no", source="", met_on=date(2026, 11, 24))

    with pytest.raises(IllegalMove):
        take(application, Ask("move", stage=goal), actor=None)


def test_closing_needs_no_decision(centre, application):
    approval(centre)

    take(application, Ask("close", reason=centre.reasons.filter(party="centre")[0]), actor=None)

    assert not application.is_active


def mails():
    return [(one.kind, one.state, one.is_decision) for one in Message.objects.order_by("pk")]


def test_a_decision_is_told_with_the_tick_in_the_candidates_language_and_not_without(
    centre, application, client
):
    client.force_login(make_user("manager", centre))
    Candidate.objects.update(language="zh-hant")

    record(client, application, typed(recommendation="reserve"))
    assert mails() == []
    record(client, application, typed(recommendation="reserve", tell="on"))

    (message,) = Message.objects.all()
    assert (message.kind, message.is_decision) == ("reserve", True)
    assert message.subject.startswith("您已列入候補名單")
    assert message.to == application.candidate.email


def test_no_offer_is_told_by_closing_alone(centre, application, client):
    client.force_login(make_user("manager", centre))

    page = record(client, application, typed(recommendation="no", source="", tell="on"))

    assert "Of “No offer” the candidate is told when the application is closed." in page.text
    assert (Decision.objects.count(), mails()) == (0, [])


def test_what_an_earlier_meeting_decided_is_not_said_once_a_later_one_counts(
    centre, application, client
):
    client.force_login(make_user("manager", centre))
    record(client, application, typed(recommendation="offer", tell="on"))
    Message.objects.update(state="waiting")  # the tests' own queue cannot wait

    record(client, application, typed(recommendation="later", source=""))

    assert mails() == [("recommended", "withdrawn", True)]


def test_of_a_meeting_that_a_later_one_overtook_nobody_is_told_with_the_tick(
    centre, application, client
):
    client.force_login(make_user("manager", centre))
    make_decision(application, "reserve", source="", met_on=date(2026, 11, 24))

    page = record(
        client, application, typed(recommendation="offer", met_on="2026-11-20", tell="on")
    )

    assert "A later meeting decided anew: of this one nobody is told." in page.text
    assert (Decision.objects.count(), mails()) == (1, [])


def test_minutes_of_an_application_that_ended_tell_nobody(centre, application, client):
    client.force_login(make_user("manager", centre))
    take(application, Ask("close", reason=centre.reasons.filter(party="centre")[0]), actor=None)

    record(client, application, typed(recommendation="offer", tell="on"))

    assert (Decision.objects.count(), mails()) == (1, [])


def test_a_decision_recorded_without_the_tick_is_told_from_its_page_once(
    centre, application, client
):
    client.force_login(make_user("manager", centre))
    made = make_decision(application)
    url = f"/decisions/{made.pk}/tell/"
    assert url in client.get(made.get_absolute_url()).text

    form = client.get(url).context["form"]
    said = {name: form[name].value() for name in ("about", "subject", "body")}
    for _twice in range(2):
        client.post(url, {"to": application.candidate.email, **said})

    assert [(kind, decision) for kind, _state, decision in mails()] == [("recommended", True)]


def test_of_a_decision_that_counts_no_more_nobody_is_told(centre, application, client):
    client.force_login(make_user("manager", centre))
    made = make_decision(application)
    make_decision(application, "no", source="", met_on=date(2026, 11, 24))

    page = client.get(f"/decisions/{made.pk}/tell/", follow=True)

    assert "A later meeting decided anew" in page.text
