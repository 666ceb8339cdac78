"""Counting up to a limit, several lists in one statement."""

from collections.abc import Iterable

from django.db.models import IntegerField, QuerySet, Subquery

from centre.organisation.models import Centre

CAP = 1000


class CappedCount(Subquery):
    """How many rows a query has, at most CAP + 1: no list is ever counted to its end. A query that
    is cut already is counted as it is."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet):
        if not queryset.query.is_sliced:
            queryset = queryset.order_by().values("pk")[: CAP + 1]
        super().__init__(queryset)


def counting(centre: Centre, lists: Iterable[QuerySet]) -> QuerySet:
    """One row: how many each list has, at most CAP + 1."""
    counts = [CappedCount(queryset) for queryset in lists]
    return type(centre).objects.filter(pk=centre.pk).values_list(*counts)
