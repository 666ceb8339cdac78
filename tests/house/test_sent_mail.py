"""Where e-mails are kept in a folder instead of sent, the system administrator can read them."""

import subprocess
import sys

import pytest
from django.core.mail import EmailMessage, get_connection

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mails = [EmailMessage(f"Subject {n}", f"Text {n} <b>", "a@b.org", ["jo@c.org"]) for n in (1, 2)]
    mails[1].attach("letter.pdf", b"%PDF", "application/pdf")
    get_connection().send_messages(mails)


def test_all_that_would_have_been_sent_is_shown_newest_first(client, centre, kept):
    client.force_login(make_user("manager", centre, is_superuser=True))

    page = client.get("/sent-mail/").text

    assert page.index("Subject 2") < page.index("Subject 1")
    assert "Text 1 &lt;b&gt;" in page
    assert "letter.pdf" in page


def test_nobody_else_meets_them_and_a_server_that_sends_has_none(
    as_manager, client, centre, kept, settings
):
    seen = as_manager.get("/sent-mail/").status_code
    client.force_login(make_user("manager", centre, is_superuser=True))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert (seen, client.get("/sent-mail/").status_code) == (404, 404)


def test_they_are_kept_in_the_folder_that_was_named_wherever_the_process_was_started(tmp_path):
    look = "from centre import settings; print(settings.EMAIL_FILE_PATH)"
    given = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "here", "EMAIL_URL": f"filemail://{tmp_path}"}

    said = subprocess.run(
        [sys.executable, "-c", look], env=given, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == str(tmp_path)
