"""Two academic referees, never the proposed supervisor; their letters are for the few, not for the
candidate, and for a panel not before the interview."""

import json
import re
from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centre.links.models import PrivateLink
from recruitment.demo.paper import pdf
from recruitment.documents.file_words import SENTENCES, _sentences
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.kinds import LETTERS_READ
from recruitment.referees import actions, asking
from recruitment.referees.fitness import is_supervisor
from recruitment.referees.models import RefereeReport
from recruitment.referees.page_words import PHRASES
from tests.factories import (
    make_application,
    make_candidate,
    make_interview,
    make_referee,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.sent import forms_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_was_counted():
    cache.clear()


def asked(report):
    """The address in the e-mail the referee got last."""
    body = mail.outbox[-1].body
    return re.search(r"http://127\.0\.0\.1:8000(/l/\S+)", body)[1]


def opened(url):
    """A referee's browser on the page behind that link, and the page's address."""
    client = Client()
    return client, client.post(url).url


def add(client, application, **fields):
    data = {"name": "Prof. Ann Roe", "email": "roe@uni.example.org", "due_on": "2026-12-20",
            "language": "en", "ask": "on", "token": "00000000-0000-0000-0000-0000000000aa",
            **fields}  # fmt: skip
    return client.post(reverse("recruitment:referee-add", args=[application.pk]), data)


def test_a_referee_is_asked_by_a_private_link_and_a_double_click_asks_once(as_manager, centre):
    application = make_application(centre)

    clicks = [add(as_manager, application) for _click in range(2)]

    assert [answer.status_code for answer in clicks] == [302, 302]
    report = RefereeReport.objects.get()
    assert (report.state, report.letters_out) == ("requested", 1)
    message = Message.objects.get()
    assert (message.to, message.application) == ("roe@uni.example.org", application)
    assert str(application.candidate) in message.body
    assert PrivateLink.objects.filter(purpose="reference", subject=report.pk).count() == 1


def test_ask_and_remind_pressed_twice_write_once(as_manager, centre):
    application = make_application(centre)
    add(as_manager, application, ask="")
    report = RefereeReport.objects.get()

    for count in (1, 2):
        page = as_manager.get(application.get_absolute_url())
        url = reverse("recruitment:referee-ask", args=[report.pk])
        (form,) = [form for form in forms_on(page) if form["action"] == url]
        told = [as_manager.post(url, form["sent"], follow=True).text for _click in range(2)]

        report.refresh_from_db()
        assert (report.letters_out, len(mail.outbox)) == (count, count)
        assert all("is written to" in text for text in told)


@pytest.mark.parametrize(
    ("name", "email"),
    [("Helena Cruz", "x@uni.example.org"), ("Cruz, Helena", "x@uni.example.org"),
     ("Professor Helena Cruz", ""), ("張偉 教授", ""), ("Somebody", "CRUZ@example.org")],
)  # fmt: skip
def test_the_proposed_supervisor_is_no_referee(centre, as_manager, name, email):
    account = make_user("supervisor", centre, email="cruz@example.org")
    supervisor = make_supervisor(centre, name="Prof. Helena Cruz", user=account)
    supervisor.native_name = "張偉"
    supervisor.save()
    application = make_application(centre, supervisor=supervisor)

    answer = add(as_manager, application, name=name, email=email, ask="")

    assert answer.status_code == 422
    assert "proposed supervisor" in answer.text
    assert not RefereeReport.objects.exists()
    assert not is_supervisor("Helena Cruise", "y@uni.example.org", application)


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [("Prof. Xuan Own", "ZCanary@example.net", "candidate’s own address"),
     ("Prof. Xuan Own", "z.canary@old.example.net", "candidate’s own address"),
     ("Dr Canarina Zhuang", "x@uni.example.org", "candidate’s own name"),
     ("莊金絲雀 教授", "", "candidate’s own name")],
)  # fmt: skip
def test_candidates_vouch_not_for_themselves(centre, as_manager, name, email, told):
    person = make_candidate(
        centre, full_name="Zhuang Canarina", native_name="莊金絲雀", email="zcanary@example.net",
        other_emails="z.canary@old.example.net",
    )  # fmt: skip

    answer = add(as_manager, make_application(centre, candidate=person), name=name, email=email,
                 ask="")  # fmt: skip

    assert (answer.status_code, RefereeReport.objects.count()) == (422, 0)
    assert told in answer.text


def test_a_referee_whose_address_turns_out_to_be_the_candidate_s_is_not_asked_nor_counted(
    centre, as_manager
):
    application = make_application(centre)
    report = make_referee(application, name="Dr Vale", email="vale@uni.example.org")
    actions.receive(report, upload=None, letter="The best of all.", filed_by=None)
    other = make_referee(application, name="Dr Ross", email="me@uni.example.org")
    person = application.candidate
    person.other_emails = "vale@uni.example.org\nme@uni.example.org"
    person.save()

    told = as_manager.post(reverse("recruitment:referee-ask", args=[other.pk]), follow=True)

    assert "Dr Ross is the candidate, who cannot be a referee." in told.text
    assert "Is the candidate: does not count" in told.text
    assert "0 of 2 received" in told.text
    assert not mail.outbox


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ("waived received received", "2 of 2 received"),  # replaced, and both are here
        ("waived received requested", "1 of 2 received"),
        ("waived received declined", "1 of 2 received"),  # nobody waived the second letter
        ("waived received", "1 of 1 received"),
        ("waived", "0 of 1 received"),
        ("received", "1 of 2 received"),
        ("received received received", "3 received"),
    ],
)
def test_a_waived_letter_that_was_replaced_leaves_as_many_wanted_as_before(
    centre, as_manager, states, told
):
    application = make_application(centre)
    for state in states.split():
        made = make_referee(application, state="named" if state == "received" else state)
        if state == "received":
            actions.receive(made, upload=None, letter="Good.", filed_by=None)

    assert told in as_manager.get(application.get_absolute_url()).text


def test_a_letter_is_sent_from_the_page_behind_the_link_and_nothing_else_is_told_there(
    centre, as_manager
):
    application = make_application(centre)
    add(as_manager, application)
    client, page = opened(asked(RefereeReport.objects.get()))

    shown = client.get(page)
    sent = client.post(page, {"file": SimpleUploadedFile("letter.pdf", pdf("Excellent"))})
    after = client.get(page)
    again = client.post(page, {"letter": "Another one"})

    assert str(application.candidate) in shown.text
    assert application.candidate.email not in shown.text
    assert sent.status_code == 302
    assert "Thank you" in after.text
    report = RefereeReport.objects.get()
    assert (report.state, report.file.name, report.filed_by) == ("received", "letter.pdf", None)
    assert (again.status_code, report.letter) == (422, "")
    assert "was here already, so what you sent now was not kept" in again.text


def test_a_referee_may_decline_and_think_again(centre):
    report = asking.ask(make_referee(make_application(centre)), by=None)
    client, page = opened(asked(report))

    client.post(page, {"verb": "decline", "remark": "On leave"})
    report.refresh_from_db()
    declined = (report.state, report.remark)
    client.post(page, {"letter": "Excellent after all."})
    report.refresh_from_db()

    assert declined == ("declined", "On leave")
    assert (report.state, report.letter) == ("received", "Excellent after all.")


def test_a_reminder_by_the_clock_is_answered_to_whoever_signed_it(as_manager, centre, manager):
    report = make_referee(make_application(centre), email="roe@uni.example.org")
    asking.ask(report, by=manager)

    asking.ask(report, by=None)

    first, reminder = mail.outbox
    assert manager.name in reminder.body
    assert first.reply_to == reminder.reply_to == [manager.email]


def test_a_referee_reads_the_page_in_the_language_they_are_written_to_in(centre):
    person = make_candidate(centre, full_name="He Xinyi", native_name="何欣怡")
    application = make_application(centre, candidate=person)
    report = make_referee(application, language="zh-hant", due_on=date(2031, 1, 5))
    asking.ask(report, by=None)
    link = asked(report)
    client, page = opened(link)

    front, shown = Client().get(link).text, client.get(page).text
    empty = client.post(page, {"letter": ""}).text
    client.post(page, {"letter": "優秀"})

    assert "何欣怡" in mail.outbox[0].subject
    assert 'lang="zh-Hant"><h1>推薦信</h1>' in front
    assert 'lang="zh-Hant"><h1>何欣怡的推薦信</h1>' in shown
    assert "請於2031年1月5日前提交" in shown
    assert "或在此填寫 <small>選填</small>" in shown
    assert ">optional<" not in shown
    assert "請選擇文件，或在下方填寫推薦信。" in empty
    assert "您為何欣怡撰寫的推薦信已於" in client.get(page).text


def test_a_referee_is_asked_for_one_file_and_a_second_is_refused_in_words(centre):
    report = asking.ask(make_referee(make_application(centre)), by=None)
    client, page = opened(asked(report))
    files = [SimpleUploadedFile(f"{n}.pdf", pdf("Excellent")) for n in range(2)]

    shown = client.get(page).text
    told = client.post(page, {"file": files})

    field = re.search(r'<input[^>]*type="file"[^>]*>', shown)[0]
    assert "multiple" not in field
    assert "Choose one file." in told.text
    assert "At most 1 files" not in told.text


def test_what_is_no_document_is_refused_with_a_reason(centre):
    report = asking.ask(make_referee(make_application(centre)), by=None)
    client, page = opened(asked(report))

    answer = client.post(page, {"file": SimpleUploadedFile("letter.pdf", b"<script>x</script>")})

    assert answer.status_code == 422
    assert "SVG drawings are refused" in answer.text
    report.refresh_from_db()
    assert report.state == "requested"


def test_waiving_ends_the_link_and_a_new_address_ends_those_of_the_old(centre, as_manager):
    waived = asking.ask(make_referee(make_application(centre)), by=None)
    url = asked(waived)
    as_manager.post(reverse("recruitment:referee-waive", args=[waived.pk]))
    moved = asking.ask(make_referee(make_application(centre)), by=None)
    old = asked(moved)
    edit = reverse("recruitment:referee-edit", args=[moved.pk])
    as_manager.post(
        edit,
        {
            "name": moved.name,
            "email": "new@uni.example.org",
            "language": "en",
            "due_on": "2026-12-24",
        },
    )

    assert Client().get(url).status_code == Client().get(old).status_code == 404
    waived.refresh_from_db()
    assert waived.state == "waived"
    as_manager.post(reverse("recruitment:referee-want", args=[waived.pk]))
    waived.refresh_from_db()
    assert waived.state == "requested"


def test_a_referee_who_became_the_supervisor_is_answered_like_everybody_and_not_asked(centre):
    application = make_application(centre)
    url = asked(asking.ask(make_referee(application, name="Prof. Helena Cruz"), by=None))
    PrivateLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    application.supervisor = make_supervisor(centre, name="Prof. Helena Cruz")
    application.save()

    answer = Client().post("/l/renew/", {"token": url.split("/")[2]})

    assert answer.status_code == 200
    assert Message.objects.filter(kind="reference").count() == 1


def test_reminders_come_near_the_day_and_after_it_and_never_of_a_closed_application(centre):
    today = timezone.localdate()
    long_ago = timezone.now() - timedelta(days=30)
    make = {
        "near": (3, 1, None), "far": (20, 1, None), "late": (-2, 2, long_ago),
        "often": (-2, 3, long_ago), "just now": (-2, 2, timezone.now()), "closed": (3, 1, None),
    }  # fmt: skip
    for name, (days, out, reminded) in make.items():
        application = make_application(centre)
        report = make_referee(
            application, name=name, due_on=today + timedelta(days=days), state="requested",
            asked_at=long_ago, letters_out=out, reminded_at=reminded,
        )  # fmt: skip
        PrivateLink.make(asking.PURPOSE, report, expires_at=timezone.now())
        if name == "closed":
            take(application, Ask("close", reason=reason(centre, "weaker")), actor=None)

    asking.remind.call()
    asking.remind.call()

    reminded = Message.objects.filter(kind="reference-reminder").values_list("body", flat=True)
    assert sorted(re.match(r"Dear (.+),", body)[1] for body in reminded) == ["late", "near"]


def letters_read(user, report):
    client = Client()
    client.force_login(user)
    pages = ("referee-letter", "referee-letter-file")
    return [client.get(reverse(f"recruitment:{p}", args=[report.pk])).status_code for p in pages]


def test_a_panel_reads_letters_from_the_interview_on_and_an_industry_viewer_never(centre):
    panel, viewer = make_user("panel", centre), make_user("industry", centre)
    application = make_application(centre, kind="review")
    report = make_referee(application, name="Zzcanary", content=pdf("Excellent"))
    make_interview(application, panel, make_user("panel", centre))
    page = reverse("recruitment:application", args=[application.pk])
    client = Client()
    client.force_login(panel)

    before, page_before = letters_read(panel, report), client.get(page).text
    take(application, Ask("move", stage=stage(centre, "interview")), actor=None)
    after, page_after = letters_read(panel, report), client.get(page).text

    assert (before, after) == ([404, 404], [200, 200])
    assert ("Zzcanary" in page_before, "Zzcanary" in page_after) == (False, True)
    assert letters_read(viewer, report) == [404, 404]


def test_who_read_a_letter_is_in_the_log_and_the_letter_is_not(centre, manager):
    report = make_referee(make_application(centre), letter="Zzcanary letter", content=pdf("x"))

    letters_read(manager, report)

    entries = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, object_id=report.pk)
    assert [entry.changes["opened"][1] for entry in entries.order_by("pk")] == [
        "letter", "letter.pdf",
    ]  # fmt: skip
    assert {entry.actor for entry in entries} == {manager}
    log = " ".join(str(entry.changes) for entry in LogEntry.objects.all())
    assert "Zzcanary" not in log


def test_staff_file_a_letter_that_came_by_post_and_it_is_said_who(as_manager, manager, centre):
    report = make_referee(make_application(centre), email="")
    url = reverse("recruitment:referee-file", args=[report.pk])

    as_manager.post(url, {"file": SimpleUploadedFile("scan.pdf", pdf("By post"))})

    report.refresh_from_db()
    assert (report.state, report.filed_by) == ("received", manager)
    assert not Message.objects.exists()
    with pytest.raises(actions.Refused, match="is here already"):
        actions.receive(report, upload=None, letter="Another", filed_by=manager)


def test_a_conflict_declared_on_a_panel_closes_the_letters_to_a_director_too(centre):
    director, other = make_user("director", centre), make_user("director", centre)
    application = make_application(centre, kind="interview")
    again = make_application(centre, candidate=application.candidate, track="postdoc")
    reports = [make_referee(one, content=pdf("Excellent")) for one in (application, again)]
    make_interview(application, director).panel.update(conflict="declared")

    assert [letters_read(director, one) for one in reports] == [[404, 404]] * 2
    assert [letters_read(other, one) for one in reports] == [[200, 200]] * 2


def test_staff_say_at_each_stage_whether_its_panel_reads_letters(centre, as_manager, client):
    one = make_application(centre, kind="review")
    member = make_user("panel", centre)
    make_interview(one, member)
    letter = make_referee(one, letter="Excellent")
    here = one.stage
    form = {"name": here.name, "limit_days": 21, "prior_days": 10, "prior_pass_rate": "0.5"}

    seen = []
    for ticked in ({}, {"opens_letters": "on"}, {}):
        answer = as_manager.post(f"/settings/stages/{here.pk}/", {**form, **ticked})
        assert answer.status_code == 302
        seen.append(list(RefereeReport.objects.visible_to(member)))

    assert seen == [[], [letter], []]


def test_referees_are_written_to_in_their_language_with_the_texts_of_the_centre(as_manager, centre):
    application = make_application(centre)
    url = reverse("recruitment:settings-email-text", args=["reference-reminder", "zh-hant"])
    typed = {"subject": "再請：{candidate}", "body": "{referee}教授：{due}前，{link}"}
    shown = as_manager.post(url, typed | {"preview": "1"}).text
    without = as_manager.post(url, typed | {"body": "{referee}教授：{due}前"})
    as_manager.post(url, typed)
    add(as_manager, application, name="陳大文", language="zh-hant")
    report = RefereeReport.objects.get()

    asking.ask(report, by=None)

    request, reminder = mail.outbox
    assert "您好！" in request.body
    assert "2026年12月20日" in request.body
    assert reminder.subject == f"再請：{application.candidate}"
    assert reminder.body.startswith("陳大文教授：2026年12月20日前，http://127.0.0.1:8000/l/")
    assert f"再請：{application.candidate}" in shown
    assert (without.status_code, "nobody could answer" in without.text) == (422, True)


def test_the_founding_case_opens_letters_where_a_new_centre_does():
    rows = json.loads((settings.BASE_DIR / "fixtures" / "centre.json").read_text())
    stages = [row["fields"] for row in rows if row["model"] == "recruitment.stage"]

    opened = {one["kind"] for one in stages if one.get("opens_letters")}

    assert opened == {one["kind"] for one in stages} & set(LETTERS_READ)


def english_in(page):
    """Words of English on a page: not names of kinds of files, nor of the program."""
    text = re.sub(r"(?s)<head>.*?</head>|<textarea.*?</textarea>|<[^>]*>", " ", page)
    return set(re.findall(r"[A-Za-z]{2,}", text)) - {"PDF", "DOCX", "PNG", "JPEG", "Word", "SVG",
                                                     "MB", "Cohort", "RTF", "null"}  # fmt: skip


WRONG = {
    "nothing at all": {"letter": ""},
    "two files": {"file": [SimpleUploadedFile(f"{n}.pdf", pdf("Excellent")) for n in range(2)]},
    "no document": {"file": SimpleUploadedFile("letter.pdf", b"<script>x</script>")},
    "an empty file": {"file": SimpleUploadedFile("letter.pdf", b"")},
    "a large file": {"file": SimpleUploadedFile("letter.pdf", b"%PDF-" + b"x" * (1 << 20))},
    "a wrong name": {"file": SimpleUploadedFile("letter.doc", pdf("Excellent"))},
    "too long": {"letter": "x" * 20_001},
    "nul": {"letter": "x\0"},
    "a long reason": {"verb": "decline", "remark": "x" * 301},
}


@pytest.mark.parametrize("sent", WRONG.values(), ids=WRONG)
def test_a_referee_is_refused_in_the_language_they_are_written_to_in(centre, monkeypatch, sent):
    monkeypatch.setattr("recruitment.documents.files.MOST", 1 << 20)
    person = make_candidate(centre, full_name="何欣怡", native_name="何欣怡")
    application = make_application(centre, candidate=person)
    type(application.position).objects.filter(pk=application.position_id).update(title="博士")
    type(centre).objects.filter(pk=centre.pk).update(native_name="中心")
    report = asking.ask(make_referee(application, language="zh-hant"), by=None)
    client, page = opened(asked(report))
    for one in sent.get("file", []) if isinstance(sent.get("file"), list) else [sent.get("file")]:
        if one:
            one.seek(0)

    answer = client.post(page, sent)

    assert answer.status_code == 422
    assert english_in(answer.text) <= {"doc", "xx"}
    report.refresh_from_db()
    assert report.state == "requested"


def test_every_refusal_of_a_file_and_of_a_letter_has_words_in_each_language():
    assert {frozenset(words) for words in SENTENCES.values()} == {frozenset(_sentences())}
    assert len({frozenset(words) for words in PHRASES.values()}) == 1
