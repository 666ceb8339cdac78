"""One value of one field, as JSON keeps it and as the database had it: nothing is lost between.

What JSON cannot hold stops the export, so that a new kind of field is not mangled silently.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models

# What may be chosen differs from one installation to another.
_OF_INSTALLATION = ("language",)


class BadRow(Exception):
    """A value that its field cannot hold."""


def stored(value: Any) -> Any:
    """Dates, times, amounts and ids as text; all else as it is."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def restorer(field: models.Field) -> Callable[[Any], Any]:
    """What turns a stored value of `field` into what its column takes."""
    if field.related_model is ContentType:
        return _content_type
    if isinstance(field, models.JSONField):
        return lambda value: value
    plain: Any = field
    while plain.is_relation:
        plain = plain.target_field

    def restored(value):
        if value is None:
            return None
        try:
            read = plain.to_python(value)
        except (ValidationError, TypeError, ValueError) as problem:
            raise BadRow(f"{field.name}: {value!r:.60}") from problem
        if not _fits(field, read):
            raise BadRow(f"{field.name}: {value!r:.60}")
        return read

    return restored


def _fits(field: models.Field, value: Any) -> bool:
    """Whether the field could have come to hold `value` here: a database asks neither for its
    choices nor, but for PostgreSQL, for its length."""
    if value in field.empty_values:
        return True
    if field.choices and field.name not in _OF_INSTALLATION:
        return str(value) in {str(key) for key, _label in field.flatchoices}
    longest = getattr(field, "max_length", None)
    return not (longest and isinstance(value, str) and len(value) > longest)


def _content_type(name: str | None) -> int | None:
    if name is None:
        return None
    app, _dot, model = str(name).partition(".")
    return ContentType.objects.get_or_create(app_label=app, model=model)[0].pk
