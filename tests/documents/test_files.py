"""The one door for files: nothing unseen goes in, nothing goes out without a line in the log."""

import hashlib
import os
import sys
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from centre.web.refusal import Refused
from recruitment.demo.paper import pdf
from recruitment.documents import actions, scanning, store
from recruitment.documents.files import keep
from recruitment.documents.models import Document, DocumentKind, StoredFile, Version
from recruitment.duplicates.merging import Choice, merge
from recruitment.duplicates.undoing import undo
from tests.documents.files import docx, png
from tests.factories import (
    make_application,
    make_candidate,
    make_document,
    make_interview,
    make_user,
)

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
    before = set(store.every_key())
    for data, words in (
        (b"MZ", "This is a program"), (b"", "The file is empty"), (b"<svg/>", "SVG drawings")
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            keep(ContentFile(data), centre=centre, name="cv.pdf", by=None)

    assert set(store.every_key()) == before
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


def script(folder, *lines):
    file = folder / "scan.sh"
    file.write_text("\n".join(["#!/bin/sh", *lines]))
    file.chmod(0o700)
    return [str(file)]


@pytest.mark.parametrize(
    ("lines", "state", "finding"),
    [
        (["exit 0"], "clean", ""),  # without reading the file
        (["cat >/dev/null", "echo 'Eicar FOUND'", "exit 1"], "infected", "Eicar FOUND"),
        (["echo no database >&2", "exit 2"], "waiting", ""),
    ],
)
def test_a_scanner_answers_by_its_exit_code(centre, settings, tmp_path, lines, state, finding):
    settings.SCAN_COMMAND = script(tmp_path, *lines)

    stored = kept(centre)

    stored.refresh_from_db()
    assert (stored.scan, stored.finding) == (state, finding)


def test_a_scanner_that_never_answers_is_stopped_with_all_it_started(
    centre, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(scanning, "SECONDS", 0.5)
    settings.SCAN_COMMAND = script(tmp_path, "sleep 60 &", f"echo $! > {tmp_path}/pid", "wait")

    stored = kept(centre)

    stored.refresh_from_db()
    assert stored.scan == StoredFile.Scan.WAITING
    started = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/stat")
    assert not started.exists() or started.read_text().split()[2] == "Z"


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
    assert keys[old.pk] not in set(store.every_key())
    assert keys[young.pk] in set(store.every_key())


def test_check_files_names_what_is_lost_or_changed_and_deletes_what_no_row_names(
    centre, settings, tmp_path, capsys
):
    folder = {"location": str(tmp_path)}
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": folder}
    }  # fmt: skip
    whole, lost, changed = (kept(centre, pdf(text)) for text in ("a", "b", "c"))
    store.drop(lost.key)
    (tmp_path / changed.key).write_bytes(b"other")
    orphans = {name: store.new_key() for name in ("old", "young")}
    for key in orphans.values():
        store.put(key, b"left by a form that failed")
    os.utime(tmp_path / orphans["old"], (0, 0))

    with pytest.raises(CommandError, match="2 files are lost or changed"):
        call_command("check_files")

    said = capsys.readouterr().out
    assert (f"({lost.key}) is not in", f"({changed.key}) is not what") == tuple(
        part for part in (f"({lost.key}) is not in", f"({changed.key}) is not what") if part in said
    )
    assert set(store.every_key()) == {whole.key, changed.key, orphans["young"]}


def test_a_panel_member_meets_the_documents_of_whom_they_interview_and_no_passport(centre):
    panel = make_user("panel", centre)
    mine, other = make_application(centre, kind="interview"), make_application(centre)
    make_interview(mine, panel, make_user("panel", centre))
    seen = make_document(mine.candidate)
    passport = make_document(mine.candidate, "Passport or identity")
    elsewhere = make_document(mine.candidate, application=make_application(
        centre, candidate=mine.candidate, track="postdoc"))  # fmt: skip
    hidden = [passport, elsewhere, make_document(other.candidate)]
    client = Client()
    client.force_login(panel)

    def opened(document):
        version = document.versions.get()
        return client.get(reverse("recruitment:document-file", args=[version.pk])).status_code

    page = client.get(f"{mine.candidate.get_absolute_url()}?tab=documents").text
    assert (opened(seen), [opened(one) for one in hidden]) == (200, [404, 404, 404])
    assert ("Transcript" in page, "Passport" in page) == (True, False)
    assert "documents/add/" not in page


def test_documents_go_with_a_merge_and_come_back_with_its_undoing(centre, manager):
    kept_one, gone = make_candidate(centre), make_candidate(centre)
    document = make_document(gone)

    merged = merge(Choice(kept_one.pk, gone.pk), by=manager)
    document.refresh_from_db()
    with_kept = document.candidate
    undo(merged, by=manager)
    document.refresh_from_db()

    assert (with_kept, document.candidate_id) == (kept_one, gone.pk)
    with store.get(document.versions.get().file.key) as content:
        assert content.read() == pdf("x")


def test_the_same_form_sent_twice_adds_once_and_versions_are_numbered(as_manager, centre):
    person = make_candidate(centre)
    kind = DocumentKind.objects.get(centre=centre, name="CV")
    url = reverse("recruitment:documents-add", args=[person.pk])
    sent = {"kind": kind.pk, "token": "00000000-0000-0000-0000-0000000000bb"}

    for _click in range(2):
        files = [SimpleUploadedFile(f"{n}.pdf", pdf(str(n))) for n in range(2)]
        as_manager.post(url, {**sent, "file": files})
    document = Document.objects.order_by("pk")[0]
    newer = {"file": SimpleUploadedFile("new.pdf", pdf("new")), "token": sent["token"][:-2] + "cc"}
    as_manager.post(reverse("recruitment:document-version", args=[document.pk]), newer)

    assert [len(one.versions.all()) for one in Document.objects.order_by("pk")] == [2, 1]
    assert [one.number for one in document.versions.all()] == [2, 1]


def test_one_bad_file_of_three_is_named_and_none_is_kept(as_manager, centre):
    person = make_candidate(centre)
    kind = DocumentKind.objects.get(centre=centre, name="CV")
    before = set(store.every_key())
    files = [SimpleUploadedFile("a.pdf", pdf("a")), SimpleUploadedFile("b.pdf", b"MZ\x90"),
             SimpleUploadedFile("c.pdf", pdf("c"))]  # fmt: skip

    answer = as_manager.post(
        reverse("recruitment:documents-add", args=[person.pk]),
        {"kind": kind.pk, "file": files, "token": "00000000-0000-0000-0000-0000000000bd"},
    )

    assert answer.status_code == 422
    assert "b.pdf: This is a program" in answer.text
    assert (Document.objects.count(), set(store.every_key())) == (0, before)


def test_a_conflict_declared_on_a_panel_closes_the_documents_to_a_director_too(centre):
    director, other = make_user("director", centre), make_user("director", centre)
    tied = make_application(centre, kind="interview")
    make_interview(tied, director).panel.update(conflict="declared")
    closed, open_still = make_document(tied.candidate), make_document(make_candidate(centre))

    def meets(user):
        return set(Document.objects.visible_to(user))

    assert meets(director) == {open_still}
    assert meets(other) == {closed, open_still}


def test_while_the_bucket_does_not_answer_nothing_is_kept_and_it_is_said_so(
    as_manager, centre, monkeypatch
):
    person = make_candidate(centre)
    version = make_document(person).versions.get()
    kind = DocumentKind.objects.get(centre=centre, name="CV")
    sent = {"kind": kind.pk, "token": "00000000-0000-0000-0000-0000000000be",
            "file": SimpleUploadedFile("a.pdf", pdf("a"))}  # fmt: skip

    def away(*args, **more):
        raise EndpointConnectionError(endpoint_url="https://store.example.org")

    for verb in ("save", "open"):
        monkeypatch.setattr(storages["documents"], verb, away)
    added = as_manager.post(reverse("recruitment:documents-add", args=[person.pk]), sent)
    url = reverse("recruitment:document-file", args=[version.pk])
    opened = as_manager.get(url, follow=True)

    assert (added.status_code, Document.objects.count()) == (422, 1)
    assert "does not answer, so nothing was kept" in added.text
    assert "The store of documents does not answer" in opened.text
    assert not LogEntry.objects.filter(action=LogEntry.Action.ACCESS).exists()
