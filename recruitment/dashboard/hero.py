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
    rows: Sequence[tuple[date, int | None, int | None]]  # day, planned by then, counted then
    state: str  # what the curve counts


def hero(progress: Progress, links: Links) -> Hero:
    pill, css = _pill(progress)
    goal = ""
    if progress.promise:
        goal = _("several") if progress.headcount is None else str(progress.headcount)
    state = words.state(progress) if progress.counts == words.ENROLLED else _("in post")
    return Hero(
        label=words.label(progress),
        progress=progress,
        goal=goal,
        pill=pill,
        pill_css=css,
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
        chart=_burn_up(progress, state, links),
        finding=words.finding(progress),
        rows=_rows(progress),
        state=state,
    )


def _pill(progress: Progress) -> tuple[str, str]:
    if progress.gap is None:
        return "", ""
    if progress.gap > 0:
        return _("Behind plan"), "warn"
    return (_("Ahead of plan") if progress.gap < 0 else _("On plan")), "ok"


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


def _burn_up(progress: Progress, state: str, links: Links) -> SafeString:
    promise, on = progress.promise, progress.on
    days = [day for day, _n in progress.curve]
    if promise is None and not days:
        return SafeString()
    first = min([promise.starts_on] if promise else [], default=days[0] if days else on)
    last = promise.ends_on if promise else on
    first, last = min([first, *days]), max(last, on)
    summary = _("%(who)s, %(first)s to %(last)s. %(finding)s.") % {
        "who": words.label(progress),
        "first": formats.date_format(first, "F Y"),
        "last": formats.date_format(last, "F Y"),
        "finding": words.finding(progress),
    }
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
            words={
                "state": state,
                "today": _("Today") if on == links.asof.today else words.long_day(on),
                "target": _("target"),
                "plan": _("planned"),
            },
        )
    )


def _rows(progress: Progress):
    """Every corner of both lines, so the table holds the numbers that were drawn."""
    actual, plan = dict(progress.curve), dict(progress.staircase)
    counted, planned = 0, None
    rows: list[tuple[date, int | None, int | None]] = []
    for day in sorted({*actual, *plan, progress.on}):
        counted, planned = actual.get(day, counted), plan.get(day, planned)
        rows.append((day, planned, counted if day <= progress.on else None))
    return rows
