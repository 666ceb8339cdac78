"""Exports of other systems, recognised by their headings: what their columns are here.

What has no place of its own here is kept as a line of the remarks. Sources: Greenhouse help, “Bulk
import candidates/prospects from spreadsheet”; Lever help, “Migrating your data” and “Add multiple
candidates”; OpenCATS, modules/import/ImportUI.php; Odoo, addons/hr_recruitment/models/
hr_applicant.py; Frappe HR, job_applicant.json.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from recruitment.exchange.columns import KEEP, SCAN, folded


@dataclass(frozen=True)
class Format:
    """The export of a system: headings only it has together, and the field of each heading."""

    name: str
    marks: frozenset[str]
    columns: Mapping[str, str]


def _format(name: str, marks: str, **columns: str) -> Format:
    fields = {
        folded(heading): KEEP if field == "keep" else field
        for field, headings in columns.items()
        for heading in headings.split(",")
    }
    return Format(name, frozenset(folded(mark) for mark in marks.split(",")), fields)


FORMATS = (
    _format(
        "Greenhouse", "first name, last name, who gets credit, milestone",
        given_name="first name", family_name="last name", email="email", phone="phone",
        home_pages="website", current_place="company", source="source", position="job",
        result="milestone", remarks="notes",
        keep="title, social media, address, who gets credit, department, office",
    ),
    _format(
        "Lever", "full name, stage, origin, sources",
        full_name="full name", email="email", phone="phone", home_pages="links",
        current_place="company", source="sources", position="posting, posting title",
        result="stage, archive reason", result_date="date added, archive date", remarks="notes",
        keep="origin, tags, owner, location, lever posting url, headline",
    ),
    _format(
        "OpenCATS", "full name, current employer, key skills",
        full_name="full name", given_name="first name", family_name="last name",
        email="email, email 2", home_pages="web site",
        phone="cell phone, home phone, work phone", current_place="current employer",
        remarks="notes", keep="address, city, state, zip, key skills",
    ),
    _format(
        "Odoo", "applicant's name, job position, stage",
        full_name="applicant's name", email="email", phone="phone, mobile",
        home_pages="linkedin profile", source="source", position="job position",
        # Their degree is the one somebody holds, and their company the one that recruits.
        result="stage, refuse reason", result_date="applied on, last stage update, refuse date",
        keep="subject / application, subject / application name, degree, company, department, "
        "recruiter, medium, tags, evaluation, availability",
    ),
    _format(
        "Frappe", "applicant name, email address, job opening",
        full_name="applicant name", email="email address", phone="phone number",
        nationality="country", source="source", position="job opening", result="status",
        remarks="notes",
        keep="source name, cover letter, resume attachment, resume link, applicant rating, "
        "designation",
    ),
)  # fmt: skip


def known_export(tabs) -> tuple[str, dict[str, str]]:
    """The system a file comes from and {heading folded: field} of those it has; "" and none."""
    for tab in tabs:
        for _number, cells in tab.rows[:SCAN]:
            heads = {folded(cell) for cell in cells}
            for one in FORMATS:
                if one.marks <= heads:
                    here = {head: name for head, name in one.columns.items() if head in heads}
                    return one.name, here
    return "", {}
