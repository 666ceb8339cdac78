"""Whether the target will be reached: the chance and the range of the forecast, on one day."""

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from recruitment.forecast.calendar import years_later
from recruitment.forecast.outcome import Outcome, Point
from recruitment.reports.document import DAY, NUMBER, SHARE, Column, Figure, Section, Table

LEAST, MOST = 0.01, 0.99  # nothing that is foreseen is certain


def section(outcome: Outcome | None) -> Section | None:
    """None without a target that lies ahead."""
    if outcome is None or not outcome.goal:
        return None
    words = {"goal": outcome.goal, "by": formats.date_format(outcome.by, "F Y")}
    figures = [
        Figure("low", _("80%% range by %(by)s, from") % words, outcome.people.p10, NUMBER),
        Figure("high", _("80%% range by %(by)s, to") % words, outcome.people.p90, NUMBER),
    ]
    if outcome.shown is not None:
        chance = round(min(max(outcome.shown, LEAST), MOST), 2)
        label = _("Chance of %(goal)d by %(by)s") % words
        figures.insert(0, Figure("chance", label, chance, SHARE))
        figures.insert(1, Figure("median", _("Most likely"), outcome.people.p50, NUMBER))
    return Section(
        key="outlook",
        title=_("Outlook"),
        lead=[_state(outcome)],
        figures=figures,
        tables=[_by_year(outcome)],
        notes=[
            _("In 8 of 10 simulated courses the number lies in the range (%(n)s runs, seed "
              "%(seed)d). On track: a chance of 80%% or more; at risk: of 50%% or more.")
            % {"n": f"{outcome.simulations:,}", "seed": outcome.seed}
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class Ends:
    """The forecast at the end of one day: p10, p25, p50, p75 and p90."""

    on: date
    ends: tuple[int, int, int, int, int]


def fan(outcome: Outcome) -> list[Ends]:
    """What the report draws: from the day of the figures to the ends of years a year away or
    more, and the promised day. What lies nearer is all but decided: it would tell how many have
    accepted."""
    first = years_later(outcome.as_of, 1)
    last: dict[int, Point] = {}
    for point in outcome.path:
        last[point.on.year] = point
    ahead = []
    for year, point in sorted(last.items()):
        day = min(date(year, 12, 31), outcome.by)
        if day >= first or day == outcome.by:
            ahead.append(Ends(day, _ends(point)))
    now = outcome.counted
    return [Ends(outcome.as_of, (now, now, now, now, now)), *ahead]


def _ends(point: Point) -> tuple[int, int, int, int, int]:
    of = point.people
    return of.p10, of.p25, of.p50, of.p75, of.p90


def _by_year(outcome: Outcome) -> Table:
    """The corners of the fan; of an assumption its outer ends alone."""
    names = [_("80% from"), _("50% from"), _("Most likely"), _("50% to"), _("80% to")]
    shown = (0, 4) if outcome.is_assumption else range(5)
    return Table(
        "by-year",
        _("Range by year"),
        [Column(_("On"), DAY), *(Column(names[i], NUMBER) for i in shown)],
        [[one.on, *(one.ends[i] for i in shown)] for one in fan(outcome)[1:]],
    )


def _state(outcome: Outcome) -> str:
    return {
        "on_track": _("On track."),
        "at_risk": _("At risk."),
        "off_track": _("Off track."),
        "not_enough_history": _("Not enough history: the range is an assumption."),
        "no_target": "",
    }[outcome.state]
