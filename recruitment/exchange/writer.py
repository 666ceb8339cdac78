"""Writing a checked plan: all of it or nothing, through the register and the gate."""

from collections import Counter, deque
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.accounts.models import User
from recruitment.candidates.institutions import country_of
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.exchange.filling import fill
from recruitment.exchange.matching import Group, recognise
from recruitment.exchange.planned import Plan, PlannedApplication, PlannedPerson
from recruitment.exchange.rows import Reading
from recruitment.moves.gate import Ask, record
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, Stage
from recruitment.pipeline.setup import add_pipeline
from recruitment.positions.models import Opening

CHUNK = 500


class ChangedMeanwhile(Exception):
    """The centre is no longer as it was when the plan was made; the message is a sentence."""


@dataclass
class Written:
    """What the lines about one person became."""

    person: PlannedPerson
    schools: list[int]  # ids of education records and of notes added
    notes: list[int]
    applications: list[tuple[PlannedApplication, Application]]


@dataclass
class Result:
    """How many rows an import wrote."""

    people: int = 0
    filled: int = 0  # people we had of whom we know more now
    applications: int = 0
    education: int = 0
    notes: int = 0
    made: Counter = field(default_factory=Counter)
    rows_made: list[tuple[str, int]] = field(default_factory=list)  # (kind, id)
    written: list[Written] = field(default_factory=list)


def write(plan: Plan, actor: User | None = None, *, savepoint: bool = True) -> Result:
    """Write `plan` in one transaction. Raises ChangedMeanwhile, with nothing written.

    Without a savepoint that is the caller's transaction, which ends with the refusal: SQLite keeps
    in memory what it needs to go back to a savepoint, for every page that thousands of rows touch.
    """
    if not plan.is_ready:
        raise ValueError("A plan with problems cannot be written.")
    try:
        with transaction.atomic(savepoint=savepoint):
            _still_new(plan)
            result = Result()
            _make_missing(plan, result)
            desk = _Desk(plan, actor)
            for start in range(0, len(plan.people), CHUNK):
                desk.write(plan.people[start : start + CHUNK], result)
                plan.tell((start + CHUNK) / max(len(plan.people), start + CHUNK))
            return result
    except IntegrityError as error:
        raise _changed() from error


def _changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("Somebody changed this centre while the file was read. Nothing was written: try again.")
    )


def _still_new(plan: Plan) -> None:
    """People the plan would add must still be unknown: they may have been added meanwhile."""
    new = [_as_group(one.candidate) for one in plan.people if one.is_new and not one.is_decided]
    recognise(plan.centre, new)
    if any(one.known for one in new):
        raise _changed()


def _as_group(who: Candidate) -> Group:
    # Only people without address or iD are told apart by nationality.
    place = "" if who.emails or who.orcid else str(who.nationality or "")
    line = Reading(
        "", 0, who.full_name, who.native_name,
        emails=who.emails, orcid=who.orcid, nationality=place,
    )  # fmt: skip
    return Group([line])


def _make_missing(plan: Plan, result: Result) -> None:
    """Add what the file names and the centre lacks: the objects the planned rows refer to."""
    for lack in plan.missing:
        if lack.kind == "opening":
            seats = _make_openings(lack.row, lack.count)
            result.rows_made += [("opening", seat.pk) for seat in seats]
        else:
            # Take over the ids of rows that were unsaved when this one was made.
            for name in ("track", "position", "intake"):
                if hasattr(lack.row, f"{name}_id"):
                    setattr(lack.row, name, getattr(lack.row, name))
            lack.row.save()
            result.rows_made.append((lack.kind, lack.row.pk))
            if lack.kind == "track":
                add_pipeline(lack.row)
        result.made[lack.kind] += lack.count


def _make_openings(like: Opening, count: int) -> list[Opening]:
    return Opening.objects.bulk_create(
        Opening(
            centre=like.centre, position=like.position, intake=like.intake,
            starts_on=like.intake.starts_on,
        )
        for _seat in range(count)
    )  # fmt: skip


class _Desk:
    """Writes people chunk by chunk, with stages, seats and reasons read once."""

    def __init__(self, plan: Plan, actor: User | None):
        self.plan, self.actor = plan, actor
        self.stages: dict[tuple[int, str], Stage] = {}
        stages = Stage.objects.in_use().filter(centre=plan.centre)
        for stage in stages.select_related("pipeline").order_by("-position"):
            self.stages[stage.pipeline.track_id, stage.kind] = stage
            if stage.kind != StageKind.LEAD:
                # A pipeline without a stage for submitting begins at its first.
                self.stages[stage.pipeline.track_id, ""] = stage
        self.seats: dict[tuple[int, int], deque[Opening]] = {}
        wanted = {
            (one.position.pk, one.intake.pk)
            for person in plan.people
            for one in person.applications
            if one.starts_on
        }
        if wanted:
            free = Opening.objects.free().filter(
                position__in={position for position, _intake in wanted},
                intake__in={intake for _position, intake in wanted},
            )
            for seat in free.order_by("pk"):
                key = (seat.position_id, seat.intake_id)
                self.seats.setdefault(key, deque()).append(seat)

    def write(self, people: list[PlannedPerson], result: Result) -> None:
        new = [one.candidate for one in people if one.is_new]
        for candidate in new:
            candidate.created_by = self.actor
        filled = [(one.candidate, one.filled) for one in people if one.filled]
        if filled and not fill(filled, self.actor):
            raise _changed()
        schools = {
            is_new: [
                EducationRecord(candidate=one.candidate, institution=name, country=country_of(name))
                for one in people
                if one.is_new == is_new
                for name in one.schools
            ]
            for is_new in (True, False)
        }
        Candidate.objects.add_many(new, education=schools[True])
        if schools[False]:
            EducationRecord.objects.bulk_create(schools[False], batch_size=CHUNK)
            CandidateKey.refresh(
                [one.candidate for one in people if not one.is_new and one.schools]
            )
        notes = Note.objects.bulk_create(
            [
                Note(candidate=one.candidate, author=self.actor, text=text)
                for one in people
                for text in one.notes
            ],
            batch_size=CHUNK,
        )
        items = [
            (self._application(one.candidate, planned), self._asks(planned))
            for one in people
            for planned in one.applications
        ]
        if items:
            record(items, actor=self.actor, from_list=True)
        result.people += len(new)
        result.filled += len(filled)
        result.applications += len(items)
        result.education += sum(len(rows) for rows in schools.values())
        result.notes += len(notes)
        result.written += _written(people, [*schools[True], *schools[False]], notes, items)

    def _application(self, candidate: Candidate, planned: PlannedApplication) -> Application:
        return Application(
            candidate=candidate,
            position=planned.position,
            intake=planned.intake,
            supervisor=planned.supervisor,
            source=planned.source,
            area=planned.area,
            next_step=planned.next_step,
            next_step_on=planned.next_step_on,
        )

    def _asks(self, planned: PlannedApplication) -> list[Ask]:
        of = planned.track.pk
        stage = planned.stage or self.stages.get((of, planned.outcome.kind)) or self.stages[of, ""]
        if planned.starts_on:
            seats = self.seats.get((planned.position.pk, planned.intake.pk))
            if not seats:
                raise _changed()
            return [
                Ask(
                    "enter", stage=stage, effective_at=planned.at, starts_on=planned.starts_on,
                    opening=seats.popleft(), note=planned.note, backfill=True,
                )
            ]  # fmt: skip
        asks = [Ask("enter", stage=stage, effective_at=planned.at, note=planned.note)]
        if planned.reason:
            asks.append(Ask("close", reason=planned.reason, effective_at=planned.at))
        return asks


def _written(people, schools, notes, items) -> list[Written]:
    """What became of each person of a chunk."""
    of = {one.candidate.pk: Written(one, [], [], []) for one in people}
    for school in schools:
        of[school.candidate_id].schools.append(school.pk)
    for note in notes:
        of[note.candidate_id].notes.append(note.pk)
    planned = [one for person in people for one in person.applications]
    for wanted, (application, _asks) in zip(planned, items, strict=True):
        of[application.candidate_id].applications.append((wanted, application))
    return list(of.values())
