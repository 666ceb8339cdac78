"""Documents in anonymous review: what a panel may read of them, under names that name nobody.

A document is called by its kind, and numbered where there are several. What tells who it is, is
withheld: by its kind, as staff said (`DocumentKind.tells_who`); as a Word file, which tells its
author; where its text holds the candidate's name; and where nobody could look through all of it for
the name, as a scan or a picture. What goes out is a copy: the PDF without who made it and what else
is packed into it.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from recruitment.candidates import names
from recruitment.documents import reading, store, types
from recruitment.documents.models import Document, DocumentKind, FileText, StoredFile, Version
from recruitment.documents.shown import shown, with_versions
from recruitment.documents.texts import CUT, HAN_LONGEST, LONGEST
from recruitment.pipeline.models import Application

SECONDS = 15


@dataclass(frozen=True)
class Nameless:
    """A document as somebody meets it who does not know whose it is."""

    name: str  # "Transcript 2"
    version: Version
    withheld: str = ""  # why, in a sentence

    @property
    def file_name(self) -> str:
        stem = self.name.replace("/", "-").replace("\\", "-")
        return f"{stem}.{types.SUFFIXES[self.version.file.kind][0]}"


def nameless(application: Application) -> list[Nameless]:
    """The documents of an application and of its person, but for those for the office only. Three
    statements. Who may meet them is for the caller to ask."""
    rows = Document.objects.standing().filter(
        Q(application=None) | Q(application=application),
        candidate=application.candidate_id,
        kind__is_private=False,
    )
    found = [shown(one, application.centre.today()) for one in with_versions(rows)]
    files = [one.newest.file_id for one in found]
    words = dict(FileText.objects.filter(file__in=files).values_list("file", "words"))
    told = _told_by(application)
    total: dict[int, int] = {}
    for one in found:
        total[one.document.kind_id] = total.get(one.document.kind_id, 0) + 1
    count: dict[int, int] = {}
    result = []
    for one in found:
        kind = one.document.kind
        count[kind.pk] = count.get(kind.pk, 0) + 1
        name = f"{kind} {count[kind.pk]}" if total[kind.pk] > 1 else str(kind)
        file = one.newest.file
        why = _why(kind, file, words.get(file.pk, ""), told)
        result.append(Nameless(name, one.newest, why))
    return result


def _why(kind: DocumentKind, file: StoredFile, words: str, told: Sequence[str]) -> str:
    """Why a file of these words is withheld, if any of `told` among them tells who it is; "" if it
    is not."""
    if kind.tells_who or any(one in words for one in told):
        return _("It tells who it is.")
    if file.kind == types.DOCX:
        return _("A Word file tells its author. The office can add it as PDF.")
    if file.words == StoredFile.Words.WANTED:
        return _("It is being looked through for the name.")
    if file.words != StoredFile.Words.READ or f" {CUT} " in words:
        return _(
            "It could not be looked through for the name as a whole, as where a page is a scan or "
            "the text is very long. The office can add it as a PDF with text, or in parts."
        )
    return ""


def _told_by(application: Application) -> list[str]:
    """What stands in the words of a file that holds a name of the candidate."""
    person = application.candidate
    told = []
    for word in names.words(f"{person.full_name} {person.native_name} {person.preferred_name}"):
        if names.has_han(word):  # kept from each of its characters on
            told.append(f" {word[:HAN_LONGEST]}")
        elif len(word) > 1:
            told.append(f" {word[:LONGEST]} ")
    return told


def copy_of(stored: StoredFile) -> bytes:
    """The PDF without what it tells beside its pages. Raises Refused where that cannot be done."""
    try:
        with store.get(stored.key) as content:
            data = content.read()
        return _pdf(data)
    except (OSError, subprocess.SubprocessError) as problem:
        raise Refused(
            _("This file cannot be shown without what it may tell. The office can add it anew.")
        ) from problem


def _pdf(data: bytes) -> bytes:
    """Written anew in a process of its own, which holds no secret, as when it is read."""
    done = subprocess.run(  # noqa: S603  our own interpreter and module
        [sys.executable, "-m", reading.__name__, reading.NAMELESS],
        input=data,
        capture_output=True,
        cwd=settings.BASE_DIR,
        env={},
        timeout=SECONDS,
        check=True,
    )
    return done.stdout
