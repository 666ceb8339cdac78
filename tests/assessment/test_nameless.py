"""In anonymous review a panel reads what does not tell who it is, under names that name nobody."""

import io
import zipfile

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from recruitment.demo.paper import pdf
from recruitment.documents import texts
from recruitment.documents.models import DocumentKind
from recruitment.pipeline.models import Stage
from tests.documents.files import docx, png
from tests.documents.test_unsigned import with_a_picture
from tests.factories import (
    make_application,
    make_candidate,
    make_document,
    make_interview,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(centre):
    """Somebody whose papers a panel reads without knowing them; transcripts show no name here."""
    person = make_candidate(centre, full_name="Ada Canary", native_name="吳雅達")
    one = make_application(centre, candidate=person, kind="interview")
    Stage.objects.filter(pk=one.stage_id).update(is_anonymous=True)
    DocumentKind.objects.filter(centre=centre, name="Transcript").update(tells_who=False)
    return one


@pytest.fixture
def member(centre):
    return make_user("panel", centre)


@pytest.fixture
def interview(one, member, centre):
    return make_interview(one, member, make_user("panel", centre))


def page_of(client, interview, user):
    client.force_login(user)
    return client.get(interview.get_absolute_url()).text


def opened(client, interview, document, **query):
    version = document.versions.get()
    return client.get(f"{interview.get_absolute_url()}files/{version.pk}/", query)


def made_by(author):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Marks"))))
    writer.add_metadata({"/Author": author, "/Title": f"Transcript of {author}"})
    writer.add_attachment("letter.txt", author.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_they_may_read_is_called_by_its_kind_on_the_page_and_when_saved(
    client, interview, one, member
):
    first = make_document(one.candidate, name="Ada Canary transcript.pdf", content=made_by("Ada"))
    make_document(one.candidate, application=one, name="Canary 2.pdf")
    texts.read_some.call()

    page = page_of(client, interview, member)
    answer = opened(client, interview, first)

    assert ("Transcript 1" in page, "Transcript 2" in page, "Canary" in page) == (True, True, False)
    assert answer["Content-Disposition"] == 'attachment; filename="Transcript 1.pdf"'
    read = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Marks" in read.pages[0].extract_text()
    assert (read.metadata, dict(read.attachments)) == (None, {})
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.object_id) == (member, first.pk)


def test_what_tells_who_it_is_is_named_by_its_kind_and_withheld(client, interview, one, member):
    withheld = [
        make_document(one.candidate, "CV", name="Canary.pdf"),
        make_document(one.candidate, "Degree certificate"),
        make_document(
            one.candidate, content=docx("Marks", **{"_rels/__rels": "<no"}), name="marks.docx"
        ),
    ]
    passport = make_document(one.candidate, "Passport or identity")
    texts.read_some.call()

    page = page_of(client, interview, member)

    assert page.count("It tells who it is.") == 2
    assert "This Word file tells more than its text." in page
    assert ("Passport" in page, "Canary" in page) == (False, False)
    answers = [opened(client, interview, each).status_code for each in (*withheld, passport)]
    assert answers == [404] * 4


def test_a_word_file_goes_out_as_a_copy_that_names_nobody(client, interview, one, member):
    core = "<core><creator>Ada Canary</creator></core>"
    document = make_document(
        one.candidate, content=docx("Marks", **{"docProps/core__xml": core}), name="Canary.docx"
    )
    texts.read_some.call()

    client.force_login(member)
    answer = opened(client, interview, document, shown="1")

    assert answer["Content-Disposition"] == 'attachment; filename="Transcript.docx"'
    sent = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        names, text = archive.namelist(), archive.read("word/document.xml")
    assert (b"Canary" in sent, "docProps/core.xml" in names, b"Marks" in text) == (
        False, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "is_told"),
    [("azn42@mail.example.org", True), ("call 5550 4242", True), ("0000-0002-1825-0097", True),
     ("example.org/azn/papers", True), ("a mail of 42 papers", False)],
)  # fmt: skip
def test_what_tells_how_to_reach_them_is_withheld(client, interview, one, member, said, is_told):
    person = one.candidate
    person.email, person.phone = "azn42@mail.example.org", "+852 5550 4242"
    person.orcid, person.home_pages = "0000-0002-1825-0097", "https://example.org/azn"
    person.save()
    document = make_document(person, "Research proposal", content=pdf(said))
    texts.read_some.call()

    page = page_of(client, interview, member)

    assert ("It tells who it is." in page) == is_told
    assert opened(client, interview, document).status_code == (404 if is_told else 200)


@pytest.mark.parametrize(
    "said",
    ["By Ada Canary, 2026", "吳雅達的研究計劃", 'Aim</w:t><textpath string="CANARY"/><w:t>'],
)
def test_a_proposal_that_names_its_author_is_withheld(client, interview, one, member, said):
    naming = make_document(one.candidate, "Research proposal", content=docx(said), name="a.docx")
    silent = make_document(one.candidate, "Research proposal", content=pdf("Canaries sing"))
    before = page_of(client, interview, member).count("being looked through")
    texts.read_some.call()

    page = page_of(client, interview, member)

    assert (before, page.count("It tells who it is.")) == (2, 1)
    assert opened(client, interview, naming).status_code == 404
    assert opened(client, interview, silent).status_code == 200


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("C a n a r y  A d a", True), ("By Cana-ry", True), ("Marks: B A A C, f (x)", False),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_apart_is_found(client, interview, one, member, said, is_told):
    document = make_document(
        one.candidate, "Research proposal", content=docx(f"The aim. {said}"), name="a.docx"
    )
    texts.read_some.call()

    assert ("It tells who it is." in page_of(client, interview, member)) == is_told
    assert opened(client, interview, document).status_code == (404 if is_told else 200)


def test_of_what_no_copy_can_be_made_the_list_says_so_before_it_is_opened(
    client, interview, one, member
):
    content = with_a_picture(b"Canary", ["/JPXDecode"], "/XObject")
    document = make_document(one.candidate, content=content)
    texts.read_some.call()

    page = page_of(client, interview, member)

    assert "It holds a picture or a font from which nobody here can take out" in page
    assert opened(client, interview, document).status_code == 404


def test_the_panel_is_told_that_nobody_looked_at_pictures(client, interview, one, member):
    make_document(one.candidate, content=pdf("Marks"))

    assert "what their pictures show is not" in page_of(client, interview, member)


def with_a_scan(text):
    """A PDF of a page that is a picture, and one with that text."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    picture = writer._add_object(DecodedStreamObject())
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): picture})}
    )
    writer.append(io.BytesIO(pdf(text)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_nobody_could_look_through_whole_is_withheld(
    client, interview, one, member, monkeypatch
):
    monkeypatch.setattr(texts, "MOST_WORDS", 20)
    long = pdf(*(f"word{n}" for n in range(25)))
    contents = {"scan": pdf(""), "half a scan": with_a_scan("Marks"), "long": long,
                "broken": pdf("Marks")[:200] + b"%%EOF"}  # fmt: skip
    files = [
        make_document(one.candidate, "Research proposal", content=data, name=f"{name}.pdf")
        for name, data in contents.items()
    ]
    files.append(make_document(one.candidate, "Research proposal", content=png(), name="a.png"))
    texts.read_some.call()

    page = page_of(client, interview, member)

    assert page.count("It could not be looked through for the name as a whole") == len(files)
    assert {opened(client, interview, each).status_code for each in files} == {404}


def test_once_the_office_says_that_a_kind_names_nobody_its_files_are_looked_through(
    client, as_manager, interview, one, member
):
    kind = DocumentKind.objects.get(centre=one.centre, name="Personal statement")
    naming = make_document(one.candidate, kind.name, content=pdf("I am Ada"))
    silent = make_document(one.candidate, kind.name, content=pdf("I like marks"))
    as_manager.post(
        reverse("recruitment:settings-row", args=["documents", kind.pk]), {"name": kind.name}
    )
    texts.read_some.call()
    found = as_manager.get(reverse("recruitment:candidates"), {"says": "marks"})

    client.force_login(member)
    statuses = [opened(client, interview, each).status_code for each in (naming, silent)]
    assert statuses == [404, 200]
    assert found.context["page"].listing.rows == []  # that is for kinds found by their words


def test_settings_tell_which_kinds_no_panel_gets_and_one_press_has_them_looked_through(
    client, as_manager, interview, one, member
):
    kind = DocumentKind.objects.get(centre=one.centre, name="Personal statement")
    naming = make_document(one.candidate, kind.name, content=pdf("I am Ada"))
    silent = make_document(one.candidate, kind.name, content=pdf("I like marks"))
    page = reverse("recruitment:settings-section", args=["documents"])
    press = reverse("recruitment:settings-kind-look-through", args=[kind.pk])
    before = as_manager.get(page).text

    as_manager.post(press)
    texts.read_some.call()

    assert (press in before, press in as_manager.get(page).text) == (True, False)
    client.force_login(member)
    statuses = [opened(client, interview, each).status_code for each in (naming, silent)]
    assert statuses == [404, 200]


def test_nobody_else_opens_them_there_and_later_the_panel_opens_them_as_they_are(
    client, centre, interview, one, member
):
    document = make_document(one.candidate, content=pdf("Marks"))
    texts.read_some.call()
    others = [make_user(role, centre) for role in ("manager", "panel", "supervisor", "industry")]
    statuses = []
    for user in others:
        client.force_login(user)
        statuses.append(opened(client, interview, document).status_code)
    tied = interview.panel.exclude(user=member).get()
    interview.panel.filter(pk=tied.pk).update(conflict="declared")
    client.force_login(tied.user)
    statuses.append(opened(client, interview, document).status_code)
    Stage.objects.filter(pk=one.stage_id).update(is_anonymous=False)
    client.force_login(member)
    statuses.append(opened(client, interview, document).status_code)

    assert statuses == [*[404] * 5, 200]
    url = f"/documents/files/{document.versions.get().pk}/"
    assert client.get(url).status_code == 200
