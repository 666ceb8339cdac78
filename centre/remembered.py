"""Rows as they stood at a moment of the past, told by the audit log.

The log has every edit of what staff keep in their settings, with the values before and after. What
a field said at a moment is what the first edit since then found there; without one it is what it
says now. A row with no entry for its making, as those a centre is started with in bulk, counts as
having been there always.

Only values the log writes out whole come back: text, numbers, days, moments, yes or no. It writes
a foreign key as words, so what a deleted row pointed at stands in its entry's additional data:
whose it was under `OWNER`, others under their names (see `PlannedArea.get_additional_data`), and
of which centre under `OF_CENTRE` (see recruitment.audit).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, Q

OWNER = "owner"
OF_CENTRE = "of_centre"
Row = dict[str, Any]


def remembered(
    model: type[Model], owner: str, of: Iterable[int], names: Sequence[str], moment: datetime
) -> dict[int, Row]:
    """{id: {"pk", `owner`, *names}} of the rows of `model` that stood just before `moment`, by id.

    Whose `owner` is among `of`: that one never changes. Two queries.
    """
    of = list(of)
    mine = model._default_manager.filter(**{f"{owner}__in": of})
    found: dict[int, Row] = {row["pk"]: row for row in mine.values("pk", owner, *names)}
    fields = {name: model._meta.get_field(name) for name in names}
    settled: dict[int, set[str]] = {}  # fields whose value of then is found
    for entry in _edits_since(model, found, of, moment):
        pk, changes = entry.object_id, entry.changes or {}
        if pk not in settled and entry.action == LogEntry.Action.CREATE:
            found.pop(pk, None)  # it was not there yet
            settled[pk] = set(names)
        if pk not in settled and pk not in found:
            found[pk] = {"pk": pk, owner: None, **dict.fromkeys(names)}
        for name in fields.keys() & changes.keys() - settled.setdefault(pk, set()):
            settled[pk].add(name)
            found[pk][name] = _value(fields[name], changes[name][0])
        if pk in found and entry.additional_data:
            kept = {owner: entry.additional_data[OWNER], **entry.additional_data}
            found[pk] |= {name: value for name, value in kept.items() if name in found[pk]}
    return dict(sorted(found.items()))


def _edits_since(
    model: type[Model], there: Iterable[int], of: Sequence[int], moment: datetime
) -> Iterable[LogEntry]:
    """Edits of rows that are there, and the whole past of those deleted since, oldest first."""
    kept = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), timestamp__gte=moment
    )
    gone = kept.filter(action=LogEntry.Action.DELETE, additional_data__owner__in=of)
    wanted = Q(object_id__in=list(there)) | Q(object_id__in=gone.values("object_id"))
    return kept.filter(wanted).order_by("timestamp", "pk")


def _value(field: Any, text: str) -> Any:
    """What the log wrote as `text`: moments without a zone, in UTC."""
    if text == "None" and isinstance(field, Field) and field.null:
        return None
    if field.get_internal_type() == "DateTimeField":
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    return field.to_python(text)
