"""Who would have to be in two interviews at once. A warning, never a refusal."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from centre.accounts.models import User
from recruitment.assessment.models import LONGEST, Interview, PanelMember
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
    return _("%(who)s has another interview from %(start)s to %(end)s.") % {
        "who": who, "start": f"{here:%H:%M}", "end": f"{until:%H:%M}",
    }  # fmt: skip
