"""The dashboard's panels: figures with their words, drawings and addresses, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.money.amounts import Money, headline
from centre.targets.models import Target, TrackKind
from centre.templatetags.cohort import month
from recruitment.dashboard import charts, words
from recruitment.dashboard.links import Links
from recruitment.dashboard.money import Purse
from recruitment.dashboard.selectors import Dashboard, IntakeSeats, Progress
from recruitment.dashboard.stages import StageFigures
from recruitment.pipeline.kinds import StageKind
from recruitment.talent.journeys import Group
from recruitment.talent.panel import Panel, panels_of
from recruitment.talent.selectors import Wanted


@dataclass(frozen=True)
class Tile:
    """One key figure; the whole tile is the link to what it counts."""

    label: str
    value: str
    href: str
    small: str = ""
    context: str = ""
    warns: bool = False


def tiles(dash: Dashboard, links: Links, purse: Purse | None = None) -> list[Tile]:
    return [
        *(_other_track(other, links) for other in dash.others[:1]),
        _next_intake(dash.next_intake, dash, links),
        _offers(dash, links),
        _accepted(dash, links),
        *([_funding(purse)] if purse else []),
    ]


def _short(purse: Purse, amount: Decimal | None) -> str:
    return headline(None if amount is None else Money(amount, purse.currency))


def _funding(purse: Purse) -> Tile:
    pledge = {"amount": _short(purse, purse.pledge)}
    return Tile(
        label=_("Funding committed"),
        value=_short(purse, purse.committed),
        href=reverse("recruitment:funding"),
        small=_("of %(amount)s pledged") % pledge if purse.pledge else _("no pledge is set"),
        context=_("%(amount)s for the whole plan") % {"amount": _short(purse, purse.expected)},
    )


@dataclass(frozen=True)
class Pledge:
    """What became of the pledge, as one bar with its parts: (css class, label, amount)."""

    pledge: str
    span: str
    bar: SafeString
    parts: Sequence[tuple[str, str, str]]


def funding(purse: Purse | None) -> Pledge | None:
    """None where nothing is pledged, so nothing can be left of it."""
    if purse is None or not purse.pledge:
        return None
    plan = {"n": purse.doctoral, "postdocs": purse.postdocs}
    amounts = [purse.spent, purse.outstanding, purse.needed or Decimal(0)]
    shown = [max(float(amount), 0.0) for amount in amounts]
    over = purse.left is not None and purse.left < 0
    return Pledge(
        pledge=_short(purse, purse.pledge),
        span=f"{month(purse.starts_on)} – {month(purse.ends_on)}",
        bar=charts.bar(
            list(zip(shown, ("f", "f2", "f3"), strict=True)),
            max(float(purse.pledge), sum(shown)),
            css="tall",
        ),
        parts=[
            ("k1", _("Spent"), _short(purse, purse.spent)),
            ("k2", _("Committed, not yet spent"), _short(purse, purse.outstanding)),
            (
                "k3",
                _("Needed for %(n)d doctoral, %(postdocs)d postdocs") % plan,
                _short(purse, purse.needed),
            ),
            (
                "k4",
                _("More than the pledge") if over else _("Left of the pledge"),
                _short(purse, purse.left and abs(purse.left)),
            ),
        ],
    )


def _other_track(other: Progress, links: Links) -> Tile:
    goal = ""
    if other.promise:
        several = other.headcount is None
        goal = _("of %(goal)s") % {"goal": _("several") if several else other.headcount}
    return Tile(
        label=_("Postdocs in post") if _is_postdocs_in_post(other) else words.label(other),
        value=str(other.counted),
        small=goal,
        context=words.against_plan(other) or words.departed(other),
        href=links.of(other.track).researchers(
            "started" if other.counts == Target.Counts.ENROLLED else "in_post"
        ),
    )


def _is_postdocs_in_post(other: Progress) -> bool:
    """“Postdoctoral researchers in post” does not fit a tile on one line."""
    return other.track.kind == TrackKind.POSTDOC and other.counts == Target.Counts.IN_POST


def _next_intake(intake: IntakeSeats | None, dash: Dashboard, links: Links) -> Tile:
    label = _("Next intake")
    if intake is None:
        return Tile(label, "–", reverse("recruitment:openings"), context=_("No intake lies ahead"))
    small = ""
    if intake.starts_on:
        days = (intake.starts_on - dash.on).days
        small = ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    planned = next((p.planned for p in dash.progress.by_intake if p.intake == intake), 0)
    if not links.asof.is_today:
        # Seats keep no history: of a past day only the plan is known.
        context = _("%(n)d planned") % {"n": planned}
    elif dash.next_seats is None:
        context = _("No seats yet, %(n)d planned") % {"n": planned}
    else:
        n, finding = dash.next_seats.seats, dash.next_seats.finding()
        text = ngettext("%(n)d seat: %(finding)s", "%(n)d seats: %(finding)s", n)
        context = text % {"n": n, "finding": finding}
    return Tile(
        label=label,
        value=intake.name,
        small=small,
        context=context,
        href=reverse("recruitment:intake", args=[intake.pk]),
    )


def _offers(dash: Dashboard, links: Links) -> Tile:
    out = [one for one in dash.stages if one.stage.kind == StageKind.OFFER]
    # What lapsed or was rescinded is open no more, though its application still stands there.
    over = sum(one.offers_over for one in out) if links.asof.is_today else 0
    late = max(sum(one.over_limit for one in out) - over, 0)
    waiting = max(sum(one.waiting for one in out) - over, 0)
    context = ""
    if over:
        text = ngettext(
            "%(n)d more lapsed or was rescinded", "%(n)d more lapsed or were rescinded", over
        )
        context = text % {"n": over}
    elif late:
        context = _("%(n)d past the time limit") % {"n": late}
    elif waiting:
        context = _("All within the time limit")
    else:
        context = _("None is waiting for an answer")
    # With several offer stages no one list holds them all; the widest shown is the first's.
    of_one = links.offers_open if over else links.waiting
    href = of_one(out[0]) if len(out) == 1 else links.candidates()
    return Tile(_("Offers open"), str(waiting), href, context=context, warns=bool(late))


def _accepted(dash: Dashboard, links: Links) -> Tile:
    lines = [line for line in dash.progress.by_intake if line.accepted]
    context = ", ".join(f"{line.name}: {line.accepted}" for line in lines)
    return Tile(
        _("Accepted, yet to start"),
        str(dash.progress.accepted),
        links.accepted,
        context=context or _("Nobody is waiting to start"),
    )


def talent(dash: Dashboard, today: date) -> Panel | None:
    """Where the researchers of the track came from and went; None for what was known once."""
    if dash.talent is None:
        return None
    wanted = Wanted(Group.RESEARCHERS, (dash.track,), dash.on)
    (found,) = panels_of([(wanted, dash.talent)], track=dash.track, today=today)
    return found


@dataclass(frozen=True)
class FunnelRow:
    figures: StageFigures
    bar: SafeString
    reached: str
    passed: str
    closed: str
    waiting: str


def funnel(stages: Sequence[StageFigures], links: Links) -> list[FunnelRow]:
    shown = [one for one in stages if one.is_shown]
    most = max((one.entered for one in shown), default=0)
    return [
        FunnelRow(
            figures=one,
            bar=charts.bar(
                [
                    (max(one.entered - one.waiting, 0), "f"),
                    (min(one.waiting, one.entered), "f3"),
                ],
                most,
            ),
            reached=links.reached(one),
            passed=links.passed(one),
            closed=links.closed(one),
            waiting=links.waiting(one),
        )
        for one in shown
    ]


@dataclass(frozen=True)
class TimeRow:
    figures: StageFigures
    bar: SafeString
    late: str
    own_scale: bool = False

    @property
    def is_slow(self) -> bool:
        limit, median = self.figures.stage.limit_days, self.figures.median_days
        return limit is not None and median is not None and median > limit


def times(stages: Sequence[StageFigures], links: Links) -> list[TimeRow]:
    """Bars share one scale; pre-arrival, which takes months, has its own."""
    shown = [one for one in stages if one.is_shown and one.is_timed]

    def scale(rows: Sequence[StageFigures]) -> float:
        lengths = [one.median_days or 0 for one in rows]
        lengths += [one.stage.limit_days or 0 for one in rows]
        return max([*lengths, 1]) * 1.15

    slow = [one for one in shown if one.stage.kind == StageKind.PRE_START]
    quick = [one for one in shown if one.stage.kind != StageKind.PRE_START]
    return [
        TimeRow(
            figures=one,
            bar=charts.median_bar(
                one.median_days, one.stage.limit_days, scale(slow if one in slow else quick)
            ),
            late=links.late_in(one),
            own_scale=one in slow,
        )
        for one in shown
    ]


@dataclass(frozen=True)
class PlanRow:
    name: str
    planned: int
    started: int
    accepted: int
    started_href: str
    accepted_href: str
    intake_href: str
    is_past: bool


def plan_rows(progress: Progress, links: Links) -> list[PlanRow]:
    return [
        PlanRow(
            name=line.name,
            planned=line.planned,
            started=line.started,
            accepted=line.accepted,
            started_href=links.researchers("started", line.intake) if line.intake else "",
            accepted_href=links.accepted_for(line.intake) if line.intake else "",
            intake_href=reverse("recruitment:intake", args=[line.intake.pk]) if line.intake else "",
            is_past=bool(
                line.intake and line.intake.starts_on and line.intake.starts_on <= progress.on
            ),
        )
        for line in progress.by_intake
    ]
