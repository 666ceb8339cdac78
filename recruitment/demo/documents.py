"""What some of the invented applicants have handed in: small PDFs that say what they are."""

from datetime import date, timedelta
from uuid import uuid5

from django.core.files.base import ContentFile

from centre.organisation.models import Centre
from recruitment.demo.paper import pdf
from recruitment.documents import actions
from recruitment.documents.actions import What
from recruitment.documents.models import DocumentKind
from recruitment.documents.waiving import waive
from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Application

PEOPLE = 12
_HANDED_IN = ("CV", "Transcript", "Personal statement", "English test")
_TOPICS = ("transformers for video", "neural rendering", "low-light imaging", "diffusion models")


def hand_in(centre: Centre, *, on: date) -> None:
    """Through the verb of the pages; one of them lacks a file, one English test has run out, and of
    the first a certificate is waived."""
    kinds = {kind.name: kind for kind in DocumentKind.objects.filter(centre=centre)}
    stages = (StageKind.INTERVIEW, StageKind.DECISION, StageKind.REVIEW)
    rows = Application.objects.filter(centre=centre, status=Status.ACTIVE, stage__kind__in=stages)
    for n, one in enumerate(rows.select_related("candidate__centre", "owner").order_by("pk")):
        if n == PEOPLE:
            return
        for name in _HANDED_IN[: 3 + (n % 3 > 0)]:
            text = f"{name} of {one.candidate}. {_TOPICS[n % len(_TOPICS)]}."
            file = ContentFile(pdf(text), name=f"{one.candidate} {name}.pdf")
            until = on + timedelta(days=400 if n % 4 else -30)
            what = What(kinds[name], valid_until=until if kinds[name].expires else None)
            token = uuid5(one.candidate.token, name)
            actions.add(one.candidate, [file], what, by=one.owner, token=token)
        if not n and one.owner:
            reason = "The school closed in 2021; the embassy confirmed the degree by letter."
            waive(one, kinds["Degree certificate"], reason=reason, by=one.owner)
