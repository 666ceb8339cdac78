"""Every row that hangs on a person, found in the models themselves, so that none is forgotten."""

from collections.abc import Collection
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db import models

from recruitment.candidates.models import Candidate
from recruitment.enrolment.models import Researcher
from recruitment.pipeline.models import Application

# A relation, as “recruitment.Note.candidate”.
Name = str
Ids = list[int]
# {relation: {id of a row: a print of what it says}}
Prints = dict[Name, dict[str, str]]

# Relations to a person that a merge treats each in its own way, and how.
OWN_WAY = {
    "recruitment.Application.candidate": "handed over, or set aside",
    "recruitment.Researcher.candidate": "one researcher of two",
    "recruitment.CandidateKey.candidate": "derived anew",
    "recruitment.NotSame.first": "told apart from the person kept as well",
    "recruitment.NotSame.second": "likewise",
}
# What says nothing about the person: files they came in, what is derived, what is to be done.
_UNWATCHED = {
    "recruitment.CandidateKey.candidate", "recruitment.ImportedRow.candidate",
    "recruitment.ImportedRow.application", "recruitment.Candidate.current",
    "recruitment.NotSame.first", "recruitment.NotSame.second", "recruitment.Merge.kept",
    "recruitment.ExportFile.candidate", "recruitment.Message.candidate",
    "recruitment.Message.application", "recruitment.Task.candidate", "recruitment.Task.application",
}  # fmt: skip
# Of the person's own row: turned by whatever happens around them.
_UNWATCHED_FIELDS = {"current", "updated_at", "version"}


def relations(model: type[models.Model]) -> dict[Name, models.Field]:
    """Every foreign key of any model that leads to `model`, whether or not it has a name there."""
    found = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and hasattr(relation, "field"):
            field = relation.field
            if not field.many_to_many:  # its own table has a key to the model
                found[f"{field.model._meta.label}.{field.name}"] = field
    return found


def moved_along() -> dict[Name, models.Field]:
    """The relations whose rows simply go with the person."""
    return {name: field for name, field in relations(Candidate).items() if name not in OWN_WAY}


def of(field: models.Field, row: int) -> Ids:
    """The rows that lead to `row` by `field`."""
    rows = field.model._base_manager.filter(**{field.name: row})
    return list(rows.order_by("pk").values_list("pk", flat=True))


def move(field: models.Field, ids: Collection[int], to: int) -> None:
    """Lead these rows to another. Past the models' own saving: nothing they say is changed."""
    field.model._base_manager.filter(pk__in=ids).update(**{field.name: to})


def as_data(row: models.Model) -> dict[str, Any]:
    """All that is stored of a row, as JSON keeps it."""
    return {
        field.attname: None
        if getattr(row, field.attname) is None
        else str(getattr(row, field.attname))
        if isinstance(field, models.ForeignKey)
        else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }


def from_data(model: type[models.Model], data: dict[str, Any]) -> Any:
    """The row `as_data` told of, not saved."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {
        name: fields[name].to_python(value) if value is not None else None
        for name, value in data.items()
        if name in fields
    }
    return model(**values)


def prints(person: int) -> Prints:
    """What hangs on a person now: their row, what leads to it, and to their applications."""
    found: Prints = {"recruitment.Candidate": _prints(Candidate, pk=person)}
    for model, path in ((Candidate, ""), (Application, "candidate"), (Researcher, "candidate")):
        for name, field in relations(model).items():
            if name not in _UNWATCHED:
                lookup = f"{field.name}__{path}" if path else field.name
                found[name] = _prints(field.model, **{lookup: person})
    return found


def _prints(model: type[models.Model], **of: int) -> dict[str, str]:
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if model is not Candidate or field.name not in _UNWATCHED_FIELDS
    ]
    rows = model._base_manager.filter(**of).values_list("pk", *names)
    return {str(pk): blake2b(repr(row).encode(), digest_size=6).hexdigest() for pk, *row in rows}


def touched(before: Prints, now: Prints) -> list[str]:
    """What differs, in words: “notes”, “applications”."""
    words = []
    for name, rows in now.items():
        if before.get(name, {}) != rows:
            model = ".".join(name.split(".")[:2])
            words.append(str(apps.get_model(model)._meta.verbose_name_plural))
    return list(dict.fromkeys(words))
