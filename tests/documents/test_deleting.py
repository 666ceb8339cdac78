"""Whoever deletes a person deletes their files: bytes after the commit, and none before it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from recruitment.candidates.models import Candidate
from recruitment.demo.paper import pdf
from recruitment.documents import deleting, store
from recruitment.documents.models import StoredFile
from recruitment.moves.unrecord import unrecord
from tests.factories import make_application, make_document, make_referee

pytestmark = pytest.mark.django_db
_LONG, _NONE = timedelta(days=3), timedelta()


def _fails(key):
    raise OSError("the bucket is away")


@pytest.fixture
def person(centre):
    """Somebody with a document of their own, one of their application, and a letter about them."""
    one = make_application(centre)
    make_document(one.candidate)
    make_document(one.candidate, "CV", application=one)
    make_referee(one, content=pdf("letter"))
    return one.candidate


def delete(person):
    """All of them, as the undoing of an import does."""
    unrecord(list(person.applications.all()))
    Candidate.objects.filter(pk=person.pk).delete()


def keys():
    return set(StoredFile.objects.values_list("key", flat=True))


def test_a_deleted_candidate_takes_documents_and_letters_along_after_the_commit(
    centre, person, django_capture_on_commit_callbacks
):
    theirs = keys()
    other = make_document(make_application(centre).candidate)

    with django_capture_on_commit_callbacks(execute=True):
        delete(person)
        before_the_commit = set(store.every_key())

    left = keys()
    assert (len(theirs), len(left)) == (3, 1)
    assert left == {other.versions.get().file.key}
    assert theirs <= before_the_commit
    assert not theirs & set(store.every_key())


def test_a_deletion_that_is_rolled_back_leaves_every_byte(
    person, django_capture_on_commit_callbacks
):
    theirs = keys()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete(person)
        transaction.set_rollback(True)

    assert keys() == theirs
    assert theirs <= set(store.every_key())


def test_bytes_that_could_not_be_taken_away_are_named_by_check_files(
    person, django_capture_on_commit_callbacks, monkeypatch, capsys
):
    theirs = keys()
    with monkeypatch.context() as broken:
        broken.setattr(deleting.store, "drop", _fails)
        with django_capture_on_commit_callbacks(execute=True):
            delete(person)
    monkeypatch.setattr(store, "age", lambda key: _LONG if key in theirs else _NONE)

    call_command("check_files")

    said = capsys.readouterr().out
    assert [key for key in theirs if f"No row names {key}: deleted." not in said] == []
    assert not theirs & set(store.every_key())
