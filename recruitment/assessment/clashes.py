"""Who would have to be in two interviews at once. A warning, never a refusal."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.templatetags.cohort import day
from recruitment.assessment.models import LONGEST, Interview, PanelMember
from recruitment.assessment.slots import KnownClash, Slot
from recruitment.pipeline.models import Application


@dataclass(frozen=True)
class Clash:
    """Somebody is taken from `starts_at` to `ends_at`: a member of the panel, or the candidate,
    who is nobody's user."""

    user_id: int | None
    starts_at: datetime
    ends_at: datetime

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at

    @property
    def key(self) -> str:
        """As a form that warned of it says which one was read."""
        return (
            f"{self.user_id or 0}-{self.starts_at.timestamp():.6f}-{self.ends_at.timestamp():.6f}"
        )


def _taken(
    panel: Collection[User] | QuerySet, candidate: int, *, since: datetime, but: int | None
) -> list[Clash]:
    """When these people are in interviews other than `but`, in any centre. Two statements."""
    others = Interview.objects.standing().exclude(pk=but)
    others = others.filter(starts_at__gt=since - timedelta(minutes=LONGEST))
    sitting = PanelMember.objects.exclude(conflict=PanelMember.Conflict.DECLARED)
    judges = sitting.filter(interview__in=others, user__in=panel).select_related("interview")
    found: list[tuple[int | None, Interview]] = [(one.user_id, one.interview) for one in judges]
    found += [(None, one) for one in others.filter(application__candidate=candidate)]
    return [
        Clash(user, one.starts_at, one.ends_at)
        for user, one in found
        if one.starts_at and one.ends_at
    ]


def clashes(
    application: Application,
    starts_at: datetime,
    minutes: int,
    panel: Collection[User],
    *,
    but: int | None = None,
) -> dict[Clash, str]:
    """Those of these people with another interview at that time, in any centre, each with a
    sentence; `but` is the interview that is being changed. Two statements."""
    ends_at = starts_at + timedelta(minutes=minutes)
    names: dict[int | None, str] = {user.pk: str(user) for user in panel}
    names[None] = str(application.candidate)
    zone = application.centre.zone
    taken = _taken(panel, application.candidate_id, since=starts_at, but=but)
    return {
        one: _sentence(names[one.user_id], one, zone)
        for one in taken
        if one.meets(starts_at, ends_at)
    }


def _sentence(who: str, clash: Clash, zone) -> str:
    here, until = clash.starts_at.astimezone(zone), clash.ends_at.astimezone(zone)
    return _("%(who)s has another interview on %(day)s from %(start)s to %(end)s.") % {
        "who": who, "day": day(here.date()), "start": f"{here:%H:%M}", "end": f"{until:%H:%M}",
    }  # fmt: skip


def of_interview(interview: Interview) -> list[str]:
    """The same of one that stands, for as long as it is ahead, and which of it was known when its
    time was offered. Two statements, and one if anybody clashes."""
    starts_at, ends_at = interview.starts_at, interview.ends_at
    if not starts_at or not ends_at or interview.is_cancelled or ends_at < timezone.now():
        return []
    panel = [one.user for one in interview.panel.all() if not one.has_conflict]
    told = clashes(interview.application, starts_at, interview.minutes, panel, but=interview.pk)
    known = _known(interview.known_clashes.filter(slot__taken_by=interview)) if told else ()
    knew = _("This was known when the time was offered.")
    return [
        f"{words} {knew}" if any(clash == one for _slot, one in known) else words
        for clash, words in told.items()
    ]


def still_good(interview: Interview, slots: Iterable[Slot]) -> list[Slot]:
    """Those of `slots` at which neither its panel nor its candidate is in another interview by
    now, or the office knew of each that they are in when it offered that time. Three statements."""
    slots = list(slots)
    if not slots:
        return []
    known = _known(interview.known_clashes.all())
    lost = {slot for slot, clash in met(interview, slots) if (slot.pk, clash) not in known}
    return [slot for slot in slots if slot not in lost]


def met(interview: Interview, slots: Iterable[Slot]) -> Iterator[tuple[Slot, Clash]]:
    """Each of these times with each who is in another interview then. Two statements."""
    sitting = interview.panel.exclude(conflict=PanelMember.Conflict.DECLARED).order_by()
    judges = sitting.values("user")
    candidate = interview.application.candidate_id
    taken = _taken(judges, candidate, since=timezone.now(), but=interview.pk)
    lasts = timedelta(minutes=interview.minutes)
    for slot in slots:
        for clash in taken:
            if clash.meets(slot.starts_at, slot.starts_at + lasts):
                yield slot, clash


def _known(rows: Iterable[KnownClash]) -> set[tuple[int, Clash]]:
    return {(one.slot_id, Clash(one.user_id, one.starts_at, one.ends_at)) for one in rows}
