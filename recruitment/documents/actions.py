"""Documents handed in, replaced by newer versions, removed, and brought back for a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web.jobs import job, start_at
from centre.web.refusal import Refused
from recruitment.candidates.models import Candidate
from recruitment.documents import store
from recruitment.documents.files import keep
from recruitment.documents.models import (
    Document,
    DocumentKind,
    FileText,
    StoredFile,
    Version,
)
from recruitment.pipeline.models import Application

BACK_FOR = timedelta(days=7)
MOST_OF_ONE = 200  # files of one candidate
MOST_VERSIONS = 50


@dataclass(frozen=True)
class What:
    """What somebody says the files are."""

    kind: DocumentKind
    application: Application | None = None
    valid_until: date | None = None


def add(
    candidate: Candidate, uploads: Sequence[File], what: What, *, by: User | None, token: UUID
) -> list[Document]:
    """Add each of `uploads` as a document of `candidate`: all of them, or none.

    `token` is the form's: sent twice it adds once. Raises Refused, the file at fault named.
    """
    if found := _of_token(token):
        return found
    kept: list[StoredFile] = []
    try:
        with transaction.atomic():
            _insist_on_room(candidate, len(uploads))
            return [
                _new(candidate, _kept(upload, candidate, kept, by=by, one_of=len(uploads)), what,
                     token=UUID(int=(token.int + n) % (1 << 128)))
                for n, upload in enumerate(uploads)
            ]  # fmt: skip
    except BaseException:
        for one in kept:
            store.drop(one.key)
        if found := _of_token(token):  # the other of two clicks was faster
            return found
        raise


def _of_token(token: UUID) -> list[Document]:
    return list(Document.objects.filter(token=token))


def _kept(upload: File, candidate, kept: list, *, by: User | None, one_of: int) -> StoredFile:
    try:
        stored = keep(upload, centre=candidate.centre, name=upload.name or "", by=by)
    except Refused as refusal:
        if one_of == 1:
            raise
        raise Refused(f"{upload.name}: {refusal}") from refusal
    kept.append(stored)
    return stored


def _new(candidate: Candidate, stored: StoredFile, what: What, *, token: UUID) -> Document:
    document = Document.objects.create(
        centre=candidate.centre,
        candidate=candidate,
        application=what.application,
        kind=what.kind,
        token=token,
        created_at=stored.kept_at,
    )
    Version.objects.create(
        document=document, number=1, file=stored, valid_until=what.valid_until, token=token
    )
    want_words(document)
    return document


def _insist_on_room(candidate: Candidate, more: int) -> None:
    here = Version.objects.filter(document__candidate=candidate).count()
    if here + more > MOST_OF_ONE:
        raise Refused(
            _("%(name)s has %(n)d files. The limit is %(most)d: remove what is not needed.")
            % {"name": candidate, "n": here, "most": MOST_OF_ONE}
        )


def add_version(
    document: Document, upload: File, *, valid_until: date | None, by: User | None, token: UUID
) -> Version:
    """Put a newer version before the others, which stay. Sent twice it is added once."""
    if found := Version.objects.filter(token=token).first():
        return found
    stored = None
    try:
        with transaction.atomic():
            # Two at once: the second waits, and gets the next number.
            held = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
            if held.removed_at:
                raise Refused(_("This document was removed meanwhile. Bring it back first."))
            _insist_on_room(document.candidate, 1)
            newest = document.versions.values_list("number", flat=True).first() or 0
            if newest >= MOST_VERSIONS:
                raise Refused(_("A document has at most %(n)d versions.") % {"n": MOST_VERSIONS})
            stored = keep(upload, centre=document.centre, name=upload.name or "", by=by)
            version = Version.objects.create(
                document=document,
                number=newest + 1,
                file=stored,
                valid_until=valid_until,
                token=token,
            )
            want_words(document)
            return version
    except BaseException:
        if stored:
            store.drop(stored.key)
        if found := Version.objects.filter(token=token).first():
            return found
        raise


def want_words(document: Document) -> None:
    """Have the newest version read, if its kind is found by its words or is met in anonymous
    review, so that it is withheld where it names the candidate; no other is."""
    files = list(StoredFile.objects.filter(version__document=document).order_by("-pk"))
    FileText.objects.filter(file__in=files[1:]).delete()
    wanted = document.kind.is_read or not document.kind.tells_who
    for n, one in enumerate(files):
        should = StoredFile.Words.WANTED if wanted and not n else StoredFile.Words.UNASKED
        if bool(one.words) != bool(should):
            one.words = should
            one.save(update_fields=["words"])
    if not wanted:
        FileText.objects.filter(file__in=files[:1]).delete()


@job
def want_words_of_kind(kind_id: int) -> None:
    """After a kind became one whose documents are read, or ceased to be."""
    for document in Document.objects.filter(kind=kind_id).select_related("kind").iterator():
        want_words(document)


def remove(document: Document, *, by: User | None) -> None:
    """Take it away; for a week it can be brought back. Removing twice is removing once."""
    if document.removed_at is None:
        document.removed_at, document.removed_by = timezone.now(), by
        document.save(update_fields=["removed_at", "removed_by"])
        start_at(document.removed_at + BACK_FOR, purge_due)


def bring_back(document: Document) -> None:
    if document.removed_at is not None:
        document.removed_at = document.removed_by = None
        document.save(update_fields=["removed_at", "removed_by"])


@job
def purge_due() -> None:
    """Delete for good what was removed a week ago, with its files."""
    purge(timezone.now() - BACK_FOR)


def purge(before: datetime) -> int:
    """Delete the documents removed up to then; how many."""
    due = Document.objects.filter(removed_at__lte=before)
    return sum(_purge_one(pk, before) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _purge_one(pk: int, before: datetime) -> bool:
    held = Document.objects.select_for_update(of=("self",)).filter(pk=pk, removed_at__lte=before)
    document = held.first()
    if document is None:  # brought back this moment
        return False
    document.delete()  # and its files with it (deleting.py)
    return True
