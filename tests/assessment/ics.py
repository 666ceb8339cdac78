"""An invitation read by the letter of RFC 5545, without the library that wrote it."""

import re
from datetime import UTC, datetime

PARAMETER = re.compile(r";([A-Z-]+)=(\"[^\"]*\"|[^\";:,]+)")
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^\";:,]+))*):(.*)")


def read(content: bytes) -> dict:
    """{component: {property: (parameters, value)}}; AssertionError where the rules are broken."""
    assert content.endswith(b"\r\n"), "3.1: lines end in CRLF"
    assert b"\n" not in content.replace(b"\r\n", b""), "3.1: no bare line feed"
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines), "3.1: folded at 75 octets"
    text = re.sub("\r\n[ \t]", "", content.decode("utf-8"))
    found: dict[str, dict] = {}
    within: list[str] = []
    for line in text.split("\r\n")[:-1]:
        match = LINE.fullmatch(line)
        assert match, f"3.1: no content line: {line!r}"
        name, parameters, value = match.groups()
        if name == "BEGIN":
            within.append(value)
            assert value not in found, f"{value} comes once"
            found[value] = {}
        elif name == "END":
            assert within.pop() == value, "3.6: components nest"
        else:
            given = {key: one.strip('"') for key, one in PARAMETER.findall(parameters)}
            assert name not in found[within[-1]], f"{name} comes once"
            found[within[-1]][name] = (given, unescaped(value))
    assert within == []
    return found


def unescaped(value: str) -> str:
    """3.3.11: text."""
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value)


def moment(value: str) -> datetime:
    """3.3.5, form 2: with UTC time."""
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
