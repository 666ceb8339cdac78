"""Made-up sheets, and the command run on them."""

import csv
import json
from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command

HEADINGS = [
    "Ref", "Name", "Chinese name", "Nationality", "Degree", "Email", "Intake", "Result",
    "Result date (dd/mm/yyyy)", "Supervisor", "Previous universities", "Remarks",
]  # fmt: skip


def row(name="NG, Ada", **cells):
    """One line as a dict; what is not given is a plain, valid value."""
    plain = {
        "Ref": "T-1", "Name": name, "Nationality": "France", "Degree": "PhD",
        "Intake": "September 2025",
        "Result": "Offer", "Result date (dd/mm/yyyy)": "03/02/2025",
        "Email": f"{'.'.join(name.lower().replace(',', '').split())}@example.org",
    }  # fmt: skip
    named = {"date": "Result date (dd/mm/yyyy)", "native": "Chinese name"}
    named |= {"universities": "Previous universities"}
    return plain | {named.get(key, key.capitalize()): value for key, value in cells.items()}


def write_csv(folder, rows, *, headings=HEADINGS, name="sheet.csv", encoding="utf-8-sig"):
    path = folder / name
    with open(path, "w", newline="", encoding=encoding) as opened:
        writer = csv.writer(opened)
        writer.writerow(headings)
        for one in rows:
            writer.writerow([one.get(heading, "") for heading in headings])
    return path


def run(path, centre, **options):
    """What the command printed and the message it failed with, or ""."""
    out = StringIO()
    try:
        call_command("import_candidates", str(path), centre=centre.slug, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def run_json(path, centre, **options):
    out, error = run(path, centre, format="json", **options)
    return json.loads(out), error


def everything():
    """Every row of every table of ours, to compare before and after."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for app in ("centre", "recruitment", "auditlog")
        for model in apps.get_app_config(app).get_models()
    }
