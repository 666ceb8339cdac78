"""How many of those in post have been at the partner, against what was planned: arithmetic and one
read. All counts are people; months are of 365.25 / 12 days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from recruitment.enrolment.models import Enrolment
from recruitment.placements.models import Placement, PlacementPlan
from recruitment.positions.models import Track

MONTH = 365.25 / 12  # days

# (person, first day, last day)
Span = tuple[int, date, date]


@dataclass(frozen=True)
class Coverage:
    """Of the people `in_post` on a day `placed` had a placement begun by then; `months` they were
    there so far. `share` and `months_each` are the plan's, None where there is none."""

    in_post: int
    placed: int
    months: float
    share: int | None = None
    months_each: int | None = None

    @property
    def percent(self) -> int | None:
        return round(100 * self.placed / self.in_post) if self.in_post else None

    @property
    def planned_people(self) -> int | None:
        """Of those in post, so many are to have one; half a person is a whole one."""
        return None if self.share is None else -(-self.in_post * self.share // 100)

    @property
    def planned_months(self) -> int | None:
        if self.planned_people is None or self.months_each is None:
            return None
        return self.planned_people * self.months_each


def cover(people: set[int], spans: Iterable[Span], on: date, plan: PlacementPlan | None = None):
    """`Coverage` of `people` at the end of `on`; of a placement that goes on, the days so far."""
    begun = [one for one in spans if one[0] in people and one[1] <= on]
    days = sum((min(last, on) - first).days + 1 for _person, first, last in begun)
    return Coverage(
        in_post=len(people),
        placed=len({person for person, _first, _last in begun}),
        months=round(days / MONTH, 1),
        share=plan.share if plan else None,
        months_each=plan.months if plan else None,
    )


def coverage_of(track: Track, on: date) -> Coverage:
    """Of the whole track, whoever looks. Three statements."""
    here = Enrolment.objects.filter(track=track).in_post(on)
    people = set(here.values_list("researcher__candidate", flat=True))
    plan = PlacementPlan.objects.filter(track=track).first()
    return cover(people, spans_of(track), on, plan)


def spans_of(track: Track, known: datetime | None = None) -> list[Span]:
    """Placements of the track; with `known` those recorded before that moment."""
    rows = Placement.objects.filter(enrolment__track=track)
    if known is not None:
        rows = rows.filter(recorded_at__lt=known)
    return list(rows.values_list("enrolment__researcher__candidate", "starts_on", "ends_on"))
