"""Who would have to be in two interviews at once. A warning, never a refusal."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.templatetags.cohort import day
from recruitment.assessment.models import LONGEST, Interview, PanelMember
from recruitment.assessment.slots import Slot
from recruitment.pipeline.models import Application


def clashes(
    application: Application,
    starts_at: datetime,
    minutes: int,
    panel: Collection[User],
    *,
    but: int | None = None,
) -> list[str]:
    """A sentence for each of these people with another interview at that time, in any centre;
    `but` is the interview that is being changed. Two statements."""
    ends_at = starts_at + timedelta(minutes=minutes)
    others = (
        Interview.objects.standing()
        .exclude(pk=but)
        .filter(starts_at__lt=ends_at, starts_at__gt=starts_at - timedelta(minutes=LONGEST))
    )
    zone = application.centre.zone
    told = []
    members = PanelMember.objects.filter(interview__in=others, user__in=panel)
    for member in members.select_related("interview", "user"):
        if _overlaps(member.interview, starts_at):
            told.append(_sentence(str(member.user), member.interview, zone))
    candidate = application.candidate
    for other in others.filter(application__candidate=candidate):
        if _overlaps(other, starts_at):
            told.append(_sentence(str(candidate), other, zone))
    return told


def _overlaps(other: Interview, starts_at: datetime) -> bool:
    return other.ends_at is not None and other.ends_at > starts_at


def _sentence(who: str, other: Interview, zone) -> str:
    here, until = (at.astimezone(zone) for at in (other.starts_at, other.ends_at) if at)
    return _("%(who)s has another interview on %(day)s from %(start)s to %(end)s.") % {
        "who": who, "day": day(here.date()), "start": f"{here:%H:%M}", "end": f"{until:%H:%M}",
    }  # fmt: skip


def of_interview(interview: Interview) -> list[str]:
    """The same of one that stands, for as long as it is ahead. Two statements."""
    starts_at, ends_at = interview.starts_at, interview.ends_at
    if not starts_at or not ends_at or interview.is_cancelled or ends_at < timezone.now():
        return []
    panel = [one.user for one in interview.panel.all() if not one.has_conflict]
    return clashes(interview.application, starts_at, interview.minutes, panel, but=interview.pk)


def still_good(interview: Interview, slots: Iterable[Slot]) -> list[Slot]:
    """Those of `slots` at which neither its panel nor its candidate is in another interview by
    now, or all of them if the office offered times in spite of that. One statement."""
    slots = list(slots)
    if interview.may_clash or not slots:
        return slots
    sitting = PanelMember.objects.exclude(conflict=PanelMember.Conflict.DECLARED)
    judges = sitting.filter(interview=interview).values("user")
    others = Interview.objects.standing().exclude(pk=interview.pk).filter(
        Q(pk__in=sitting.filter(user__in=judges).values("interview"))
        | Q(application__candidate=interview.application.candidate_id),
        starts_at__gt=timezone.now() - timedelta(minutes=LONGEST),
    )  # fmt: skip
    busy = [(one.starts_at, one.ends_at) for one in others]
    lasts = timedelta(minutes=interview.minutes)
    return [
        slot
        for slot in slots
        if not any(start < slot.starts_at + lasts and slot.starts_at < end for start, end in busy)
    ]
