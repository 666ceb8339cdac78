"""Quick add: a person and, unless they are a prospect, their application, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Q
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from recruitment.candidates.models import Candidate, CandidateKey, Note
from recruitment.moves.gate import Ask, Known, record
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Intake, Position, Source


@dataclass(frozen=True)
class Entry:
    """Where a new application begins, and what was known when somebody asked."""

    position: Position
    intake: Intake
    stages: Sequence[Stage]
    source_known: bool
    supervisor_known: bool
    sent_before: bool
    email_known: bool

    @property
    def first_stage(self) -> Stage:
        """Applied; if a centre retired it, the first stage after the leads."""
        in_use = [stage for stage in self.stages if stage.retired_on is None]
        applied = [stage for stage in in_use if stage.kind == StageKind.APPLIED]
        return (applied or [stage for stage in in_use if stage.kind != StageKind.LEAD])[0]


def find_entry(centre: Centre, typed: dict, *, user: User) -> Entry | None:
    """Check a filled form against the centre in one statement; None if the pair is not on offer.

    One, because each field asking on its own would make five round trips of a quick add.
    """
    position, intake = typed["place"]
    rows = list(
        Stage.objects.filter(
            centre=centre,
            pipeline__track__positions=position,
            pipeline__track__positions__retired_on=None,
            pipeline__track__intakes=intake,
            pipeline__track__intakes__retired_on=None,
        )
        .annotate(
            title=F("pipeline__track__positions__title"),
            intake_name=F("pipeline__track__intakes__name"),
            source_known=_one(Source, centre, typed["source"]),
            supervisor_known=_one(Supervisor, centre, typed["supervisor"]),
            sent_before=Exists(sent_before(typed["token"], user)),
            email_known=Exists(
                CandidateKey.objects.filter(
                    centre=centre, kind=CandidateKey.Kind.EMAIL, key=typed["email"]
                )
            ),
        )
        .select_related("pipeline__track", "centre")
        .order_by("position")
    )
    if not rows:
        return None
    row = rows[0]
    track = row.pipeline.track
    return Entry(
        position=Position(pk=position, centre=centre, track=track, title=row.title),
        intake=Intake(pk=intake, centre=centre, track=track, name=row.intake_name),
        stages=rows,
        source_known=row.source_known,
        supervisor_known=row.supervisor_known,
        sent_before=row.sent_before,
        email_known=row.email_known,
    )


def sent_before(token, user: User):
    """The person an earlier sending of the same form made."""
    return Candidate.objects.filter(token=token, created_by=user)


def _one(model, centre, pk):
    return Exists(model.objects.filter(pk=pk or 0, centre=centre, retired_on=None))


def add_candidate(*, candidate: Candidate, actor: User, **more) -> Candidate:
    """Save `candidate` and what `_add` makes; the first one if the form came twice at once."""
    try:
        return _add(candidate=candidate, actor=actor, **more)
    except IntegrityError:
        first = sent_before(candidate.token, actor).first()
        if first is None:
            raise
        return first


@transaction.atomic
def _add(
    *,
    candidate: Candidate,
    actor: User,
    entry: Entry | None,
    source: int | None = None,
    supervisor: int | None = None,
) -> Candidate:
    candidate.created_by = actor
    candidate.save()
    if entry is None:
        _keep_origin(candidate, actor, source, supervisor)
        return candidate
    application = Application(
        candidate=candidate,
        centre=candidate.centre,
        position=entry.position,
        intake=entry.intake,
        source_id=source,
        supervisor_id=supervisor,
        owner=actor,
    )
    enter = Ask("enter", stage=entry.first_stage)
    record([(application, [enter])], actor=actor, known=Known(history=(), stages=entry.stages))
    return candidate


def _keep_origin(candidate, actor, source, supervisor):
    """A prospect has no application to hold these, so a note does."""
    lines = []
    if found := Source.objects.filter(centre=candidate.centre_id, pk=source or 0).first():
        lines.append(_("Found through: %(source)s.") % {"source": found})
    mentor = Supervisor.objects.filter(Q(centre=candidate.centre_id), pk=supervisor or 0).first()
    if mentor:
        lines.append(_("Possible supervisor: %(name)s.") % {"name": mentor})
    if lines:
        Note.objects.create(candidate=candidate, author=actor, text="\n".join(lines))
