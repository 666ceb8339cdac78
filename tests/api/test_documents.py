"""Documents for programs: by name for who reads people, the file for who may open files."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.accounts.tokens import Scope
from recruitment.api.fields import LARGEST_ID
from recruitment.api.schema import document as openapi
from recruitment.demo.paper import pdf
from recruitment.documents import actions
from tests.api.programs import Program, problem
from tests.factories import (
    make_application,
    make_candidate,
    make_document,
    make_interview,
    make_supervisor,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(centre):
    document = make_document(
        make_candidate(centre), "English test", name="old.pdf", valid_until=date(2025, 5, 1)
    )
    actions.add_version(
        document, SimpleUploadedFile("new.pdf", pdf("newer")), valid_until=date(2027, 5, 1),
        by=None, token="00000000-0000-0000-0000-0000000000cc",
    )  # fmt: skip
    return document


def test_a_document_is_told_by_name_kind_and_day_and_without_its_file(manager, english, centre):
    make_document(make_candidate(centre))

    answer = Program(manager, Scope.PEOPLE).get("documents", candidate=english.candidate_id)

    (told,) = answer.json()["results"]
    assert told["kind"]["name"] == "English test"
    assert [(one["number"], one["name"], one["valid_until"]) for one in told["versions"]] == [
        (2, "new.pdf", "2027-05-01"),
        (1, "old.pdf", "2025-05-01"),
    ]
    assert told["versions"][0]["type"] == "application/pdf"
    assert set(told) == set(openapi()["components"]["schemas"]["DocumentShape"]["required"])


def test_the_file_wants_the_scope_of_files_and_its_opening_is_in_the_log(manager, english):
    version = english.versions.first()
    refused = Program(manager, Scope.PEOPLE, Scope.WRITE).get("document-file", version.pk)

    answer = Program(manager, Scope.FILES).get("document-file", version.pk)

    assert "files" in problem(refused)["detail"]
    assert b"".join(answer.streaming_content) == pdf("newer")
    assert answer["Content-Disposition"] == 'attachment; filename="new.pdf"'
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.object_id) == (manager, english.pk)


@pytest.mark.parametrize("accepted", ["application/pdf", "image/png", "application/pdf;q=0.5"])
def test_a_program_that_asks_for_a_kind_of_file_is_given_the_file(manager, english, accepted):
    version = english.versions.first()
    program = Program(manager, Scope.FILES)

    answer = program.send("get", "document-file", version.pk, Accept=accepted)
    gone = program.send("get", "document-file", version.pk + 1000, Accept=accepted)
    stranger = Program(manager, Scope.PEOPLE)
    refused = stranger.send("get", "document-file", version.pk, Accept=accepted)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content) == pdf("newer")
    assert (problem(gone)["status"], problem(refused)["status"]) == (404, 403)


def test_what_was_removed_or_is_not_theirs_is_not_there(manager, centre, english):
    account = make_user("supervisor", centre)
    mine = make_application(centre, supervisor=make_supervisor(centre, user=account)).candidate
    seen, passport = make_document(mine), make_document(mine, "Passport or identity")
    removed = make_document(mine, "CV")
    actions.remove(removed, by=manager)
    program = Program(account)

    rows = program.get("documents").json()["results"]
    answers = [
        program.get("document-file", one.versions.first().pk).status_code
        for one in (seen, passport, removed, english)
    ]

    assert [row["id"] for row in rows] == [seen.pk]
    assert answers == [200, 404, 404, 404]


def test_a_panel_member_learns_of_no_document_in_anonymous_review(centre):
    account = make_user("panel", centre)
    one = make_application(centre, kind="interview")
    make_interview(one, account)
    version = make_document(one.candidate).versions.get()
    program = Program(account)
    before = len(program.get("documents").json()["results"])
    type(one.stage).objects.filter(pk=one.stage_id).update(is_anonymous=True)

    told = program.get("documents").json()["results"]

    assert (before, told) == (1, [])
    assert program.get("document-file", version.pk).status_code == 404


def test_a_list_of_many_takes_as_many_statements_as_of_one(manager, english, centre):
    program = Program(manager)
    program.get("documents")
    counts = []
    for more in (0, 3):
        for _n in range(more):
            make_document(make_candidate(centre))
        with CaptureQueriesContext(connection) as taken:
            program.get("documents")
        counts.append(len(taken))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("number", "status"), [(LARGEST_ID, 200), (LARGEST_ID + 1, 400), (0, 400), ("9" * 5000, 400)]
)
def test_a_number_is_taken_as_far_as_the_document_says(manager, number, status):
    answer = Program(manager, Scope.PEOPLE).get("documents", candidate=number)

    assert answer.status_code == status
