"""The annual monitoring return: how many applied, were interviewed, got offers, accepted, started.

In the shape doctoral training centres report to their funders (domain.md 8.3). Every event counts
in the year it first happened, corrections left out, so that years add up: who applied in December
and started in September is in two years' returns. Staff read exact figures, as they may open the
records; nationality is told on aggregates alone, small groups hidden.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django_countries import countries

from centre.disclosure.suppression import Shown, suppress_lists
from centre.organisation.models import Centre
from recruitment.enrolment.models import Enrolment
from recruitment.funding.models import Award
from recruitment.funding.months import number_of
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, StageTransition
from recruitment.reports.document import TEXT, Column, Table, Value

K = StageKind
_BEYOND = [K.OFFER.value, K.PRE_START.value, K.STARTED.value]
# Who was interviewed came to that very stage; who stands beyond an offer had one.
REACHED: dict[str, list[str]] = {
    "applied": [kind for kind in K.values if kind != K.LEAD],
    "interviewed": [K.INTERVIEW.value],
    "offered": _BEYOND,
    "accepted": _BEYOND[1:],
}
MEASURES = [*REACHED, "started"]
_GROUPS = (
    "position__track__name", "supervisor__name", "area__name", "candidate__nationality",
    "supervisor__institution__name",
)  # fmt: skip
SUPERVISOR, PARTNER = 1, 4


@dataclass(frozen=True)
class Return:
    """The tables of one year; `years` are those with anything to tell."""

    year: int
    tables: list[Table]


def labels() -> list[str]:
    return [
        _("Formal applications"), _("Interviewed"), _("Offers made"), _("Accepted"), _("Started"),
    ]  # fmt: skip


def monitoring_return(centre: Centre, year: int) -> Return:
    """What happened in the calendar year `year`, in the centre's time zone. Seven queries."""
    counts = {name: _reached(centre, year, kinds) for name, kinds in REACHED.items()}
    counts["started"] = _started(centre, year)
    tables = [
        _table("track", _("By track"), counts, 0, total=True),
        _table("supervisor", _("By supervisor"), counts, 1),
        _table("area", _("By research area"), counts, 2),
        _table("partner", _("By partner"), _at_partners(centre, counts), PARTNER),
        _funding(centre, year),
        _nationalities(counts),
    ]
    return Return(year, tables)


def years(centre: Centre, today: date) -> list[int]:
    """From the first application to `today`, newest first. One query."""
    found = StageTransition.objects.filter(application__centre=centre)
    first = found.aggregate(first=Min("effective_at"))["first"]
    start = centre.day_of(first).year if first else today.year
    return list(range(today.year, min(start, today.year) - 1, -1))


Groups = Counter[tuple[str | None, ...]]


def _at_partners(centre: Centre, counts: dict[str, Groups]) -> dict[str, Groups]:
    """With the host named for supervisors of no partner: a partner is the supervisor's own."""
    home = centre.host_university or _("Host university")
    found: dict[str, Groups] = {}
    for name, groups in counts.items():
        named: Groups = Counter()
        for group, n in groups.items():
            at = group[PARTNER] or (home if group[SUPERVISOR] else None)
            named[(*group[:PARTNER], at)] += n
        found[name] = named
    return found


def _reached(centre: Centre, year: int, kinds: Iterable[str]) -> Groups:
    """{(track, supervisor, area, nationality): applications that first came there in `year`}."""
    steps = StageTransition.objects.standing().filter(
        application__centre=centre, to_stage__kind__in=list(kinds)
    )
    first = steps.order_by().values("application").annotate(first=Min("effective_at"))
    begins = centre.end_of(date(year - 1, 12, 31))
    ends = centre.end_of(date(year, 12, 31))
    within = first.filter(first__gte=begins, first__lt=ends)
    return _counted(Application.objects.filter(pk__in=within.values("application")), "")


def _started(centre: Centre, year: int) -> Groups:
    rows = Enrolment.objects.filter(researcher__centre=centre, started_on__year=year)
    return _counted(rows, "application__")


def _counted(rows: QuerySet, prefix: str) -> Groups:
    names = [prefix + name for name in _GROUPS]
    found = rows.order_by().values(*names).annotate(n=Count("pk"))
    return Counter({tuple(row[name] for name in names): row["n"] for row in found})


def _by(counts: Groups, place: int) -> Counter[str]:
    """The counts by one of the groups alone; “” for none."""
    found: Counter[str] = Counter()
    for group, n in counts.items():
        found[group[place] or ""] += n
    return found


def _table(
    key: str, title: str, counts: dict[str, Groups], place: int, *, total: bool = False
) -> Table:
    by = {name: _by(counts[name], place) for name in MEASURES}
    groups = sorted({group for one in by.values() for group in one}, key=lambda g: (not g, g))
    rows: list[list[Value]] = [
        [group or _("None given"), *(by[name][group] for name in MEASURES)] for group in groups
    ]
    if total:
        rows.append([_("All"), *(by[name].total() for name in MEASURES)])
    return Table(key, title, _columns(_("Group")), rows)


def _funding(centre: Centre, year: int) -> Table:
    """Who paid for those who started, in the month they started; of nobody else it is known."""
    starts = Enrolment.objects.filter(researcher__centre=centre, started_on__year=year)
    paid: dict[int, list[tuple[str, int, int]]] = {}
    awards = Award.objects.filter(researcher__in=starts.order_by().values("researcher"))
    for person, source, first, last in awards.values_list(
        "researcher", "source", "from_month", "to_month"
    ):
        paid.setdefault(person, []).append((source, number_of(first), number_of(last)))
    counts: Counter[str] = Counter()
    for person, day in starts.values_list("researcher", "started_on"):
        month = number_of(day)
        found = {source for source, first, last in paid.get(person, ()) if first <= month <= last}
        counts[_payer(found)] += 1
    nothing: list[Value] = [None] * (len(MEASURES) - 1)
    rows = [[payer, *nothing, n] for payer, n in sorted(counts.items())]
    return Table("funding", _("By funding"), _columns(_("Who pays")), rows)


def _payer(sources: set[str]) -> str:
    if len(sources) > 1:
        return _("Several sources")
    return next((str(Award.Source(one).label) for one in sources), _("None given"))


def _nationalities(counts: dict[str, Groups]) -> Table:
    """People by country or region; fewer than five are hidden, with what would tell them."""
    shown: dict[str, dict] = {}
    for name in MEASURES:
        by = _by(counts[name], 3)
        shown[name] = suppress_lists(by.total(), {"nationality": dict(by)})[1]["nationality"]
    groups = sorted({str(group) for one in shown.values() for group in one}, key=_country)
    rows: list[list[Value]] = [
        [_country(group), *(_of(shown[name], group) for name in MEASURES)] for group in groups
    ]
    return Table("nationality", _("By nationality"), _columns(_("Country/region")), rows)


def _of(shown: dict, group: str) -> Shown:
    return shown.get(group, 0)


def _country(code: str) -> str:
    return str(countries.name(code) or code) if code else _("Not known")


def _columns(first: str) -> list[Column]:
    return [Column(first, TEXT), *(Column(label) for label in labels())]
