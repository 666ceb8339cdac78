"""Who may read the scorecards of an interview, and when: the one place that says so.

A member of the panel once their own is in. Director and manager, if they are not on the panel and
would not supervise the candidate, when all are in or the due time has passed. A director who will
not wait opens them early, which the audit log keeps. Who declared a conflict of interest about the
candidate, on whichever panel, never does. Drafts are read by nobody else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import Role, User
from centre.accounts.policy import sees_all
from centre.templatetags.cohort import moment
from recruitment.assessment.models import Interview, PanelMember


@dataclass(frozen=True)
class Seal:
    """How the scorecards of an interview stand for one reader."""

    is_open: bool
    given: int
    expected: int
    why: str = ""  # what they wait for, if it is sealed
    may_open: bool = False  # a director, early

    @property
    def all_in(self) -> bool:
        return self.given >= self.expected > 0


def seal_of(
    interview: Interview,
    panel: Collection[PanelMember],
    user: User,
    *,
    tied: bool,
    now: datetime,
) -> Seal:
    """`panel` with its scorecards; `tied`: `user` is, to the candidate. No statement, if the
    supervisor of the application was read with it (`for_list`)."""
    asked = [one for one in panel if not one.has_conflict]
    count, expected = len([one for one in asked if one.is_in]), len(asked)
    mine = next((one for one in panel if one.user_id == user.pk), None)
    if tied or (mine is not None and mine.has_conflict):
        return Seal(False, count, expected, _("You declared a conflict of interest."))
    if mine is not None:
        if mine.is_in:
            return Seal(True, count, expected)
        return Seal(False, count, expected, _("You read the others’ once your own is in."))
    if not sees_all(user, interview.centre_id):
        return Seal(False, count, expected, _("They are read by the panel and the office."))
    if _supervises(interview, user):
        words = _("You would supervise them, so you read scorecards only of a panel you sit on.")
        return Seal(False, count, expected, words)
    due = interview.due_at
    directs = Role.DIRECTOR in user.roles.get(interview.centre_id, frozenset())
    passed = due is not None and now >= due
    early = directs and interview.opened_at is not None
    if count >= expected > 0 or passed or early:
        return Seal(True, count, expected)
    many = expected != 1
    if not expected:
        words = _("Nobody on the panel may judge.")
    elif due:
        words = (
            _("Sealed until all %(n)d are in, or %(due)s")
            if many
            else _("Sealed until it is in, or %(due)s")
        )
    else:
        words = _("Sealed until all %(n)d are in") if many else _("Sealed until it is in")
    return Seal(False, count, expected, words % {"n": expected, "due": moment(due)}, directs)


def _supervises(interview: Interview, user: User) -> bool:
    supervisor = interview.application.supervisor
    return supervisor is not None and supervisor.user_id == user.pk


@transaction.atomic
def open_early(interview: Interview) -> bool:
    """Let directors read what is in so far; the audit log names who did. False if it was open."""
    if interview.opened_at:
        return False
    interview.opened_at = timezone.now()
    interview.save(update_fields=["opened_at"])
    return True
