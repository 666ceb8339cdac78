"""What is done with an interview: arranged, changed, cancelled. All or nothing, no request."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.accounts.policy import sees_all
from centre.organisation.models import Centre
from centre.web.refusal import Refused
from recruitment.assessment.invitations import call_off, invite, unsay
from recruitment.assessment.models import Interview, PanelMember, Rescheduling
from recruitment.assessment.slots import Slot
from recruitment.pipeline.ends import insist_on_open
from recruitment.pipeline.models import Application


@dataclass(frozen=True)
class Plan:
    """When, how long, where and with whom; `starts_at` None: the candidate will choose."""

    starts_at: datetime | None
    minutes: int
    candidate_zone: str
    place: str
    due_at: datetime | None
    panel: Collection[User]


DUE_AT = time(18)
USUALLY_DUE = timedelta(days=2)


def usually_due(centre: Centre, starts_at: datetime) -> datetime:
    """When scorecards are due if nobody says: two days later, in the evening."""
    return datetime.combine(centre.day_of(starts_at) + USUALLY_DUE, DUE_AT, tzinfo=centre.zone)


# What an invitation tells: a calendar is sent a new one if any of these changes.
_TOLD = ("starts_at", "minutes", "candidate_zone", "place")


@transaction.atomic
def arrange(
    application: Application, plan: Plan, *, token: UUID, by: User | None, tell: bool = False
) -> Interview:
    """Add an interview with its panel; the one that is there if this form was sent before. `tell`:
    candidate and panel are invited by e-mail, unless its time has passed.

    Raises Refused if the application is over: what was held before that is still written down.
    """
    if not _has_passed(plan):
        insist_on_open(application)
    interview, is_new = Interview.objects.get_or_create(
        token=token,
        defaults={
            "centre": application.centre,
            "application": application,
            "due_at": plan.due_at,
            "created_by": by,
            **{name: getattr(plan, name) for name in _TOLD},
        },
    )
    if is_new:
        PanelMember.objects.bulk_create(
            PanelMember(interview=interview, user=user) for user in plan.panel
        )
        if tell:
            invite(interview, by=by)
    return interview


@transaction.atomic
def change(
    interview: Interview, plan: Plan, *, reason: str = "", by: User | None, tell: bool = False
) -> bool:
    """Write `plan` over what stands; whether an invitation tells something new.

    `interview` is locked. Whoever gave a scorecard stays on the panel; whoever leaves it is told
    with the rest. Nothing here opens a scorecard: an earlier opening is asked for, and logged.
    """
    _insist_on_standing(interview)
    _insist_it_may_come(interview, plan)
    _insist_it_opens_nothing(interview, plan.due_at)
    before = interview.starts_at
    news = any(getattr(interview, name) != getattr(plan, name) for name in _TOLD)
    new, gone = _seat(interview, plan.panel)
    news = bool(new or gone) or news
    if before != plan.starts_at:
        _let_go(interview)
        Rescheduling.objects.create(
            interview=interview, from_at=before, to_at=plan.starts_at, reason=reason, by=by
        )
    interview.sequence += news
    if news:
        unsay(interview, by=by)
    if tell and before and plan.starts_at is None:
        # At the time it had: later there is none an invitation could name.
        kept = [one.user for one in _members(interview) if one.user not in new]
        call_off(interview, [*gone, *kept], candidate=True, by=by)
    for name in (*_TOLD, "due_at"):
        setattr(interview, name, getattr(plan, name))
    interview.save()
    if tell:
        call_off(interview, gone, candidate=False, by=by)
        invite(interview, by=by)
    return news


def _seat(interview: Interview, panel: Collection[User]) -> tuple[list[User], list[User]]:
    """Make `panel` the panel; who came to it, and who left.

    Whoever declared a conflict of interest leaves, and stays on record: without it, the file would
    be open to them again.
    """
    wanted = {user.pk for user in panel}
    sitting = {one.user_id: one for one in _members(interview)}
    gone = [one for pk, one in sitting.items() if pk not in wanted]
    new = [user for user in panel if user.pk not in sitting]
    if any(one.is_in for one in sitting.values()):
        _insist_on_the_same_readers(interview, gone, new)
    for member in gone:
        if not member.has_conflict:
            member.delete()
    PanelMember.objects.bulk_create(PanelMember(interview=interview, user=user) for user in new)
    return new, [one.user for one in gone]


def _members(interview: Interview) -> Iterable[PanelMember]:
    return interview.panel.select_related("user", "scorecard")


def _insist_on_the_same_readers(
    interview: Interview, gone: Iterable[PanelMember], new: Iterable[User]
) -> None:
    """Once a scorecard is in, nobody is taken off so that the rest opens, and nobody joins who may
    have read it."""
    for member in gone:
        if member.is_in:
            words = _("%(name)s gave a scorecard, so they stay on the panel.")
            raise Refused(words % {"name": member.user})
        if not member.has_conflict:
            words = _(
                "A scorecard is in, so %(name)s stays on the panel until theirs is. A director can "
                "open those that are in early."
            )
            raise Refused(words % {"name": member.user})
    for user in new:
        if sees_all(user, interview.centre_id):
            words = _("A scorecard is in, and %(name)s may have read it: choose somebody else.")
            raise Refused(words % {"name": user})


def _insist_it_opens_nothing(interview: Interview, due_at: datetime | None) -> None:
    """A time that has passed, put in place of one that has not, would open what is in."""
    before, now = interview.due_at, timezone.now()
    if due_at is None or due_at > now or (before is not None and before <= now):
        return
    asked = [one for one in _members(interview) if not one.has_conflict]
    given = [one for one in asked if one.is_in]
    if (before is not None or given) and len(given) < len(asked):
        raise Refused(
            _(
                "A scorecard is missing, so they cannot be due in the past. A director can open "
                "those that are in early."
            )
        )


@transaction.atomic
def cancel(interview: Interview, *, reason: str, by: User | None, tell: bool = False) -> bool:
    """Call it off; False if it was before. `interview` is locked. Raises Refused once all judged.

    While a scorecard is missing it may be: nobody who stopped coming holds an application up.
    """
    if interview.is_cancelled:
        return False
    if is_judged(interview):
        raise Refused(_("All scorecards are in: the interview was held, and is not cancelled."))
    interview.cancelled_at = timezone.now()
    interview.cancel_reason = reason
    interview.sequence += 1
    interview.save()
    _let_go(interview)
    unsay(interview, by=by)
    if tell:
        members = [one.user for one in interview.panel.select_related("user")]
        call_off(interview, members, candidate=True, by=by)
    return True


def _let_go(interview: Interview) -> None:
    """Another may take the time this one was chosen at."""
    for slot in Slot.objects.filter(taken_by=interview):
        slot.taken_by = None
        slot.save(update_fields=["taken_by"])


def took_place(interview: Interview) -> bool:
    """Whether it began, and somebody gave a scorecard of it."""
    began = interview.starts_at is not None and interview.starts_at <= timezone.now()
    return began and any(one.is_in for one in _members(interview))


def is_judged(interview: Interview) -> bool:
    """Whether it began, and nobody who judges is missing."""
    judges = [one for one in _members(interview) if not one.has_conflict]
    return took_place(interview) and all(one.is_in for one in judges)


def _has_passed(plan: Plan) -> bool:
    ends_at = plan.starts_at and plan.starts_at + timedelta(minutes=plan.minutes)
    return ends_at is not None and ends_at <= timezone.now()


def _insist_it_may_come(interview: Interview, plan: Plan) -> None:
    """A time that was wrong is corrected whenever; one that is to come needs somebody to meet."""
    if _has_passed(plan):
        return
    insist_on_open(interview.application)
    if plan.starts_at != interview.starts_at and took_place(interview):
        raise Refused(
            _("A scorecard of this interview is in: it was held. Arrange another one instead.")
        )


def _insist_on_standing(interview: Interview) -> None:
    if interview.is_cancelled:
        raise Refused(_("This interview was cancelled. Add another one instead."))
