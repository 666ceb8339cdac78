"""What is asked of the server: (method, path, data), enough of it that none is asked twice."""

from uuid import uuid4

from django.db.models import OuterRef, Subquery

from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application, Stage


def people(count: int) -> list[tuple]:
    """The pages of the people added last."""
    newest = Candidate.objects.order_by("-pk").values_list("pk", flat=True)[:count]
    return [("GET", f"/candidates/{pk}/") for pk in newest]


def moves(count: int) -> list[tuple]:
    """Open applications in the first stages of a pipeline, each moved one stage on, once."""
    after = Stage.objects.filter(
        pipeline=OuterRef("stage__pipeline"), position=OuterRef("stage__position") + 1
    )
    early = Application.objects.filter(
        status="active", stage__kind__in=("applied", "screen", "review", "interview")
    ).annotate(next=Subquery(after.values("pk")[:1]))
    rows = early.values_list("pk", "version", "next")[:count]
    return [
        ("POST", f"/applications/{pk}/move/", {"version": version, "stage": stage})
        for pk, version, stage in rows
    ]


def addition(n: int, place: str) -> tuple:
    """Somebody new with an application to `place`."""
    typed = {"full_name": f"Wei Ling {n}", "email": f"{uuid4().hex}@example.org"}
    typed |= {"token": str(uuid4()), "place": place, "anyway": ""}
    return "POST", "/candidates/add/", typed
