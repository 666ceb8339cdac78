"""Invitations a calendar program of others reads right: asked, moved and called off."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from recruitment.api.calendar import feed
from recruitment.assessment import actions, choosing, scoring
from recruitment.assessment.actions import Plan
from recruitment.assessment.models import Interview
from recruitment.messages.models import Message, State
from recruitment.messages.texts import MailText
from recruitment.pipeline.models import Stage
from tests.assessment.ics import moment, read
from tests.factories import make_application, make_candidate, make_centre, make_interview, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2031, 11, 25, 6, tzinfo=UTC)  # to what has passed nobody is invited


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def panel(centre):
    return [make_user("panel", centre, name=name) for name in ("Ann One", 'Ben; Two, "Dr"')]


@pytest.fixture
def application(centre):
    person = make_candidate(
        centre, full_name="Zoë, von; Lång\\ström 李梓涵", email="zoe@example.org"
    )
    return make_application(centre, candidate=person)


def plan(panel, **fields):
    usual = {
        "starts_at": AT, "minutes": 45, "candidate_zone": "Europe/London",
        "place": "https://meet.example.org/7?a=1,2;b", "due_at": None, "panel": panel,
    }  # fmt: skip
    return Plan(**usual | fields)


def arranged(application, panel):
    token = Interview._meta.get_field("token").default()
    return actions.arrange(application, plan(panel), token=token, by=None, tell=True)


def change(interview, panel, **fields):
    stored = Interview.objects.for_list().get(pk=interview.pk)
    actions.change(stored, plan(panel, **fields), by=None, tell=True)
    return stored


def told(**where):
    """{who: (type of the file, what a reader finds in it)} of the newest e-mail to each."""
    found = {}
    for message in Message.objects.filter(**where).order_by("pk"):
        (file,) = message.files.all()
        found[message.to] = (file.content_type, read(bytes(file.content)))
    return found


def test_candidate_and_panel_each_get_an_invitation_of_their_own(application, panel):
    interview = arranged(application, panel)

    found = told()

    assert set(found) == {"zoe@example.org", *(user.email for user in panel)}
    for address, (kind, ics) in found.items():
        event = {name: value for name, (_given, value) in ics["VEVENT"].items()}
        assert kind == "text/calendar; method=REQUEST"
        assert ics["VCALENDAR"]["METHOD"] == ({}, "REQUEST")
        assert ics["VCALENDAR"]["VERSION"] == ({}, "2.0")
        assert ics["VCALENDAR"]["PRODID"][1]
        # RFC 5546, 3.2.2: what a REQUEST must have.
        assert event["UID"] == f"interview-{interview.pk}@127.0.0.1"
        assert (event["SEQUENCE"], event["STATUS"]) == ("0", "CONFIRMED")
        assert (moment(event["DTSTART"]), moment(event["DTEND"])) == (
            AT, AT + timedelta(minutes=45),
        )  # fmt: skip
        assert abs(moment(event["DTSTAMP"]) - timezone.now()) < timedelta(minutes=1)
        assert event["ORGANIZER"] == "mailto:cohort@localhost"
        assert event["ATTENDEE"] == f"mailto:{address}"
        assert event["LOCATION"] == "https://meet.example.org/7?a=1,2;b"
        given = ics["VEVENT"]["ATTENDEE"][0]
        assert (given["PARTSTAT"], given["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert str(application.candidate) in found[panel[0].email][1]["VEVENT"]["SUMMARY"][1]
    assert Message.objects.filter(state=State.FAILED).count() == 0


def test_the_candidate_learns_nobodys_address_and_reads_their_own_clock_first(application, panel):
    arranged(application, panel)

    message = Message.objects.get(to="zoe@example.org")

    text = message.body + bytes(message.files.get().content).decode()
    assert not [user.email for user in panel if user.email in text]
    assert "/interviews/" not in text
    assert message.body.index("06:00–06:45 London time") < message.body.index(
        "14:00–14:45 Hong Kong"
    )
    assert (message.candidate, message.application) == (application.candidate, application)


def test_a_moved_interview_keeps_its_identity_and_counts_up(application, panel):
    interview = arranged(application, panel)
    later = AT + timedelta(hours=2)

    change(interview, panel, starts_at=later)

    for kind, ics in told().values():
        event = ics["VEVENT"]
        assert kind == "text/calendar; method=REQUEST"
        assert event["UID"][1] == f"interview-{interview.pk}@127.0.0.1"
        assert (event["SEQUENCE"][1], moment(event["DTSTART"][1])) == ("1", later)
    assert Message.objects.count() == 6


def test_saving_without_news_sends_nothing(application, panel):
    interview = arranged(application, panel)

    change(interview, panel)

    assert Message.objects.count() == 3


def test_who_leaves_the_panel_has_it_taken_from_their_calendar(application, panel):
    interview = arranged(application, panel)
    other = make_user("panel", application.centre)

    change(interview, [panel[0], other])

    found = told()
    assert found[panel[1].email][0] == "text/calendar; method=CANCEL"
    assert found[panel[1].email][1]["VEVENT"]["SEQUENCE"][1] == "1"
    assert found[other.email][0] == "text/calendar; method=REQUEST"


def test_a_cancelled_interview_is_called_off_for_everybody_once(application, panel):
    interview = arranged(application, panel)
    stored = Interview.objects.for_list().get(pk=interview.pk)

    actions.cancel(stored, reason="The candidate is ill", by=None, tell=True)
    actions.cancel(stored, reason="Again", by=None, tell=True)

    for kind, ics in told().values():
        assert kind == "text/calendar; method=CANCEL"
        # RFC 5546, 3.2.5: the same UID, a higher SEQUENCE, cancelled.
        assert ics["VCALENDAR"]["METHOD"][1] == "CANCEL"
        assert ics["VEVENT"]["UID"][1] == f"interview-{interview.pk}@127.0.0.1"
        assert ics["VEVENT"]["STATUS"][1] == "CANCELLED"
        assert int(ics["VEVENT"]["SEQUENCE"][1]) == 1
        assert "The candidate is ill" in ics["VEVENT"]["DESCRIPTION"][1]
    assert Message.objects.count() == 6


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_what_is_called_off_is_named_to_the_panel_as_they_knew_it(application, panel, is_anonymous):
    Stage.objects.update(is_anonymous=is_anonymous)
    stored = Interview.objects.for_list().get(pk=arranged(application, panel).pk)

    actions.cancel(stored, reason="", by=None, tell=True)

    sent = Message.objects.filter(to=panel[0].email).order_by("pk")
    invited, off = (one.subject for one in sent)
    assert off == f"Cancelled: {invited}"
    assert (str(application.candidate) in off) is not is_anonymous


def test_an_interview_whose_time_is_emptied_is_called_off_for_everybody(application, panel):
    interview = arranged(application, panel)
    other = make_user("panel", application.centre)

    change(interview, [panel[0], other], starts_at=None, place="")

    found = told()
    assert set(found) == {"zoe@example.org", *(user.email for user in panel)}
    for kind, ics in found.values():
        event = ics["VEVENT"]
        assert kind == "text/calendar; method=CANCEL"
        assert event["UID"][1] == f"interview-{interview.pk}@127.0.0.1"
        assert (event["SEQUENCE"][1], moment(event["DTSTART"][1])) == ("1", AT)
    assert Message.objects.count() == 6


def test_the_time_the_candidate_then_takes_counts_up_from_what_was_called_off(application, panel):
    interview = arranged(application, panel)
    change(interview, panel, starts_at=None)
    later = timezone.now().replace(microsecond=0) + timedelta(days=2)
    stored = Interview.objects.select_related("centre", "application__candidate").get()
    choosing.offer(stored, [later], by=None)

    choosing.take(stored, stored.slots.get())

    for kind, ics in told(subject__startswith="Changed:").values():
        assert kind == "text/calendar; method=REQUEST"
        event = ics["VEVENT"]
        assert (event["SEQUENCE"][1], moment(event["DTSTART"][1])) == ("2", later)
    assert Message.objects.filter(subject__startswith="Changed:").count() == 3


def test_a_declared_conflict_takes_the_interview_out_of_the_calendar_and_a_mistake_puts_it_back(
    application, panel
):
    interview, user = arranged(application, panel), panel[0]
    member = interview.panel.select_related("interview__centre", "user").get(user=user)
    before = feed(user, interview.centre, timezone.now())

    scoring.declare(member, "declared", "My student")
    scoring.declare(member, "declared", "My student of 2020")
    declared = feed(user, interview.centre, timezone.now())
    member = interview.panel.select_related("interview__centre", "user").get(user=user)
    scoring.take_back_conflict(
        member, reason="Another Zoë", by=make_user("manager", user.centres[0])
    )

    uid = b"interview-%d@" % interview.pk
    assert [uid in text for text in (before, declared)] == [True, False]
    sent = Message.objects.filter(to=user.email).order_by("pk")
    assert [one.cause.split()[2:4] for one in sent] == [
        ["0", "REQUEST"], ["1", "CANCEL"], ["2", "REQUEST"],
    ]  # fmt: skip
    assert "Zoë" not in sent[1].subject + sent[1].body
    assert Message.objects.exclude(to=user.email).count() == 2  # nobody else hears of it


def test_whoever_was_not_asked_by_e_mail_is_told_nothing_of_their_conflict(application, panel):
    interview = make_interview(application, *panel, at=AT)

    scoring.declare(interview.panel.get(user=panel[0]), "declared", "My student")

    assert not Message.objects.exists()


def test_in_anonymous_review_no_invitation_of_the_panel_names_the_candidate(application, panel):
    Stage.objects.filter(pk=application.stage_id).update(is_anonymous=True)

    arranged(application, panel)

    for user in panel:
        message = Message.objects.get(to=user.email)
        text = message.subject + message.body + bytes(message.files.get().content).decode()
        assert f"Candidate {application.pk}" in message.subject
        assert "Zo" not in text.replace("Zone", "")
        assert "zoe@" not in text


def test_a_candidate_is_written_to_in_their_language_by_name_with_the_texts_of_settings(
    application, panel
):
    person, centre = application.candidate, application.centre
    person.language, person.native_name = "zh-hant", "何欣怡"
    person.save()
    MailText.objects.create(
        centre=centre, kind="interview-cancelled", language="zh-hant",
        subject="面試取消了", body="{name}\n{times}\n{reason}",
    )  # fmt: skip
    by = make_user("manager", centre, name="Grace Lam")
    interview = arranged(application, panel)
    stored = Interview.objects.for_list().get(pk=interview.pk)

    actions.change(stored, plan(panel, starts_at=None), by=by, tell=False)
    choosing.offer(stored, [timezone.now() + timedelta(days=2)], by=by)
    choosing.take(stored, stored.slots.get())
    stored = Interview.objects.for_list().get(pk=interview.pk)
    actions.cancel(stored, reason="講者抱恙", by=by, tell=True)

    sent = Message.objects.filter(to=person.email).order_by("pk")
    first, times, changed, off = sent
    assert all(one.body.startswith("何欣怡") for one in sent)
    assert "2031年11月25日（二）14:00–14:45 香港時間" in first.body
    assert times.subject.startswith("請選擇面試時間")
    assert "Grace Lam" in times.body
    assert changed.subject.startswith("更改：面試")
    assert (off.subject, off.body.split("\n")[-1]) == ("面試取消了", "講者抱恙")


def test_nothing_is_sent_unless_it_is_asked_for(application, panel):
    token = Interview._meta.get_field("token").default()

    actions.arrange(application, plan(panel), token=token, by=None)

    assert Message.objects.count() == 0


def test_the_feed_has_the_interviews_one_sees_and_no_name(application, panel):
    mine = make_interview(application, *panel, at=timezone.now() + timedelta(days=1), sequence=3)
    make_interview(application, *panel, at=timezone.now(), cancelled_at=AT)
    make_interview(make_application(application.centre), panel[1])

    content = feed(panel[0], application.centre, timezone.now())

    event = read(content)["VEVENT"]
    assert event["UID"][1] == f"interview-{mine.pk}@127.0.0.1"
    assert event["SEQUENCE"][1] == "3"
    assert moment(event["DTSTART"][1]) == mine.starts_at.replace(microsecond=0)
    assert "Zo" not in content.decode().replace("Zone", "")


class Diary:
    """A calendar program as RFC 5546 has it, reading with a library that is not ours."""

    def __init__(self):
        self.entries = {}

    def receive(self, content):
        told = Calendar.from_ical(content)
        (event,) = told.events
        known = self.entries.get(event["UID"])
        if known and int(event["SEQUENCE"]) < int(known["SEQUENCE"]):
            return  # 2.1.5: an older one that came late
        if told["METHOD"] == "CANCEL":
            self.entries.pop(event["UID"], None)
        else:
            assert told["METHOD"] == "REQUEST"
            self.entries[event["UID"]] = event

    @property
    def shows(self):
        return [(one.start, one.end, str(one["LOCATION"])) for one in self.entries.values()]


@pytest.mark.parametrize("order", ["as sent", "the first one late"])
def test_a_calendar_program_shows_one_entry_moves_it_and_takes_it_out(application, panel, order):
    interview = arranged(application, panel)
    later = AT + timedelta(hours=2)
    change(interview, panel, starts_at=later, place="Room 7")
    stored = Interview.objects.for_list().get(pk=interview.pk)
    actions.cancel(stored, reason="The candidate is ill", by=None, tell=True)
    mails = Message.objects.filter(to=panel[0].email).order_by("pk")
    asked, moved, called_off = (bytes(one.files.get().content) for one in mails)
    diary, shown = Diary(), []

    for content in (asked, moved) if order == "as sent" else (moved, asked):
        diary.receive(content)
        shown.append(diary.shows)
    diary.receive(called_off)

    end = timedelta(minutes=45)
    first = [(AT, AT + end, "https://meet.example.org/7?a=1,2;b")]
    second = [(later, later + end, "Room 7")]
    assert shown == ([first, second] if order == "as sent" else [second, second])
    assert diary.shows == []
    event = Calendar.from_ical(moved).events[0]
    assert str(event["ATTENDEE"]) == f"mailto:{panel[0].email}"
    assert event["ORGANIZER"].params["CN"] == str(application.centre)
    assert Calendar.from_ical(asked).errors == []
