"""How many rows each saved view has, all in one statement."""

from collections.abc import Sequence

from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from centre.web.statements import Statement
from recruitment.candidates.models import SavedView
from recruitment.register.counts import CAP
from recruitment.register.criteria import Criteria, read
from recruitment.register.filters import FIGURES
from recruitment.register.listing import Listing

# More tabs than fit beside each other; those behind them have no number.
MOST = 12


def saved_counts(here: Criteria, views: Sequence[SavedView]) -> dict[int, int]:
    """{view: rows, at most CAP + 1}; without those of a figure, which may ask the whole history."""
    setting = here.setting
    parts = {}
    for view in views[:MOST]:
        query = QueryDict(view.query)
        criteria = read(
            query, centre=setting.centre, user=setting.user, trusted=True, beside=setting
        )
        if not criteria.problems and not set(FIGURES) & {one.name for one in criteria.chosen}:
            parts[view.pk] = _count(Listing(criteria))
    if not parts:
        return {}
    rows = type(setting.centre).objects.filter(pk=setting.centre.pk)
    return dict(zip(parts, rows.values_list(*parts.values()).get(), strict=True))


def _count(listing: Listing) -> RawSQL | Value:
    """Each with its own words in it: the slots of several searches have the same names."""
    rows = Statement(listing.queryset.order_by().values("pk")[: CAP + 1])
    return rows.counted(**listing.given)
