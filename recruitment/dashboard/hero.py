"""The hero: the number against its target, and its course over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from centre.targets.models import Target
from recruitment.dashboard import burnup, charts, words
from recruitment.dashboard.links import Links
from recruitment.dashboard.outlook import Outlook, is_ahead
from recruitment.dashboard.selectors import Progress


@dataclass(frozen=True)
class Hero:
    """The number, its blocks and what stands beside them."""

    label: str
    progress: Progress
    goal: str  # “25”, “several”, or empty without a target
    pill: str
    pill_css: str
    blocks: SafeString
    href: str  # the people counted; empty where no single list holds them
    against_plan: str
    remaining: str
    accepted: str
    departed: str
    definition: str
    chart: SafeString
    finding: str
    rows: Sequence["Row"]
    state: str  # what the curve counts
    outlook: Outlook

    @property
    def has_fan(self) -> bool:
        return any(row.low is not None for row in self.rows)


@dataclass(frozen=True)
class Row:
    """One corner of the lines. `likely` is None of an assumption, all three None of the past."""

    day: date
    planned: int | None
    counted: int | None
    likely: int | None = None
    low: int | None = None  # of the 80% range
    high: int | None = None


def hero(progress: Progress, outlook: Outlook, links: Links) -> Hero:
    goal = ""
    if progress.promise:
        goal = _("several") if progress.headcount is None else str(progress.headcount)
    state = words.state(progress) if progress.counts == words.ENROLLED else _("in post")
    return Hero(
        label=words.label(progress),
        progress=progress,
        goal=goal,
        pill=outlook.pill,
        pill_css=outlook.pill_css,
        blocks=_blocks(progress),
        href={
            Target.Counts.IN_POST: links.in_post,
            Target.Counts.ENROLLED: links.started,
        }.get(Target.Counts(progress.counts), ""),
        against_plan=words.against_plan(progress),
        remaining=words.remaining(progress),
        accepted=words.accepted(progress),
        departed=words.departed(progress),
        definition=words.definition(progress),
        chart=_burn_up(progress, outlook, state, links),
        finding=outlook.finding,
        rows=_rows(progress, outlook),
        state=state,
        outlook=outlook,
    )


def _blocks(progress: Progress) -> SafeString:
    goal = progress.headcount
    if not goal:
        return SafeString()
    filled, following = progress.counted, progress.accepted
    if progress.counts == Target.Counts.ACCEPTED:
        filled, following = progress.in_post, progress.counted - progress.in_post
    label = _("%(counted)s; %(accepted)d accepted; %(left)d still to recruit") % {
        "counted": f"{words.of_target(progress)} {words.state(progress)}",
        "accepted": progress.accepted,
        "left": max(goal - filled - following, 0),
    }
    return charts.blocks(goal, filled, following, label)


def _burn_up(progress: Progress, outlook: Outlook, state: str, links: Links) -> SafeString:
    promise, on = progress.promise, progress.on
    days = [day for day, _n in progress.curve]
    if promise is None and not days:
        return SafeString()
    first = min([promise.starts_on] if promise else [], default=days[0] if days else on)
    last = promise.ends_on if promise else on
    first, last = min([first, *days]), max(last, on)
    fan = _fan(progress, outlook)
    summary = _("%(who)s, %(first)s to %(last)s. %(finding)s.") % {
        "who": words.label(progress),
        "first": formats.date_format(first, "F Y"),
        "last": formats.date_format(last, "F Y"),
        "finding": words.finding(progress),
    }
    if fan:
        ends = {"low": fan[-1].p10, "high": fan[-1].p90}
        summary += " " + _("In 8 of 10 cases it is %(low)d to %(high)d.") % ends
    if progress.headcount is not None:
        summary += " " + _("The target is %(goal)d.") % {"goal": progress.headcount}
    return burnup.burn_up(
        burnup.BurnUp(
            starts_on=first,
            ends_on=last,
            on=on,
            now=progress.curve[-1][1] if progress.curve else 0,
            actual=progress.curve,
            plan=progress.staircase,
            goal=progress.headcount,
            summary=summary,
            fan=fan,
            is_assumption=outlook.outcome.is_assumption,
            words={
                "state": state,
                "today": _("Today") if on == links.asof.today else words.long_day(on),
                "target": _("target"),
                "plan": _("planned"),
                "likely": _("likely"),
                "high": _("high"),
                "low": _("low"),
            },
        )
    )


def _fan(progress: Progress, outlook: Outlook) -> list[burnup.Fan]:
    """The forecast up to the promised day; none without a promise or once the day is over."""
    outcome = outlook.outcome
    if not is_ahead(progress, outcome):
        return []
    points = [(point.on, point.people) for point in outcome.path]
    return [burnup.Fan(day, p.p10, p.p25, p.p50, p.p75, p.p90) for day, p in points]


def _rows(progress: Progress, outlook: Outlook) -> list[Row]:
    """Every corner of all lines, so the table holds the numbers that were drawn."""
    actual, plan = dict(progress.curve), dict(progress.staircase)
    ahead = {one.day: one for one in _fan(progress, outlook)[1:]}
    counted, planned, fan = 0, None, None
    rows: list[Row] = []
    for day in sorted({*actual, *plan, *ahead, progress.on}):
        counted, planned = actual.get(day, counted), plan.get(day, planned)
        fan = ahead.get(day, fan)
        rows.append(_row(day, planned, counted if day <= progress.on else None, fan, outlook))
    return rows


def _row(
    day: date, planned: int | None, counted: int | None, fan: burnup.Fan | None, outlook: Outlook
) -> Row:
    if fan is None:
        return Row(day, planned, counted)
    likely = None if outlook.outcome.is_assumption else fan.p50
    return Row(day, planned, counted, likely, fan.p10, fan.p90)
