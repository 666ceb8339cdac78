"""“How this is worked out”: every input of the forecast with its n, in rows a page can show.

Applications are counted by stage; no chance ever stands beside a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruitment.dashboard.links import Links
from recruitment.dashboard.selectors import Dashboard
from recruitment.dashboard.stages import StageFigures
from recruitment.forecast.calendar import years_later
from recruitment.forecast.outcome import IntakeRange, Outcome, Range, RateBasis, StageBasis


@dataclass(frozen=True)
class StageRow:
    """One stage. Addresses are empty for who may not open the lists they lead to."""

    basis: StageBasis
    passed: str
    closed: str
    waiting: str


@dataclass(frozen=True)
class RateRow:
    name: str
    prior: str
    seen: str
    value: str
    span: str


@dataclass(frozen=True)
class IntakeRow:
    name: str
    href: str
    starts_on: date
    places: int | None
    bounds: str  # what the places come from
    people: Range


def stage_rows(dash: Dashboard, outcome: Outcome, links: Links | None) -> list[StageRow]:
    figures = {str(one.stage.pk): one for one in dash.stages}
    return [_stage_row(basis, figures[basis.key], links) for basis in outcome.basis.stages]


def _stage_row(basis: StageBasis, figures: StageFigures, links: Links | None) -> StageRow:
    if links is None:
        return StageRow(basis, "", "", "")
    return StageRow(basis, links.passed(figures), links.closed(figures), links.waiting(figures))


def rate_rows(outcome: Outcome) -> Iterator[RateRow]:
    names = {
        "conversion": _("From application to start"),
        "deferral": _("Accepted people who move to a later intake"),
        "attrition": _("Researchers who leave, in a year"),
        "short_lead": _("Late acceptances that still start as wanted"),
        "variation": _("How far intakes of a season lie from their mean"),
        "pace": _("How long the whole way takes, against the days above"),
    }
    for rate in outcome.basis.rates:
        told = times if rate.name == "pace" else share
        span = {"low": told(rate.low), "high": told(rate.high)}
        yield RateRow(
            names[rate.name],
            told(rate.prior),
            _seen(rate),
            told(rate.mean),
            _("%(low)s to %(high)s") % span,
        )


def _seen(rate: RateBasis) -> str:
    if rate.name == "conversion":
        return _("all stages above")
    if not rate.n:
        return _("nothing yet")
    if rate.name == "variation":
        return ngettext("%(n)d intake", "%(n)d intakes", int(rate.n)) % {"n": rate.n}
    if rate.name == "pace":
        return ngettext("%(n)d stay", "%(n)d stays", int(rate.n)) % {"n": rate.n}
    if rate.name == "attrition":
        return _("%(k)d in %(n).1f person-years") % {"k": rate.k, "n": rate.n}
    return _("%(k)d of %(n)d") % {"k": rate.k, "n": rate.n}


def times(value: float) -> str:
    return _("%(n).2f times") % {"n": value}


def share(value: float) -> str:
    """A rate in percent; with a decimal below ten, where it makes the difference."""
    return f"{value:.1%}" if 0 < value < 0.0995 else f"{value:.0%}"


def intake_rows(dash: Dashboard, outcome: Outcome) -> list[IntakeRow]:
    """Intakes ahead up to the promised day: written down, planned, or repeated every year."""
    known = {str(one.pk): one for one in dash.intakes}
    rows = []
    for one in outcome.by_intake:
        intake = known.get(one.key)
        name = intake.name if intake else formats.date_format(one.starts_on, "F Y")
        href = reverse("recruitment:intake", args=[intake.pk]) if intake else ""
        rows.append(IntakeRow(name, href, one.starts_on, one.places, _bounds(one), one.starts))
    return rows


def year_rows(outcome: Outcome) -> list[str]:
    """What bounds each twelve months of a rolling track: “To 26 Nov 2027: 2 seats.”."""
    years = {one.year: _bounds(one) for one in outcome.by_intake if one.year is not None}
    return [
        _("To %(day)s: %(places)s.") % {"day": formats.date_format(day, "j M Y"), "places": places}
        for year, places in years.items()
        if places and (day := years_later(outcome.as_of, year + 1))
    ]


def _bounds(one: IntakeRange) -> str:
    """“6 seats expected, 8 supervisors’ places”; empty where nothing bounds the intake."""
    parts = []
    if one.seats is not None:
        parts.append(ngettext("%(n)d seat", "%(n)d seats", one.seats) % {"n": one.seats})
        if not one.written:
            parts[0] = _("%(seats)s expected") % {"seats": parts[0]}
    if one.capacity is not None:
        text = ngettext("%(n)d supervisor’s place", "%(n)d supervisors’ places", one.capacity)
        parts.append(text % {"n": one.capacity})
    return ", ".join(parts)


def live_total(rows: Sequence[StageRow]) -> int:
    return sum(row.basis.live for row in rows)
