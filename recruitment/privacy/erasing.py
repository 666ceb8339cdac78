"""Erasing somebody, as `fate` in the map says. No page does it yet: it is called in the shell."""

from django.db import transaction
from django.db.models import Model, ProtectedError

from recruitment.candidates.models import Candidate
from recruitment.enrolment.models import Researcher
from recruitment.moves.unrecord import unrecord
from recruitment.pipeline.models import Application


@transaction.atomic
def erase(candidate: Candidate) -> None:
    """Delete them with all that goes along; figures count them no more. ProtectedError, and nothing
    is changed, for one who started: `unrecord` alone would take out the start."""
    started: set[Model] = set(Researcher.objects.filter(candidate=candidate))
    if started:
        raise ProtectedError("Who started here is not erased.", started)
    unrecord(list(Application.objects.filter(candidate=candidate)))
    candidate.delete()
