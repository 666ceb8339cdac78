"""All that is on record about one person, as its reader may see it, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from centre.accounts.models import User
from centre.web import paper
from recruitment.candidates.models import Candidate, EducationRecord, Note
from recruitment.documents import shown as documents
from recruitment.register.histories import History, read_histories

STYLES = [
    "cohort/tokens.css", "recruitment/dossier.css", "cohort/print.css", "recruitment/paper.css",
]  # fmt: skip


@dataclass(frozen=True)
class Dossier:
    """`reader` reads it at `at`: both stand in the foot of every page."""

    candidate: Candidate
    education: Sequence[EducationRecord]
    histories: Sequence[History]
    documents: Sequence[documents.Shown]  # by name: no file is in it
    notes: Sequence[Note]
    reader: User
    at: datetime


def read(candidate: Candidate, reader: User) -> Dossier:
    """Seven statements, however much is on record. `candidate` is one the reader sees."""
    notes = Note.objects.visible_to(reader).filter(candidate=candidate)
    return Dossier(
        candidate=candidate,
        education=list(candidate.education.all()),
        histories=read_histories(reader, candidate),
        documents=documents.of_candidate(reader, candidate),
        notes=list(notes.select_related("author").order_by("created_at", "pk")),
        reader=reader,
        at=timezone.now(),
    )


def pdf(dossier: Dossier) -> bytes:
    """On A4. Raises Unable without Pango."""
    markup = render_to_string("recruitment/exports/dossier_paper.html", {"dossier": dossier})
    return paper.drawn(markup, STYLES)
