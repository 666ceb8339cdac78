"""The map as a page of the manual: `manage.py privacy_map > docs/privacy.md`."""

from recruitment.privacy.applicants import APPLICANTS
from recruitment.privacy.fields import BESIDE, COLLEAGUES, RESEARCHERS
from recruitment.privacy.kinds import Held

HEAD = """\
# What is held about people

Every field that says something about a person, made of `recruitment/privacy/`, where a new field
has to be put down before the tests pass. Nothing is deleted by the clock but where the table says
so. What the law asks for is the centre's to decide: in Hong Kong, postdoctoral applicants at most
two years after the rejection, PolyU's own rule six months after the exercise; erasure on request as
soon as no ground to keep remains.
"""
PARTS = {
    "Applicants": APPLICANTS,
    "Who started here": RESEARCHERS,
    "Colleagues": COLLEAGUES,
    "Beside them": BESIDE,
}
TOP = "| Table | Fields | What for | Who meets it | Kept | When the candidate is deleted |"


def as_markdown() -> str:
    return HEAD + "".join(_part(name, tables) for name, tables in PARTS.items())


def _part(name: str, tables: dict[str, tuple[Held, ...]]) -> str:
    lines = [_line(label, one) for label, rows in tables.items() for one in rows]
    return "\n".join(["", f"## {name}", "", TOP, "|---|---|---|---|---|---|", *lines, ""])


def _line(label: str, one: Held) -> str:
    table = label.partition(".")[2]
    fields = ", ".join(one.names)
    return f"| {table} | {fields} | {one.what_for} | {one.seen_by} | {one.kept} | {one.fate} |"
