"""“Before saving a target”: what a change does to the numbers the dashboard shows today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from centre.targets.models import Target
from centre.targets.plan import Level, Step
from centre.targets.promises import Promise
from centre.templatetags.cohort import full_day
from recruitment.dashboard.selectors import Progress, assess, read_accepted, read_tracks
from recruitment.dashboard.whatif import change_of
from recruitment.enrolment.stays import read_stays
from recruitment.forecast.answer import forecast
from recruitment.forecast.evidence.question import read_inputs
from recruitment.office.staircase import Stairs


@dataclass(frozen=True)
class Line:
    """One number before and after."""

    label: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before != self.after


def promise_of(target: Target, plan: Sequence[Step]) -> Promise:
    return Promise(target.headcount, target.starts_on, target.by, target.counts, tuple(plan))


def effect(centre, kind: str, before: Promise | None, after: Promise) -> list[Line]:
    """The dashboard's figures of today under both promises, from one reading of the records."""
    tracks = read_tracks(centre)
    track = next(one for one in tracks if one.kind == kind)
    track.centre = centre
    on = centre.today()
    stays, accepted = read_stays(centre), read_accepted(track, on)

    def then(promise):
        return assess(
            track, on, promise=promise, stays=stays, accepted=accepted, intakes=tracks[track]
        )

    return _lines(then(before), then(after))


def forecast_effect(centre, kind: str, before: Promise, after: Promise) -> str:
    """“This changes the forecast from 31% to 44%.” The forecast of today under both promises."""
    track = next(one for one in read_tracks(centre) if one.kind == kind)
    track.centre = centre
    stays = read_stays(centre)
    was, will_be = (
        forecast(read_inputs(track, centre.today(), promise=promise, stays=stays))
        for promise in (before, after)
    )
    return change_of(was, will_be)


def _lines(before: Progress, after: Progress) -> list[Line]:
    return [
        Line(label, words(before), words(after))
        for label, words in [
            (_("Headcount"), lambda p: _number(p.headcount) if p.headcount else _("several")),
            (_("What counts"), lambda p: str(Target.Counts(p.counts).label)),
            (_("By"), lambda p: full_day(p.promise.ends_on) if p.promise else "–"),
            (_("In post today"), lambda p: _number(p.in_post)),
            (_("Counted today"), lambda p: _number(p.counted)),
            (_("Plan for today"), lambda p: _number(p.plan)),
            (_("Gap to the plan"), _gap),
            (_("Share of the target"), _share),
            (_("Planned in all"), lambda p: _number(_planned(p))),
        ]
    ]


def _number(n) -> str:
    return "–" if n is None else str(n)


def _planned(progress: Progress):
    plan = progress.promise.plan if progress.promise else ()
    return sum(starts for _day, starts in plan) if plan else None


def _gap(progress: Progress) -> str:
    if progress.gap is None:
        return "–"
    if progress.gap > 0:
        return _("%(n)d behind") % {"n": progress.gap}
    return _("%(n)d ahead") % {"n": -progress.gap} if progress.gap else _("none")


def _share(progress: Progress) -> str:
    return f"{progress.counted / progress.headcount:.0%}" if progress.headcount else "–"


def with_plan(promise: Promise, plan: Sequence[Step]) -> Promise:
    return replace(promise, plan=tuple(plan))


@dataclass(frozen=True)
class StepEffect:
    """One intake day before and after: planned, planned so far, and asked for with what is
    carried over. None where there is no step, or no longer a choice."""

    on: date
    planned: tuple[int | None, int | None]
    so_far: tuple[int | None, int | None]
    asked: tuple[int | None, int | None]

    @property
    def changes(self) -> bool:
        return any(before != after for before, after in (self.planned, self.so_far, self.asked))


def plan_effect(before: Stairs, after: Stairs) -> list[StepEffect]:
    """Every step of either plan, in order."""
    old = {one.on: one for one in before.levels}
    new = {one.on: one for one in after.levels}
    return [
        StepEffect(
            on=day,
            planned=_pair("planned", old.get(day), new.get(day)),
            so_far=_pair("so_far", old.get(day), new.get(day)),
            asked=_pair("asked", old.get(day), new.get(day)),
        )
        for day in sorted({*old, *new})
    ]


def _pair(name: str, before: Level | None, after: Level | None):
    return before and getattr(before, name), after and getattr(after, name)
