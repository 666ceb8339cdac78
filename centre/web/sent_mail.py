"""What would have been sent, where e-mails are kept in a folder instead: for development alone."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

FILES = 30
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # as Django's file backend writes


@require_safe
def sent_mail(request):
    """The last ones. A server that sends has no such page, and others do not see it: it holds
    links that open what they lead to."""
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        raise Http404
    if not request.user.is_superuser:
        raise Http404
    return render(request, "sent_mail.html", {"mails": read(Path(settings.EMAIL_FILE_PATH))})


def read(folder: Path) -> list[dict]:
    """Newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [
        _shown(message_from_bytes(raw, policy=default))
        for file in files[:FILES]
        for raw in reversed(file.read_bytes().split(BETWEEN))
        if raw.strip()
    ]


def _shown(mail: EmailMessage) -> dict:
    body = mail.get_body(("plain",))
    return {
        "subject": mail["Subject"],
        "to": mail["To"],
        "date": mail["Date"],
        "body": body.get_content() if body else "",
        "files": [one.get_filename() for one in mail.iter_attachments()],
    }
