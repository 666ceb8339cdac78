"""Model instances made from the rows of a kept statement, joined ones included.

`Model.__init__` looks at every argument and sends two signals; for fifty rows of a list joined
with four tables that took longer than to read and to draw them. What is done here instead is what
unpickling does: the values become the instance's attributes, and columns that were not selected
are deferred as ever. A row that many rows are joined with, such as an intake, is made once and
shared, as `prefetch_related` shares it. Joined means by a foreign key or a one-to-one field, either
way round; not by a `FilteredRelation`.
"""

from collections.abc import Sequence

from django.db.models.base import ModelState


class Maker:
    """Makes instances of the model `info` tells of, where `info` is what Django's compiler knows
    of the columns selected for it (`klass_info`), and `select` are those of the whole row."""

    def __init__(self, info: dict, select: Sequence):
        places = info["select_fields"]
        self.model = info["model"]
        self.own = slice(places[0], places[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.own]]
        self.key = places[self.names.index(self.model._meta.pk.attname)]
        self.joined = [_join(one, select) for one in info.get("related_klass_infos", ())]

    def make(self, row: Sequence, alias: str, met: dict):
        """The instance in `row`, or None where a join found nothing. `met` holds what earlier rows
        of the same answer were joined with."""
        if row[self.key] is None:
            return None
        one = self.model.__new__(self.model)
        one.__dict__.update(zip(self.names, row[self.own], strict=True))
        one._state = state = ModelState()
        state.db, state.adding, state.fields_cache = alias, False, {}
        for maker, name, name_there in self.joined:
            key = maker, row[maker.key]
            if key not in met:
                met[key] = maker.make(row, alias, met)
            state.fields_cache[name] = other = met[key]
            if name_there and other is not None:
                other._state.fields_cache[name_there] = one
        return one


def _join(info: dict, select: Sequence) -> tuple[Maker, str, str]:
    """What makes a joined instance, what it is kept as, and, of two that have only each other,
    what the first is kept as there."""
    field, other = info["field"], info["field"].remote_field
    if info["reverse"]:
        return Maker(info, select), other.cache_name, field.cache_name
    return Maker(info, select), field.cache_name, other.cache_name if field.unique else ""
