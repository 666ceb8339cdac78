"""The words of CVs and the like, so that people are found by what their documents say.

A file is marked when it comes in, and read by the worker once no scanner holds it back: nobody
waits for it, and the list without this filter asks nothing of it. Of the text only the folded words
are kept, each once, in one row a file: a search reads some kilobytes a CV, of those who have one.
"""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.jobs import every, job, start
from recruitment.candidates import names
from recruitment.documents import reading, spelling, store
from recruitment.documents.models import Document, FileText, StoredFile
from recruitment.documents.types import DOCX, PDF

log = logging.getLogger(__name__)
Words = StoredFile.Words
MOST_WORDS = 5_000
LONGEST = 40  # of a word; of Han text, whose words nobody parted, so many characters from each
HAN_LONGEST = 8
AT_ONCE = 20
A_DAY = 24 * 60 * 60
MOST_TERMS = 8
CUT = "…"  # in place of the words beyond those that were read; nobody's word is this
NO_COPY = "\u00a4"  # behind all words, where what goes to a panel cannot be made
BESIDE = "="  # before a word that tells who somebody is, but by which nobody is found
_NOTHING: dict[str, Any] = {"text": "", "whole": False, "beside": "", "copied": False}
# Marks within a word that nobody sees: where it may be parted, joined or turned round.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _to_be_read() -> QuerySet:
    open_ones = (StoredFile.Scan.NONE, StoredFile.Scan.CLEAN)
    return StoredFile.objects.filter(words=Words.WANTED, scan__in=open_ones).order_by("-pk")


@every(60, when=lambda: _to_be_read().exists())
@job
def read_some() -> None:
    """The newest first. Each is read, or noted as lost, so that the next ones come to their turn;
    a store that is away (StoreAway) ends it, and the clock asks again."""
    files = list(_to_be_read()[: AT_ONCE + 1])
    for one in files[:AT_ONCE]:
        try:
            read(one)
        except FileNotFoundError:
            log.warning("File %s is not in the store", one.pk)
            one.words = Words.LOST
            one.save(update_fields=["words"])
    if len(files) > AT_ONCE:
        start(read_some)


@every(A_DAY)
@job
def look_for_lost() -> None:
    """What was not in the store may be back, as once its folder is mounted."""
    StoredFile.objects.filter(words=Words.LOST).update(words=Words.WANTED)


def read(stored: StoredFile) -> None:
    """Note the words of a file, or that it has none. Reading twice leaves the same. Raises the
    OSError of a store that does not give it, and leaves it as it is: that says nothing of it."""
    told = _told_by(stored) if stored.kind in (PDF, DOCX) else _NOTHING
    words: list[str] = []
    whole = False
    if told is not None:
        words, whole = words_of(told["text"], told["beside"]), told["whole"]
    if words and not whole and CUT not in words:
        words.append(CUT)
    if words and told and not told["copied"]:
        words.append(NO_COPY)
    with transaction.atomic():
        FileText.objects.filter(file=stored).delete()
        if words:
            FileText.objects.create(file=stored, words=f" {' '.join(words)} ")
        stored.words = Words.READ if words else Words.NONE if told is not None else Words.FAULT
        stored.save(update_fields=["words"])


def _told_by(stored: StoredFile) -> dict | None:
    """What it says, whether that is `whole`, what it says beside its pages, and whether it can be
    `copied` for a panel; None where that cannot be read within the limits."""
    with store.get(stored.key) as content:
        data = content.read()
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            [sys.executable, "-m", reading.__name__, stored.kind],
            input=data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={},  # no key, no address of the database
            timeout=2 * reading.SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        # Only the kind of error: what it says may quote the file.
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        log.info("File %s could not be read: %s", stored.pk, last.partition(":")[0][:60])
        return None
    return json.loads(done.stdout)


def words_of(text: str, beside: str = "") -> list[str]:
    """The folded words of `text`, each once, sorted; behind them, marked BESIDE, those that only
    `beside` or the marks nobody sees make of it. None where `text` has none. The last is CUT if
    there are more than are kept."""
    found = _found_in(text, set())
    if not found:
        return []
    seen = spelling.together(_UNSEEN.sub("", f"{text}\n{beside}"))
    behind = _found_in(seen, found) | spelling.joined(seen) - found
    kept = [*sorted(found)[:MOST_WORDS], *(BESIDE + one for one in sorted(behind)[:MOST_WORDS])]
    return [*kept, CUT] if len(kept) < len(found) + len(behind) else kept


def _found_in(text: str, known: set[str]) -> set[str]:
    """The words that are not `known`; of a run of Han what begins at each character, for nobody
    says where its words begin."""
    found: set[str] = set()
    for word in names.words(text.replace("\x00", " ")):
        if names.has_han(word):
            found.update({word[i : i + HAN_LONGEST] for i in range(len(word))} - known)
        elif len(word) > 1 and word[:LONGEST] not in known:
            found.add(word[:LONGEST])
        if len(found) > MOST_WORDS:
            break
    return found


def terms_of(text: str) -> list[str]:
    """What to look for when somebody types `text`: each a beginning of a word."""
    terms = (
        word[:HAN_LONGEST] if names.has_han(word) else word[:LONGEST] for word in names.words(text)
    )
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def people_saying(terms: Sequence[str], *, centre: Centre, user: User) -> QuerySet:
    """Ids of the people in one of whose documents, of those `user` may see and of a kind that is
    found by its words, every term stands."""
    says = Q()
    for term in terms:
        says &= Q(versions__file__text__words__contains=f" {term}")
    rows = Document.objects.visible_to(user).standing()
    rows = rows.filter(says, centre=centre, kind__is_read=True)
    return rows.order_by().values("candidate")
