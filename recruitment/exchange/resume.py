"""A JSON Resume, or a list of them, as a table of one line each. No Django: see plain.py.

What has a column of ours gets one; all else stands in the remarks, so that nothing is lost.
Source: the schema of jsonresume.org, version 1.0.0.
"""

import json
from collections.abc import Iterator

from recruitment.exchange.limits import Measure, Unreadable

HEADINGS = ["Name", "Email", "Phone", "Website", "Current position", "University", "Remarks"]
# Of what a list holds: the keys that say most, in the order they are read aloud.
_SAYS = ("title", "name", "position", "studyType", "area", "institution", "organization",
         "awarder", "publisher", "issuer", "language", "fluency", "level", "reference",
         "startDate", "endDate", "date", "releaseDate", "url", "score", "summary")  # fmt: skip
_OF_PERSON = ("name", "email", "phone", "url", "image")


def read(text: str) -> list[list[str]]:
    """Raises Unreadable."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Unreadable("json", error=str(error)) from error
    people = found if isinstance(found, list) else [found]
    if not people or not all(_is_resume(one) for one in people):
        raise Unreadable("no-resume")
    measure = Measure()
    lines = [HEADINGS, *(_line(one) for one in people)]
    return [measure.row(number, cells) for number, cells in enumerate(lines, start=1)]


def _is_resume(found: object) -> bool:
    return isinstance(found, dict) and isinstance(found.get("basics"), dict)


def _line(found: dict) -> list[str]:
    about = found["basics"]
    work = [one for one in _list(found, "work") if isinstance(one, dict)]
    now = next((one for one in work if not one.get("endDate")), None)
    place = ", ".join(filter(None, [_said(now, "position"), _said(now, "name")])) if now else ""
    schools = [_said(one, "institution") for one in _list(found, "education")]
    profiles = [_said(one, "url") for one in _list(about, "profiles")]
    pages = dict.fromkeys(filter(None, [_said(about, "url"), *profiles]))
    return [
        _said(about, "name"), _said(about, "email"), _said(about, "phone"), "\n".join(pages), place,
        "\n".join(filter(None, dict.fromkeys(schools))), "\n".join(_remarks(found)),
    ]  # fmt: skip


def _remarks(found: dict) -> Iterator[str]:
    for key, value in found["basics"].items():
        if key not in (*_OF_PERSON, "profiles") and (said := _whole(value)):
            yield f"{key}: {said}"
    for key, value in found.items():
        if key in ("basics", "meta", "$schema"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if said := _whole(one):
                yield f"{key}: {said}"


def _whole(value: object) -> str:
    """All that a part of a resume says, on one line."""
    if isinstance(value, dict):
        keys = [key for key in _SAYS if key in value] + [key for key in value if key not in _SAYS]
        return ", ".join(filter(None, (_whole(value[key]) for key in keys)))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_whole, value)))
    return "" if value is None else " ".join(str(value).split())


def _list(found: dict, key: str) -> list:
    value = found.get(key)
    return value if isinstance(value, list) else []


def _said(found: object, key: str) -> str:
    value = found.get(key) if isinstance(found, dict) else None
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
