"""Counting up to a limit, several lists in one statement."""

from collections.abc import Mapping

from django.db.models import IntegerField, QuerySet, Subquery

from centre.organisation.models import Centre

CAP = 1000


class CappedCount(Subquery):
    """How many rows a query has, at most CAP + 1: no list is ever counted to its end."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet):
        super().__init__(queryset.order_by().values("pk")[: CAP + 1])


def count_all(centre: Centre, lists: Mapping[str, QuerySet]) -> dict[str, int]:
    """{name: rows of that list, at most CAP + 1}, in one statement."""
    counts = [CappedCount(queryset) for queryset in lists.values()]
    row = type(centre).objects.filter(pk=centre.pk).values_list(*counts).get()
    return dict(zip(lists, row, strict=True))
