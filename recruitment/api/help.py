"""The OpenAPI document as a page: every address with what it takes and answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recruitment.api.schema import document


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    text: str
    parameters: list[Field]
    body: list[Field]
    answers: list[tuple[str, str, list[Field]]]  # status, words, fields

    @property
    def anchor(self) -> str:
        return f"{self.method}{self.path}".replace("/", "-").replace("{id}", "one").strip("-")


@require_safe
def api_help(request):
    told = document()
    groups: dict[str, list[Operation]] = {}
    for path, operations in told["paths"].items():
        for method, one in operations.items():
            groups.setdefault(one["tags"][0], []).append(_operation(told, path, method, one))
    context = {
        "groups": [(name.capitalize(), found) for name, found in groups.items()],
        "site": settings.SITE_URL,
        "problem": list(_fields(told, {"$ref": "#/components/schemas/Problem"})),
    }
    return render(request, "recruitment/api/help.html", context)


def _operation(told: dict, path: str, method: str, one: dict) -> Operation:
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=one.get("summary", ""),
        text=one.get("description", ""),
        parameters=[
            Field(
                f"{each['name']}{_(' (header)') if each['in'] == 'header' else ''}",
                _kind(each["schema"]),
                each.get("required", False),
                each.get("description", ""),
            )
            for each in one.get("parameters", ())
            if each["in"] != "path"
        ],
        body=list(_fields(told, body.get("schema", {}))),
        answers=[
            (status, each.get("description", ""), list(_answer(told, each)))
            for status, each in sorted(one["responses"].items())
        ],
    )


def _answer(told: dict, one: dict) -> Iterator[Field]:
    """The fields of a good answer; of a page, those of its rows. A refusal is told once for all."""
    shown = one.get("content", {}).get("application/json", {}).get("schema", {})
    fields = list(_fields(told, shown))
    rows = next((each for each in _properties(told, shown).items() if each[0] == "results"), None)
    yield from _fields(told, rows[1]["items"]) if rows else fields


def _fields(told: dict, schema: dict) -> Iterator[Field]:
    needed = _resolved(told, schema).get("required", ())
    for name, one in _properties(told, schema).items():
        text = one.get("description", "") or ""
        yield Field(name, _kind(one), name in needed, text if "* `" not in text else "")


def _properties(told: dict, schema: dict) -> dict:
    return _resolved(told, schema).get("properties", {})


def _resolved(told: dict, schema: dict) -> dict:
    while "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _kind(schema: dict) -> str:
    """A type in a word: “text”, “number or null”, “list of EducationShape”."""
    if schema.get("nullable"):
        return _("%(kind)s or null") % {"kind": _kind({**schema, "nullable": False})}
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2].removesuffix("Shape")
    for both in ("allOf", "oneOf", "anyOf"):
        if both in schema:
            return _kind(schema[both][0])
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return _("list of %(kind)s") % {"kind": _kind(schema["items"])}
    return str(schema.get("format") or schema.get("type") or "any")
