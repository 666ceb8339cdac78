"""Who was here when: arithmetic on enrolments. It counts people, however many rows they have.

A person who left and came back, or who holds two seats of a track, is one person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from centre.organisation.models import Centre
from centre.web.statements import Slot, kept
from recruitment.enrolment.models import Enrolment

Curve = list[tuple[date, int]]


@dataclass(frozen=True)
class Stay:
    """One enrolment. `left_on` is the first day no longer in post, None while it goes on."""

    person: int  # the candidate's id
    track: int
    intake: int  # the cohort: where they started, whatever happens later
    started_on: date
    left_on: date | None = None
    application: int | None = None  # the one that led here

    def covers(self, day: date) -> bool:
        return self.started_on <= day and (self.left_on is None or self.left_on > day)


def read_stays(centre: Centre) -> list[Stay]:
    """All enrolments of the centre, in one query; as many rows as people ever started."""
    return [Stay(*row) for row in kept("stays", _stays).rows(centre=centre.pk)]


def _stays():
    rows = Enrolment.objects.filter(researcher__centre=Slot("centre"))
    return rows.order_by("started_on", "pk").values_list(
        "researcher__candidate", "track", "application__intake", "started_on", "left_on",
        "application",
    )  # fmt: skip


def in_post(stays: Iterable[Stay], on: date) -> set[int]:
    """People who started on or before `on` and were not gone by its end."""
    return {stay.person for stay in stays if stay.covers(on)}


def started(stays: Iterable[Stay], on: date) -> set[int]:
    """People who started on or before `on`, those who left since included."""
    return {stay.person for stay in stays if stay.started_on <= on}


def left(stays: Sequence[Stay], on: date) -> set[int]:
    """People who started and are in post no longer; who came back has not left."""
    return started(stays, on) - in_post(stays, on)


def gone_since(stays: Sequence[Stay], on: date) -> dict[int, date]:
    """{person: the day they left last} of `left`: from then on nothing is paid to them."""
    gone = left(stays, on)
    return {
        stay.person: stay.left_on
        for stay in sorted(stays, key=lambda one: one.left_on or date.min)
        if stay.left_on and stay.left_on <= on and stay.person in gone
    }


def curve(stays: Sequence[Stay], until: date, *, leavers: bool = False) -> Curve:
    """[(day, people in post from that day)] at each change up to `until`.

    With `leavers` those who left stay counted: the curve of all who ever started.
    """
    days = {stay.started_on for stay in stays}
    if not leavers:
        days |= {stay.left_on for stay in stays if stay.left_on}
    count = started if leavers else in_post
    corners: Curve = []
    for day in sorted(day for day in days if day <= until):
        people = len(count(stays, day))
        if not corners or corners[-1][1] != people:
            corners.append((day, people))
    return corners
