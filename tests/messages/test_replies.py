"""Answers that come to the mailbox: matched, kept beside the e-mail, and nothing else touched."""

import imaplib
import re
from email.message import EmailMessage

import pytest
from django.core import checks, mail
from django.urls import reverse

from recruitment.messages.mailbox import mailbox_is_named, problem, read_from
from recruitment.messages.models import Reply
from tests.factories import make_application, make_centre, make_message, make_supervisor, make_user

URL = "imaps://cohort%40example.org:secret@imap.example.org/INBOX"


class Mailbox:
    """An IMAP server as its client sees it: what it holds, what was seen, and every word said."""

    def __init__(self, *mails: bytes):
        self.mails = {str(n): raw for n, raw in enumerate(mails, 1)}
        self.seen: set[str] = set()
        self.said: list[str] = []

    def select(self, folder):
        self.said.append("SELECT")
        return "OK", [b"1"]

    def uid(self, verb, *more):
        self.said.append(verb)
        if verb == "SEARCH":
            unread = [n for n in self.mails if n not in self.seen]
            return "OK", [" ".join(unread).encode()]
        if verb == "STORE":
            self.seen.add(more[0])
            return "OK", [None]
        raw = self.mails[more[0]]
        if "HEADER" in more[1]:
            raw = raw.split(b"\n\n")[0]
        limit = re.search(r"<0\.(\d+)>", more[1])
        return "OK", [(b"1 (BODY[] {9}", raw[: int(limit[1])] if limit else raw), b")"]

    def logout(self):
        self.said.append("LOGOUT")


def letter(to="", text="Thank you, I will come.", html="", file=b"", name="<a@b.example>"):
    """An answer to the e-mail of that Message-ID."""
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "Ada <ada@example.org>", "Re: yours", name
    if to:
        made["In-Reply-To"] = to
    made.set_content(text) if text else made.set_content(html, subtype="html")
    if file:
        made.add_attachment(file, maintype="application", subtype="pdf", filename="cv.pdf")
    return bytes(made)


def read(*mails, box=None):
    box = box or Mailbox(*mails)
    read_from(URL, connect=lambda address: box)
    return box


@pytest.fixture
def asked(centre):
    return make_message(make_application(centre), subject="Would you come?")


@pytest.mark.django_db
def test_an_answer_stands_with_the_e_mail_it_answers_once_and_nothing_is_deleted(as_manager, asked):
    other = letter(text="An advertisement")
    box = read(letter(asked.message_id), other)
    box.seen.clear()  # somebody marked it unread
    read(box=box)

    reply = Reply.objects.get()
    page = as_manager.get(f"{asked.candidate.get_absolute_url()}?tab=emails").text
    assert (reply.message, reply.sender, reply.text.strip()) == (
        asked, "ada@example.org", "Thank you, I will come.",
    )  # fmt: skip
    assert "Thank you, I will come." in page
    assert (box.seen, len(box.mails)) == ({"1"}, 2)
    assert set(box.said) == {"SELECT", "SEARCH", "FETCH", "STORE", "LOGOUT"}


@pytest.mark.django_db
def test_an_answer_within_a_thread_is_known_by_its_references(asked):
    raw = letter().replace(
        b"Message-ID", f"References: <x@y>\n {asked.message_id}\nMessage-ID".encode()
    )

    read(raw)

    assert Reply.objects.get().message == asked


@pytest.mark.django_db
def test_of_an_answer_the_text_alone_is_kept_and_not_without_end(asked):
    read(
        letter(
            asked.message_id, text="", html="<p>Yes</p><script>x</script>", name="<1@b.example>"
        ),
        letter(asked.message_id, file=b"%PDF" * 100_000, name="<2@b.example>"),
        letter(asked.message_id, text="word " * 50_000, name="<3@b.example>"),
    )

    rows = list(Reply.objects.order_by("pk"))
    assert rows[0].text.startswith("Yes")
    assert "<" not in rows[0].text
    assert (rows[1].text.strip(), rows[1].files_left) == ("Thank you, I will come.", 1)
    assert len(rows[2].text) == 20_000


@pytest.mark.django_db
def test_a_crooked_answer_is_kept_as_far_as_it_can_be_read(asked):
    raw = letter(asked.message_id).replace(b'charset="utf-8"', b'charset="klingon"')
    raw = raw.replace(b"Subject: Re: yours", b"Subject: =?utf-8?b?//8?=")

    read(raw.replace(b"I will", b"I \xff\x00 will"))

    assert "Thank you" in Reply.objects.get().text


@pytest.mark.django_db
def test_whoever_may_not_read_the_e_mail_does_not_read_its_answer(client, centre):
    account = make_user("supervisor", centre)
    one = make_application(centre, supervisor=make_supervisor(centre, user=account))
    secret, plain = (make_message(one, kind=kind) for kind in ("offer", "letter"))
    read(
        letter(secret.message_id, text="About the salary", name="<1@b.example>"),
        letter(plain.message_id, text="About the visit", name="<2@b.example>"),
    )
    client.force_login(account)

    page = client.get(f"{one.candidate.get_absolute_url()}?tab=emails").text

    outsider = make_user("manager", make_centre())
    assert ("About the visit" in page, "About the salary" in page) == (True, False)
    assert not Reply.objects.visible_to(outsider).exists()
    assert Reply.objects.visible_to(account).count() == 1


@pytest.mark.django_db
def test_a_wrong_password_is_told_on_the_page_of_e_mails_until_it_is_right(
    as_manager, asked, settings
):
    settings.MAILBOX_URL = URL

    def refused(address):
        raise imaplib.IMAP4.error(b"[AUTHENTICATIONFAILED] Invalid credentials")

    read_from(URL, connect=refused)
    page = as_manager.get(reverse("recruitment:emails")).text
    told = problem()
    read()

    assert "could not be read: [AUTHENTICATIONFAILED] Invalid credentials" in page
    assert "secret" not in told
    assert problem() == ""


@pytest.mark.parametrize("url", ["pop://u:p@h/", "imaps://host/INBOX", "imaps://u:p@h:port/"])
def test_a_mailbox_that_cannot_be_named_so_stops_the_start_without_its_password(settings, url):
    settings.MAILBOX_URL = url

    (fault,) = mailbox_is_named(None)

    assert fault.level == checks.ERROR
    assert ":p@" not in fault.msg


@pytest.mark.django_db
def test_answers_come_to_the_mailbox_as_well_where_there_is_one(
    as_manager, centre, manager, settings
):
    settings.MAILBOX_URL, settings.DEFAULT_FROM_EMAIL = URL, "Cohort <cohort@example.org>"

    make_message(make_application(centre), by=manager)

    assert mail.outbox[0].reply_to == [manager.email, "cohort@example.org"]
