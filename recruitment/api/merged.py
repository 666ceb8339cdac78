"""Somebody who was merged: whoever asks by the old number is told the number of the person kept.

A page leads on by itself. A program keeps numbers, and must know that this one is no longer it.
"""

from django.http import Http404
from django.utils.translation import gettext as _

from recruitment.api.base import ApiView, one
from recruitment.api.problems import Told
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate
from recruitment.enrolment.models import Researcher


def candidate(view: ApiView, rows, pk: int) -> Candidate:
    """The person of that number out of `rows`, 410 if they were merged, 404 if nobody is."""
    try:
        return one(rows, pk)
    except Http404:
        raise_if_merged(view, pk)
        raise


def raise_if_merged(view: ApiView, pk: int) -> None:
    kept = Merge.objects.forward(view.request.user, pk)
    if kept is not None and kept.centre_id == view.centre.pk:
        raise _gone(kept)


def researcher(view: ApiView, rows, pk: int) -> Researcher:
    try:
        return one(rows, pk)
    except Http404:
        merges = Merge.objects.standing().filter(gone_researcher=pk).values("kept")
        if kept := rows.filter(candidate__in=merges).first():
            raise _gone(kept) from None
        raise


def _gone(kept: Candidate | Researcher) -> Told:
    return Told(
        410,
        _("This person was merged into another. The number they have now is in “present”."),
        present={"id": kept.pk, "page": kept.get_absolute_url()},
    )
