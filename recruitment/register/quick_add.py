"""Quick add: a person and, unless they are a prospect, their application, all or nothing."""

import uuid
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.people.models import Supervisor
from centre.web.statements import Slot
from recruitment.candidates.models import Candidate, Note
from recruitment.moves.gate import Ask, Known, record
from recruitment.pipeline.models import Application
from recruitment.positions.models import Source
from recruitment.register.entry import Entry


def sent_before(token: UUID | Slot, user: User | Slot):
    """The person an earlier sending of the same form made."""
    return Candidate.objects.filter(token=token, created_by=user)


def add_candidate(*, candidate: Candidate, actor: User, **more) -> Candidate:
    """Save `candidate` and what `_add` makes; the first one if the form came twice at once."""
    try:
        return _add(candidate=candidate, actor=actor, **more)
    except IntegrityError:
        if first := sent_before(candidate.token, actor).first():
            return first
        if not Candidate.objects.filter(token=candidate.token).exists():
            raise
        # Somebody else's token: not theirs to replay, and no reason to lose what they typed.
        candidate.token = uuid.uuid4()
        return _add(candidate=candidate, actor=actor, **more)


def _add(
    *,
    candidate: Candidate,
    actor: User,
    entry: Entry | None,
    source: int | None = None,
    supervisor: int | None = None,
) -> Candidate:
    """All or nothing: the gate saves a new person together with their application."""
    candidate.created_by = actor
    if entry is None:
        return _add_prospect(candidate, source, supervisor)
    application = Application(
        candidate=candidate,
        centre=candidate.centre,
        position=entry.position,
        intake=entry.intake,
        source_id=source,
        supervisor_id=supervisor,
        area_id=entry.area,
        owner=actor,
    )
    enter = Ask("enter", stage=entry.applied)
    read = Known(history=(), stages=entry.stages)
    record([(application, [enter])], actor=actor, known=read)
    return candidate


@transaction.atomic
def _add_prospect(candidate: Candidate, source: int | None, supervisor: int | None) -> Candidate:
    """They have no application to hold source and supervisor, so a note does."""
    candidate.save()
    lines = []
    if found := Source.objects.filter(centre=candidate.centre_id, pk=source or 0).first():
        lines.append(_("Found through: %(source)s.") % {"source": found})
    mentor = Supervisor.objects.filter(centre=candidate.centre_id, pk=supervisor or 0).first()
    if mentor:
        lines.append(_("Possible supervisor: %(name)s.") % {"name": mentor})
    if lines:
        Note.objects.create(candidate=candidate, author=candidate.created_by, text="\n".join(lines))
    return candidate
