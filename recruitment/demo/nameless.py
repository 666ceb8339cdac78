"""Doctoral applications are first read without names: what a panel then meets, and what not.

A proposal that names nobody is open to the panel; one that does, or that is a scan, is withheld, as
is every CV.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid5

from django.core.files.base import ContentFile

from centre.accounts.models import Role, User
from centre.organisation.models import Centre
from centre.targets.models import TrackKind
from recruitment.assessment.actions import Plan, arrange
from recruitment.demo.generate import TOKENS
from recruitment.demo.paper import pdf
from recruitment.documents import texts
from recruitment.documents.actions import What, add
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, Stage

PEOPLE = 3
PROPOSAL = (
    "Research proposal. Restoring detail lost in low light without inventing it.",
    "Aim: a restoration whose error is known at each pixel, so that a reader can tell what was "
    "measured from what was guessed.",
)


def review_without_names(centre: Centre, *, on: date) -> None:
    """Nobody is written to."""
    stages = Stage.objects.filter(
        pipeline__track__centre=centre, pipeline__track__kind=TrackKind.DOCTORAL,
        kind=StageKind.REVIEW,
    )  # fmt: skip
    # Of the settings the history has stood since it began: nothing of this is an edit.
    stages.update(is_anonymous=True)
    seated = User.objects.filter(
        memberships__centre=centre, memberships__role__in=(Role.PANEL, Role.DIRECTOR)
    )
    panel = list(seated.order_by("-email"))
    rows = Application.objects.active().filter(centre=centre, stage__in=stages).order_by("pk")
    by = User.objects.filter(memberships__centre=centre, memberships__role=Role.MANAGER).first()
    ahead = (on + timedelta(days=n) for n in range(1, 3 * PEOPLE))
    days = [day for day in ahead if day.weekday() < 5]
    for nth, one in enumerate(rows.for_list().select_related("centre")[:PEOPLE]):
        named = [f"Written by {one.candidate.full_name}."]
        _propose(one, [PROPOSAL, (*PROPOSAL, *named), [""]][nth], by=by)
        at = datetime.combine(days[nth], time(11), tzinfo=centre.zone)
        plan = Plan(
            starts_at=at, minutes=30, candidate_zone="", place="Room PQ 703",
            due_at=at + timedelta(days=2), panel=panel,
        )  # fmt: skip
        arrange(one, plan, token=uuid5(TOKENS, f"without names {centre.slug} {nth}"), by=by)


def _propose(one: Application, said: Sequence[str], *, by: User | None) -> None:
    person = one.candidate
    for name, pages in (("Research proposal", said), ("CV", [f"CV of {person}."])):
        kind = one.centre.document_kinds.get(name=name)
        if person.documents.filter(kind=kind).exists():
            continue
        file = ContentFile(pdf(*pages), name=f"{person} {name}.pdf")
        token = uuid5(person.token, f"{name} without names")
        (made,) = add(person, [file], What(kind), by=by, token=token)
        texts.read(made.versions.get().file)  # no worker need run to look at the demo
