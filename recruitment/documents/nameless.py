"""Documents in anonymous review: what a panel may read of them, under names that name nobody.

A document is called by its kind, and numbered where there are several. What tells who it is, is
withheld: by its kind, as staff said (`DocumentKind.tells_who`); where its text holds the
candidate's name, address or number; and where nobody could look through all of it for those, as a
scan or a picture, or a Word file with more in it than text and pictures. What goes out is a copy
without who made it and what else is packed into it.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from recruitment.candidates import names
from recruitment.documents import reading, store, types
from recruitment.documents.models import DocumentKind, FileText, StoredFile, Version
from recruitment.documents.shown import for_panel
from recruitment.documents.spelling import is_spelled
from recruitment.documents.texts import BESIDE, CUT, HAN_LONGEST, LONGEST, NO_COPY
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
    found = for_panel(application)
    files = [one.newest.file_id for one in found]
    words = dict(FileText.objects.filter(file__in=files).values_list("file", "words"))
    told, called = _told_by(application), _called(application)
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
        said = words.get(file.pk, "").replace(f" {BESIDE}", " ")
        why = _why(kind, file, said, told, called)
        result.append(Nameless(name, one.newest, why))
    return result


def _why(
    kind: DocumentKind,
    file: StoredFile,
    words: str,
    told: Sequence[Sequence[str]],
    called: list[str],
) -> str:
    """Why a file of these words is withheld, if any of `told` stands in them as a whole, or a part
    of what they are `called` letter by letter; "" if it is not."""
    named = any(all(one in words for one in each) for each in told)
    if kind.tells_who or named or is_spelled(words, called):
        return _("It tells who it is.")
    if file.words == StoredFile.Words.WANTED:
        return _("It is being looked through for the name.")
    if file.words == StoredFile.Words.LOST:
        return _("It is not in the store any more. The office can add it anew.")
    if f" {NO_COPY} " in words:
        return _(
            "It holds a picture or a font from which nobody here can take out what it tells beside "
            "its looks, as JPEG 2000. The office can add it with others."
        )
    if file.words != StoredFile.Words.READ or f" {CUT} " in words:
        if file.kind == types.DOCX:
            return _("This Word file tells more than its text. The office can add it as PDF.")
        return _(
            "It could not be looked through for the name as a whole, as where a page is a scan or "
            "the text is very long. The office can add it as a PDF with text, or in parts."
        )
    return ""


def _called(application: Application) -> list[str]:
    """Each part of their names, folded."""
    person = application.candidate
    return names.words(f"{person.full_name} {person.native_name} {person.preferred_name}")


def _told_by(application: Application) -> list[list[str]]:
    """What tells who somebody is: each part of a name alone; an address or a number in all its
    parts, as it stands among the words of a file."""
    person = application.candidate
    told = []
    for word in _called(application):
        if names.has_han(word):  # kept from each of its characters on
            told.append([f" {word[:HAN_LONGEST]}"])
        elif len(word) > 1:
            told.append([f" {word[:LONGEST]} "])
    reached = [person.email, *person.other_emails.splitlines(), *person.home_pages.splitlines()]
    for text in (*reached, person.orcid, *_numbers(person.phone)):
        parts = [f" {word[:LONGEST]} " for word in names.words(text) if word not in _ANYBODYS]
        told += [parts] if parts else []
    return told


# Of an address; and what stands in no row of words, for it is a letter.
_ANYBODYS = {"http", "https", "www", *"abcdefghijklmnopqrstuvwxyz0123456789"}


def _numbers(phone: str) -> list[str]:
    """As it was typed, and without the country before it."""
    prefix, _blank, rest = phone.partition(" ")
    return [phone, rest] if rest and prefix.startswith("+") else [phone]


def copy_of(stored: StoredFile) -> bytes:
    """The file without what it tells beside what is read in it (unsigned.py), made in a process of
    its own, which holds no secret. Raises Refused where that cannot be done."""
    try:
        with store.get(stored.key) as content:
            data = content.read()
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            [sys.executable, "-m", reading.__name__, reading.UNSIGNED, stored.kind],
            input=data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={},
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise Refused(
            _("This file cannot be shown without what it may tell. The office can add it anew.")
        ) from problem
    return done.stdout
