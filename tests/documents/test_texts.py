"""People are found by what their CVs say, and by nothing somebody may not open."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recruitment.demo.paper import pdf
from recruitment.documents import actions, store, texts
from recruitment.documents.models import FileText, StoredFile
from tests.documents.files import docx
from tests.factories import make_application, make_candidate, make_document, make_user

read_again = import_module("recruitment.migrations.0053_papers_read_again")
read_anew = import_module("recruitment.migrations.0059_papers_read_anew")
read_beside = import_module("recruitment.migrations.0062_word_files_read_beside_their_pages")
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&b;</w:document>"""


def found(client, text):
    answer = client.get(reverse("recruitment:candidates"), {"says": text})
    return [row.candidate.full_name for row in answer.context["page"].listing.rows]


def test_words_are_folded_and_han_text_is_found_from_any_character():
    words = texts.words_of("Café NEURAL\x00nets, 計算機視覺")

    assert {"cafe", "neural", "nets"} <= set(words)
    assert set(texts.terms_of("视觉 Neur")) == {"视觉", "neur"}
    assert any(word.startswith("视觉") for word in words)
    assert texts.terms_of("?!") == []


@pytest.mark.django_db
def test_a_cv_as_pdf_or_word_is_found_by_the_beginning_of_its_words(as_manager, centre):
    ada, bob = (make_candidate(centre, full_name=name) for name in ("Ada", "Bob"))
    make_document(ada, "CV", content=pdf("Neural rendering", "and diffusion"))
    make_document(bob, "CV", content=docx("Neural networks, 計算機視覺"), name="cv.docx")
    make_document(ada, "Transcript", content=pdf("Unfindable marks"))
    texts.read_some.call()

    hits = {text: sorted(found(as_manager, text)) for text in
            ("neural", "diffus", "Neural NETWORKS", "视觉", "unfindable", "ural")}  # fmt: skip

    assert hits == {
        "neural": ["Ada", "Bob"], "diffus": ["Ada"], "Neural NETWORKS": ["Bob"],
        "视觉": ["Bob"], "unfindable": [], "ural": [],
    }  # fmt: skip


@pytest.mark.django_db
def test_of_a_cv_the_newest_version_is_found_and_a_removed_one_is_not(as_manager, centre, manager):
    document = make_document(make_candidate(centre, full_name="Ada"), "CV", content=pdf("Oldword"))
    texts.read_some.call()
    before = found(as_manager, "oldword")

    newer = SimpleUploadedFile("cv.pdf", pdf("Newword"))
    actions.add_version(document, newer, valid_until=None, by=manager, token=uuid4())
    texts.read_some.call()
    after = [found(as_manager, word) for word in ("oldword", "newword")]
    actions.remove(document, by=manager)

    assert (before, after, found(as_manager, "newword")) == (["Ada"], [[], ["Ada"]], [])


@pytest.mark.django_db
def test_what_was_read_before_it_was_noted_whether_as_a_whole_is_read_again(centre, manager):
    document = make_document(make_candidate(centre), "CV", content=pdf("Word", ""))
    texts.read_some.call()
    stored = document.versions.get().file
    FileText.objects.filter(file=stored).update(words=" before ")

    read_again.read_again(apps, None)
    waiting = StoredFile.objects.get(pk=stored.pk).words
    texts.read_some.call()

    assert waiting == "wanted"
    assert FileText.objects.get(file=stored).words.startswith(" word ")


@pytest.mark.django_db
def test_nobody_finds_people_by_a_document_they_may_not_open(client, centre):
    supervisor = make_user("supervisor", centre)
    theirs = make_application(centre, candidate=make_candidate(centre, created_by=supervisor))
    make_document(theirs.candidate, "CV", content=pdf("Zzcanary"))
    make_document(make_candidate(centre), "CV", content=pdf("Zzcanary"))
    passport = make_document(theirs.candidate, "Passport or identity", content=pdf("Zzsecret"))
    passport.kind.is_read = True
    passport.kind.save()
    actions.want_words_of_kind.call(kind_id=passport.kind_id)
    texts.read_some.call()
    client.force_login(supervisor)

    assert found(client, "zzcanary") == [theirs.candidate.full_name]
    assert found(client, "zzsecret") == []


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_stays_and_is_only_not_found(centre):
    person = make_candidate(centre)
    contents = {
        "a.pdf": pdf("x")[:200] + b"%%EOF",
        "b.docx": docx(**{"word/document__xml": "<not xml"}),
        "c.docx": docx(**{"word/document__xml": BOMB}),
        "d.pdf": pdf(""),
    }
    files = {
        name: make_document(person, "CV", content=data, name=name)
        for name, data in contents.items()
    }

    texts.read_some.call()

    states = {name: one.versions.get().file.words for name, one in files.items()}
    assert states.pop("d.pdf") == "none"
    assert set(states.values()) <= {"fault", "none"}
    assert not FileText.objects.exists()


def _away(_key):
    raise store.StoreAway("the bucket is away")


@pytest.mark.django_db
def test_while_the_store_is_away_a_cv_stays_to_be_read_and_keeps_its_words(centre, monkeypatch):
    stored = make_document(make_candidate(centre), "CV", content=pdf("Word")).versions.get().file
    FileText.objects.create(file=stored, words=" before ")
    with monkeypatch.context() as broken:
        broken.setattr(store, "get", _away)
        with pytest.raises(store.StoreAway):
            texts.read_some.call()

    stored.refresh_from_db()
    assert (stored.words, stored.text.words) == ("wanted", " before ")

    texts.read_some.call()

    assert FileText.objects.get(file=stored).words.startswith(" word ")


@pytest.mark.django_db
def test_files_that_are_lost_hold_up_no_older_one_and_are_looked_for_again(centre, monkeypatch):
    monkeypatch.setattr(texts, "AT_ONCE", 2)
    person = make_candidate(centre)
    older, *lost = (
        make_document(person, "CV", content=pdf("Word")).versions.get().file for _n in range(4)
    )
    for one in lost:
        store.drop(one.key)

    texts.read_some.call()
    states = [StoredFile.objects.get(pk=one.pk).words for one in (older, *lost)]
    store.put(lost[0].key, pdf("Word"))  # brought back from a copy
    texts.look_for_lost.call()
    texts.read_some.call()

    assert states == ["read", "lost", "lost", "lost"]
    states = [StoredFile.objects.get(pk=one.pk).words for one in (older, *lost)]
    assert states == ["read", "read", "lost", "lost"]


@pytest.mark.django_db
def test_what_an_outage_left_as_unreadable_is_read_again(centre):
    stored = make_document(make_candidate(centre), "CV", content=pdf("Word")).versions.get().file
    StoredFile.objects.update(words="fault")

    read_anew.read_again(apps, None)
    texts.read_some.call()

    assert FileText.objects.get(file=stored).words.startswith(" word ")


@pytest.mark.django_db
def test_a_word_file_read_by_its_pages_alone_is_read_again_and_found_by_them_alone(
    as_manager, centre
):
    ada = make_candidate(centre, full_name="Ada")
    document = make_document(ada, "CV", content=docx("Neural nets"), name="cv.docx")
    FileText.objects.create(file=document.versions.get().file, words=" neural nets ")
    StoredFile.objects.update(words="read")

    read_beside.read_again(apps, None)
    texts.read_some.call()

    assert " =wordprocessingml " in FileText.objects.get().words
    assert [found(as_manager, text) for text in ("neural", "wordprocessingml")] == [["Ada"], []]
