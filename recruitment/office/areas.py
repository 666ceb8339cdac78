"""Research areas against what a target plans for them, today: what an edit does to the numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from centre.organisation.models import ResearchArea
from centre.targets.models import Target
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.models import Application
from recruitment.positions.models import Track


@dataclass(frozen=True)
class AreaLine:
    """One area: people planned before and after, and those there are."""

    name: str
    planned: tuple[int | None, int | None]
    here: int
    accepted: int

    @property
    def open(self) -> tuple[int | None, int | None]:
        """Still to recruit, before and after; None where no number is planned."""
        before, after = (
            None if n is None else max(n - self.here - self.accepted, 0) for n in self.planned
        )
        return before, after

    @property
    def changes(self) -> bool:
        return self.planned[0] != self.planned[1]


@dataclass(frozen=True)
class Cover:
    """All areas of a target, and what is planned for none of them."""

    lines: Sequence[AreaLine]
    planned: int
    headcount: int | None

    @property
    def rest(self) -> int:
        """People of the target that no area is planned to bring; below 0: planned too many."""
        return (self.headcount or 0) - self.planned


def read_cover(
    target: Target, areas: Sequence[ResearchArea], before: Mapping, after: Mapping
) -> Cover:
    """`before` and `after`: {area: people}. Three queries."""
    here, accepted = _people(target)
    lines = [
        AreaLine(one.name, (before.get(one.pk), after.get(one.pk)), here[one.pk], accepted[one.pk])
        for one in areas
    ]
    if here[None] or accepted[None]:
        lines.append(AreaLine(_("No area"), (None, None), here[None], accepted[None]))
    return Cover(lines, sum(after.values()), target.headcount)


def _people(target: Target) -> tuple[Counter, Counter]:
    """({area: in post}, {area: accepted}) of the target's track today."""
    centre = target.agreement.centre
    track = Track.objects.filter(centre=centre, kind=target.kind).first()
    if track is None:
        return Counter(), Counter()
    track.centre, today = centre, centre.today()
    began = Enrolment.objects.filter(track=track, started_on__lte=today)
    here = began.exclude(left_on__lte=today).order_by("started_on", "pk")
    coming = Application.objects.accepted(track).order_by("pk")
    return (
        # A person of two seats counts once, where they were last.
        Counter(dict(here.values_list("researcher__candidate", "application__area")).values()),
        Counter(dict(coming.values_list("candidate", "area")).values()),
    )
