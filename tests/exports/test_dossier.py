"""One person on paper: what is on record of them, for whom and when, and the log says so."""

import io
from datetime import date

import pytest
from auditlog.models import LogEntry
from pypdf import PdfReader

from centre.web import paper
from recruitment.candidates.models import CandidateKey, EducationRecord, Note
from recruitment.exports.models import ExportFile
from recruitment.moves.gate import Ask, take
from tests.exports.sheets import body
from tests.factories import (
    make_application,
    make_candidate,
    make_document,
    make_user,
    reason,
    stage,
)
from tests.measuring import cost
from tests.reports.machine import needs_pango

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(centre, manager):
    person = make_candidate(
        centre, full_name="Ada Ng", native_name="吳雅達", phone="+852 5550 0199"
    )
    EducationRecord.objects.create(candidate=person, institution="Høgskole", level="master")
    CandidateKey.refresh([person])
    one = make_application(centre, candidate=person)
    take(one, Ask("move", stage=stage(centre, "screen")), actor=manager)
    take(one, Ask("close", reason=reason(centre, "weaker"), note="No room"), actor=manager)
    Note.objects.create(candidate=person, author=manager, text="Wrote a fine thesis.")
    make_document(person, "English test", name="ielts.pdf", valid_until=date(2026, 1, 31))
    return person


SAID = [
    "Ada Ng", "吳雅達", "+852 5550 0199", "Master", "Høgskole", "No room", "Grace Lam",
    "Wrote a fine thesis.", "English test", "ielts.pdf", "ran out Sat 31 Jan", "for Grace Lam",
    "Confidential",
]  # fmt: skip


def url(person):
    return f"/candidates/{person.pk}/dossier/"


def test_the_page_tells_all_that_is_on_record_and_the_log_that_it_was_opened(
    as_manager, person, manager
):
    page = as_manager.get(url(person)).content.decode()

    assert [text for text in SAID if text not in page] == []
    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).get()
    assert (entry.actor, entry.object_id, entry.changes["people"]) == (
        manager,
        person.pk,
        ["", "1"],
    )


@needs_pango
def test_the_pdf_tells_the_same_on_every_page_for_whom_and_when(as_manager, person, manager):
    for number in range(40):
        Note.objects.create(candidate=person, author=manager, text=f"Note {number}. " * 20)

    as_manager.post(url(person))
    file = ExportFile.objects.get()
    got = as_manager.get(f"{file.get_absolute_url()}file/")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(body(got))).pages]
    whole = " ".join("\n".join(pages).split())
    assert [text for text in SAID if text not in whole] == []
    assert len(pages) > 1
    assert all("for Grace Lam" in " ".join(page.split()) for page in pages)
    assert "Ada" not in file.name
    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).get()
    assert (entry.object_id, entry.changes["exported"]) == (person.pk, ["", file.name])


def test_without_pango_the_page_is_to_be_printed(as_manager, person, monkeypatch):
    monkeypatch.setattr(paper, "is_able", lambda: False)

    page = as_manager.post(url(person)).content.decode()

    assert "print this page instead" in page
    assert "Make a PDF" not in page
    assert not ExportFile.objects.exists()


@needs_pango
def test_whoever_is_deleted_takes_the_pdf_with_them(as_manager, centre):
    person = make_candidate(centre)
    as_manager.post(url(person))

    person.delete()

    assert not ExportFile.objects.exists()


def test_a_supervisor_is_not_offered_it(client, centre, person):
    supervisor = make_user("supervisor", centre)
    person.created_by = supervisor
    person.save(update_fields=["created_by"])
    client.force_login(supervisor)

    assert client.get(url(person)).status_code == 403
    assert "dossier" not in client.get(person.get_absolute_url()).content.decode()


def test_much_on_record_takes_as_many_statements_as_little(as_manager, centre, person, manager):
    as_manager.get(url(person))
    little = cost(as_manager, "get", url(person)).statements
    for number in range(10):
        Note.objects.create(candidate=person, author=manager, text=f"Note {number}")
        make_document(person)
    make_application(centre, candidate=person, intake="September 2027")

    assert cost(as_manager, "get", url(person)).statements == little
