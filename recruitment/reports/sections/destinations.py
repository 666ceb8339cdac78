"""Where those who left went first."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django_countries import countries

from centre.disclosure.suppression import Hidden, Shown, suppress_lists
from recruitment.enrolment.models import Destination
from recruitment.reports.document import TEXT, Column, Section, Table
from recruitment.reports.hiding import rounded


def section(destinations: Sequence[tuple[str, str]], left: Shown) -> Section:
    """`destinations`: (sector, country) of each who left; `left` as the report shows it."""
    tables = []
    if destinations and left == len(destinations):
        sectors = Counter(str(Destination.Sector(sector).label) for sector, _place in destinations)
        places = Counter(_place_name(code) for _sector, code in destinations)
        found = suppress_lists(left, {"sector": dict(sectors), "place": dict(places)})[1]
        tables = [
            _table("sectors", _("By sector"), found["sector"]),
            _table("places", _("By country/region"), found["place"]),
        ]
    return Section(
        key="destinations",
        title=_("First destinations"),
        lead=[_sentence(left)],
        tables=tables,
        notes=[
            _("Of those who left the centre, with or without a degree: their first place after.")
        ],
    )


def _sentence(left: Shown) -> str:
    if left is Hidden.SMALL:
        return _("Fewer than five people have left; where they went is not told.")
    if isinstance(left, Hidden):
        return _("How many have left is withheld, and where they went.")
    if not left:
        return _("Nobody has left yet.")
    return _("About %(n)d people have left, to the nearest five.") % {"n": rounded(left)}


def _place_name(code: str) -> str:
    return str(countries.name(code) or code) if code else _("Not known")


def _table(key: str, title: str, shown: dict) -> Table:
    rows = [[name, rounded(n)] for name, n in sorted(shown.items())]
    return Table(key, title, [Column(title, TEXT), Column(_("People"))], rows)
