"""The sections under a person's name, each with what it reads when it is the one that is open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.accounts.middleware import allowed
from recruitment.assessment.results import of_candidate
from recruitment.documents import shown as documents
from recruitment.messages import reading as messages
from recruitment.register.activity import SHOWN, activity
from recruitment.register.histories import History
from recruitment.register.person import Dossier

Read = Callable[[Any, Any, Dossier], Mapping[str, Any]]


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    template: str
    read: Read  # (request, candidate, dossier) -> what the template needs
    action: str = "view_candidates"  # who may open it (centre/accounts/policy.py)
    css: str = ""
    script: str = ""


def _activity(request, person, file: Dossier):
    return timeline(request, person, file.histories)


def timeline(request, person, histories: Sequence[History]) -> dict[str, Any]:
    asked = request.GET.get("shown", "")
    shown = int(asked) if asked.isdecimal() and len(asked) < 6 else SHOWN
    reads = allowed(request, "read_notes")
    return {"activity": activity(person, histories, shown=shown, reads=reads)}


def _scorecards(request, person, file: Dossier):
    return {"results": of_candidate(request.user, person, now=timezone.now())}


def _emails(request, person, file: Dossier):
    return {"emails": messages.of_candidate(request.user, person)}


def _details(request, person, file: Dossier):
    return {"education": person.education.all()}


FOLDER = "recruitment/register"
TABS = (
    Tab("activity", _("Activity"), f"{FOLDER}/_activity.html", _activity),
    Tab(
        "scorecards",
        _("Scorecards"),
        "recruitment/assessment/_tab.html",
        _scorecards,
        action="view_interviews",
        css="recruitment/assessment.css",
    ),
    Tab(
        "documents",
        _("Documents"),
        "recruitment/documents/_section.html",
        documents.section,
        action="view_documents",
        css="recruitment/documents.css",
        script="recruitment/documents.js",
    ),
    Tab(
        "emails",
        _("E-mails"),
        "recruitment/messages/_tab.html",
        _emails,
        action="view_emails",
        css="recruitment/messages.css",
    ),
    Tab("details", _("Details"), f"{FOLDER}/_details.html", _details),
)


def tabs_for(request) -> list[Tab]:
    """Those this person may open, in order."""
    return [one for one in TABS if allowed(request, one.action)]


def chosen(tabs: list[Tab], name: str | None) -> Tab:
    return next((one for one in tabs if one.name == name), tabs[0])
