"""The one door for files: nothing unseen goes in, nothing goes out without a line in the log."""

import hashlib
import sys

import pytest
from auditlog.models import LogEntry
from django.core.files.base import ContentFile
from django.urls import reverse

from centre.web.refusal import Refused
from recruitment.demo.paper import pdf
from recruitment.documents import actions, scanning, store
from recruitment.documents.files import keep
from recruitment.documents.models import Document, StoredFile, Version
from tests.documents.files import docx, png
from tests.factories import make_candidate, make_document, make_user

pytestmark = pytest.mark.django_db
SCANNER = [sys.executable, "-c", "import sys; d = sys.stdin.buffer.read(); "
           "sys.exit(1 if b'VIRUS' in d else 0 if b'PDF' in d else 2)"]  # fmt: skip


def kept(centre, data=None, name="cv.pdf"):
    return keep(ContentFile(data or pdf("x")), centre=centre, name=name, by=None)


def test_a_file_lies_under_a_name_that_says_nothing_and_unchanged(centre):
    stored = kept(centre, name="Li Zihan CV.pdf")

    assert store.KEY.fullmatch(stored.key)
    with store.get(stored.key) as content:
        assert content.read() == pdf("x")
    assert stored.sha256 == hashlib.sha256(pdf("x")).hexdigest()


def test_what_is_refused_leaves_neither_row_nor_bytes(centre, settings):
    before = set(store.keys())
    for data, words in (
        (b"MZ", "This is a program"), (b"", "The file is empty"), (b"<svg/>", "SVG drawings")
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            keep(ContentFile(data), centre=centre, name="cv.pdf", by=None)

    assert set(store.keys()) == before
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(centre):
    class Huge(ContentFile):
        def read(self, *args):
            raise AssertionError("read")

    huge = Huge(b"")
    huge.size = 2 << 30

    with pytest.raises(Refused, match=r"2048 MB\. The limit is 20 MB"):
        keep(huge, centre=centre, name="cv.pdf", by=None)


def test_a_form_of_more_than_64_mb_is_refused_unread(client):
    answer = client.post("/candidates/1/documents/add/", CONTENT_LENGTH=str(65 << 20))

    assert answer.status_code == 413
    assert "64 MB" in answer.content.decode()


def test_a_file_leaves_as_an_attachment_in_a_sandbox_and_the_log_says_who_took_it(
    as_manager, manager, centre
):
    document = make_document(make_candidate(centre), name="簡歷 “x”.pdf")
    version = document.versions.get()

    answer = as_manager.get(reverse("recruitment:document-file", args=[version.pk]))

    assert b"".join(answer.streaming_content) == pdf("x")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%B0%A1")
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.object_id) == (manager, document.pk)
    assert entry.changes["opened"] == ["", "簡歷 “x”.pdf"]


@pytest.mark.parametrize(
    ("data", "name", "way"),
    [(pdf("x"), "a.pdf", "inline"), (png(), "a.png", "inline"), (docx(), "a.docx", "attachment")],
)
def test_pdf_and_pictures_are_shown_and_word_is_only_saved(as_manager, centre, data, name, way):
    version = make_document(make_candidate(centre), content=data, name=name).versions.get()

    answer = as_manager.get(reverse("recruitment:document-shown", args=[version.pk]))

    assert answer["Content-Disposition"].startswith(way)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "allow-scripts" not in answer["Content-Security-Policy"]


def test_the_scanner_decides_and_a_dead_one_keeps_the_file_waiting(centre, settings, as_manager):
    person = make_candidate(centre)
    states = []
    for command, said in ((SCANNER, "x"), (SCANNER, "VIRUS"), (["/no/such/scanner"], "x")):
        settings.SCAN_COMMAND = command
        document = make_document(person, content=pdf(said))
        file = document.versions.get().file
        answer = as_manager.get(reverse("recruitment:document-file", args=[file.version.pk]))
        states.append((file.scan, file.may_be_opened, answer.status_code))

    assert states == [("clean", True, 200), ("infected", False, 302), ("waiting", False, 302)]


def test_a_file_that_waited_is_clean_once_the_scanner_is_back(centre, settings):
    settings.SCAN_COMMAND = ["/no/such/scanner"]
    stored = kept(centre)
    settings.SCAN_COMMAND = SCANNER

    scanning.look.call(file_id=stored.pk)

    stored.refresh_from_db()
    assert stored.scan == StoredFile.Scan.CLEAN


def test_a_document_removed_a_week_ago_is_gone_with_its_bytes(
    centre, django_capture_on_commit_callbacks
):
    person, by = make_candidate(centre), make_user("manager", centre)
    old, young = make_document(person), make_document(person, "CV")
    actions.remove(old, by=by)
    actions.remove(young, by=by)
    old.removed_at -= actions.BACK_FOR
    old.save()
    keys = {one.document_id: one.file.key for one in Version.objects.select_related("file")}

    with django_capture_on_commit_callbacks(execute=True):
        actions.purge_due.call()

    assert [one.pk for one in Document.objects.all()] == [young.pk]
    assert keys[old.pk] not in set(store.keys())
    assert keys[young.pk] in set(store.keys())
