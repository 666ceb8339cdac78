"""Rules of the house that no single test would notice being broken."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command

ROOT = settings.BASE_DIR
SOURCES = [
    path
    for app in ("centre", "recruitment")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
GATE = "recruitment/moves/gate.py"
MODELS = [
    model for app in ("centre", "recruitment") for model in apps.get_app_config(app).get_models()
]

# Where rows change by QuerySet.update(), and why that is no way round save() and the gate.
UPDATES = {
    "centre/accounts/tokens.py": "when a token was last used, noted coarsely",
    "centre/links/models.py": "links ended at once, on condition they were not",
    "recruitment/assessment/choosing.py": "a slot is taken on condition that nobody has it",
    "centre/organisation/models.py": "a count of writes to the money, turned by each of them",
    "centre/web/jobs.py": "a job of a lost worker goes back, on condition nobody took it",
    GATE: "compare-and-set of the one gate",
    "recruitment/hooks/sending.py": "a message is one worker's, on condition nobody has it",
    "recruitment/messages/models.py": "the private link of an e-mail that is settled",
    "recruitment/messages/outbox.py": "an e-mail released, settled or withdrawn, if still so",
    "recruitment/messages/sending.py": "an e-mail is one worker's, on condition nobody has it",
    "recruitment/moves/people.py": "for the gate: the application a person's row shows",
    "recruitment/moves/starts.py": "a free seat filled at a start, on condition it is free",
    "recruitment/candidates/models.py": "compare-and-set of a person's version before their save",
    "recruitment/demo/generate.py": "invented people get a believable day of their last change",
    "recruitment/exchange/filling.py": "blanks of many people; each one is in the log",
    "recruitment/imports/actions.py": "beside each line of a file what it became",
    "recruitment/imports/undoing.py": "beside each line why it stayed",
    "recruitment/moves/unrecord.py": "the seats of an import that is undone are free again",
    "recruitment/demo/offers.py": "an invented offer has the same address in every demo",
    "recruitment/management/commands/demo.py": "invented settings are as old as the centre",
    "recruitment/office/stages.py": "the order of stages, and the tallies made anew with it",
    "recruitment/documents/texts.py": "what was lost is to be read again; no application",
    "recruitment/demo/nameless.py": "an invented stage is anonymous, as it was since it began",
    "recruitment/demo/emails.py": "an invented person may not be written to since a believable day",
    "recruitment/documents/models.py": "whether a stage asks for documents, kept with what it asks",
    "recruitment/offers/actions.py": "the state of an offer, on condition nobody was faster",
    "recruitment/offers/letter.py": "a letter as it went out, kept once and drawn once",
    "recruitment/offers/mail.py": "the end of links to an address that was corrected",
    "recruitment/offers/reminding.py": "that somebody was reminded of an offer, once",
    "recruitment/offers/withdrawn.py": "an e-mail that waits no more, or is written anew",
    "recruitment/offers/rules.py": "an offer that ends with its application, on the same condition",
    "recruitment/register/bulk.py": "the day of the last change, for many people at once",
    "recruitment/register/bulk_undo.py": "the day people were touched",
    "recruitment/talent/places.py": "where a school is, for all its people; each one is in the log",
    "recruitment/moves/rehome.py": "whose an application is, where two people were one",
    "recruitment/duplicates/rows.py": "what hangs on a person goes with them, and back",
    "recruitment/tasks/models.py": "whom a task is about, where a merge is undone",
    "recruitment/seats/actions.py": "a free seat closed or reopened, on condition it is free",
}


# Hang a row that was read already on an application that names it; nothing is saved.
HANGING = {"recruitment/register/histories.py", "recruitment/register/listing.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node


def test_imports_go_one_way():
    check = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([check], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_only_the_gate_writes_the_state_of_an_application():
    state = {"version", "entered_stage_at", "stage", "stage_id"}
    writers = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
            for target in targets if isinstance(node, ast.Assign | ast.AugAssign) else []:
                parts = target.elts if isinstance(target, ast.Tuple) else [target]
                for one in parts:
                    holder = getattr(getattr(one, "value", None), "id", "")
                    if (
                        isinstance(one, ast.Attribute)
                        and one.attr in {*state, "status"}
                        and holder not in ("self", "cls", "opening", "row")
                    ):
                        writers.add(name_of(path))
    for path in SOURCES:
        for call in calls(path):
            named = {keyword.arg for keyword in call.keywords}
            if getattr(call.func, "attr", "") == "update" and named & {"stage", "stage_id"}:
                writers.add(name_of(path))

    assert writers - HANGING == {GATE}


def test_rows_are_updated_in_bulk_only_where_that_is_explained():
    found = {
        name_of(path)
        for path in SOURCES
        for call in calls(path)
        if (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in ("update", "bulk_update")
            # A dict's or a counter's update takes its values unnamed.
            and ((call.keywords and not call.args) or call.func.attr == "bulk_update")
        )
        or (isinstance(call.func, ast.Name) and call.func.id == "Update")  # the same, compiled once
    }

    assert found <= set(UPDATES), "say in UPDATES why this is no way round the gate"


def test_every_model_of_a_person_says_who_may_see_it():
    people = {
        "Candidate", "Note", "Application", "StageTransition", "Researcher", "Enrolment", "User",
        "Supervisor", "Membership", "Destination", "Award", "NotSame", "Merge",
        "Document", "Message", "Offer", "RefereeReport", "StoredFile",
        "CareerStep", "Supervision", "Placement", "Task",
    }  # fmt: skip
    named = {model.__name__: model for model in MODELS}

    lacking = [name for name in sorted(people) if not hasattr(named[name].objects, "visible_to")]

    assert lacking == []


def test_every_model_is_in_the_admin():
    assert [model.__name__ for model in MODELS if not admin.site.is_registered(model)] == []


@pytest.mark.parametrize(
    "fixture", sorted((ROOT / "fixtures").glob("*.json")), ids=lambda p: p.name
)
def test_every_fixture_loads_into_an_empty_database(db, fixture):
    call_command("loaddata", str(fixture), verbosity=0)


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\|\s*safe\b",
        r"autoescape\s+off",
        r"<[^>{]*\sstyle\s*=",
        r"<[^>{]*\son[a-z]+\s*=",
        r"hx-on",
        r"<style",
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
        r"javascript:",
    ],
)
def test_templates_hold_nothing_the_security_policy_refuses(forbidden):
    found = [name_of(page) for page in TEMPLATES if re.search(forbidden, page.read_text(), re.I)]

    assert found == []


def test_no_code_marks_text_as_safe():
    trusted = {
        f"{name_of(path)}:{call.lineno}"
        for path in SOURCES
        for call in calls(path)
        if getattr(call.func, "id", getattr(call.func, "attr", "")) == "mark_safe"
    }

    assert {one.split(":")[0] for one in trusted} <= MARKED_SAFE


# Constants of the module, without a word anybody typed.
MARKED_SAFE = {"recruitment/dashboard/charts.py"}
