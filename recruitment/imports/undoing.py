"""Undoing an import: what nobody touched since goes, line by line; what was touched stays, and why.

Touched is: moved, edited, noted on, applied again, left. The audit log tells of edits; the import
itself wrote none, since it adds in bulk.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from centre.people.models import Supervisor
from centre.remembered import OF_CENTRE
from recruitment.assessment.decisions import Decision
from recruitment.assessment.models import Interview
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.documents.models import Document
from recruitment.enrolment.models import Enrolment
from recruitment.exchange.filling import empty
from recruitment.imports.models import Import, ImportedRow
from recruitment.messages.models import Message
from recruitment.moves.unrecord import unrecord
from recruitment.offers.models import Offer
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening, Position, Source, Track
from recruitment.referees.models import RefereeReport
from recruitment.tasks.models import Task

CHUNK = 500
# In the order in which they can go: each before what it refers to.
_MADE = {
    "opening": Opening, "source": Source, "supervisor": Supervisor, "intake": Intake,
    "position": Position, "track": Track,
}  # fmt: skip


def undo(source: Import) -> None:
    """Take out all of `source` that is as it was written; `kept` of each line says what is not."""
    people: dict[int, list[ImportedRow]] = defaultdict(list)
    rows = source.rows.filter(candidate__isnull=False).select_related(
        "application__candidate", "candidate"
    )
    for row in rows.order_by("pk"):
        people[row.candidate_id or 0].append(row)
    _leave_merged(source, people)
    listed = list(people.items())
    for start in range(0, len(listed), CHUNK):
        _undo_some(source, dict(listed[start : start + CHUNK]))
    _unmake(source)


def _leave_merged(source: Import, people: dict[int, list[ImportedRow]]) -> None:
    """Whoever was merged since stays as they are: the lines are no longer the whole of them."""
    merges = Merge.objects.standing().filter(centre=source.centre, at__gt=source.written_at)
    for pk in merges.values_list("kept", flat=True).distinct():
        rows = people.pop(pk, [])
        for row in rows:
            row.kept = _("merged with another person since")
        ImportedRow.objects.bulk_update(rows, ["kept"], batch_size=CHUNK)


def _undo_some(source: Import, people: dict[int, list[ImportedRow]]) -> None:
    at = source.written_at
    assert at is not None
    applications = [row.application for some in people.values() for row in some if row.application]
    moved = _moved(people)
    edited = _edited(Application, [one.pk for one in applications], at)
    left = _left([one.pk for one in applications], at)
    letters = Message.objects.filter(application__in=applications)
    told = set(letters.values_list("application", flat=True))
    ids = [one.pk for one in applications]
    documents = Document.objects.filter(application__in=ids)
    handed_in = set(documents.values_list("application", flat=True))
    referees = RefereeReport.objects.filter(application__in=ids)
    handed_in |= set(referees.values_list("application", flat=True))
    weighed: set[int] = set()
    for work in (Interview, Decision, Offer):
        found = work._default_manager.filter(application__in=ids)
        weighed |= set(found.values_list("application", flat=True))
    going: list[Application] = []
    for some in people.values():
        for row in some:
            if row.application is None:
                continue
            if row.application_id in moved:
                row.kept = _("moved since")
            elif row.application_id in edited:
                row.kept = _("edited since")
            elif row.application_id in handed_in:
                row.kept = _("documents or referees added since")
            elif row.application_id in weighed:
                row.kept = _("interviews, a decision or an offer added since")
            elif row.application_id in left:
                row.kept = _("the start was changed since")
            elif row.application_id in told:
                row.kept = _("written to since")
            else:
                going.append(row.application)
    _log_gone(source.centre_id, Application, [(one.pk, str(one.candidate)) for one in going])
    unrecord(going)
    _undo_people(source, people, at)
    # What goes has left its lines by itself; what stays says why.
    why: dict[str, list[int]] = defaultdict(list)
    for row in (row for some in people.values() for row in some):
        why[row.kept].append(row.pk)
    for text, rows in why.items():
        if text:
            source.rows.filter(pk__in=rows).update(kept=text)


def _log_gone(centre: int, model, rows: Sequence[tuple[int, str]]) -> None:
    """One line of the log for each, as if it had been deleted alone."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.bulk_create(
        [
            LogEntry(
                content_type=kind, object_pk=str(pk), object_id=pk, object_repr=shown,
                action=LogEntry.Action.DELETE, changes={},
                additional_data={OF_CENTRE: centre},
            )
            for pk, shown in rows
        ],
        batch_size=CHUNK,
    )  # fmt: skip


def _moved(people: dict[int, list[ImportedRow]]) -> set[int]:
    return {
        row.application.pk
        for some in people.values()
        for row in some
        if row.application and row.application.version != row.made.get("steps")
    }


def _edited(model, ids: Sequence[int], since: datetime) -> set[int]:
    """Those of `ids` the audit log has an edit of."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=ids,
        action=LogEntry.Action.UPDATE,
        timestamp__gt=since,
    )
    return set(entries.values_list("object_id", flat=True))


def _left(applications: Sequence[int], since: datetime) -> set[int]:
    """Applications whose start has more to it than the import wrote: a leaving, money, a first
    destination."""
    starts = dict(
        Enrolment.objects.filter(application__in=applications).values_list("pk", "application")
    )
    touched = _edited(Enrolment, list(starts), since)
    more = Q(left_on__isnull=False) | Q(researcher__awards__isnull=False)
    more |= Q(steps__isnull=False) | Q(supervisions__isnull=False)
    more |= Q(placements__isnull=False)
    rows = Enrolment.objects.filter(more | Q(researcher__destinations__isnull=False), pk__in=starts)
    touched |= set(rows.values_list("pk", flat=True))
    return {starts[pk] for pk in touched}


def _undo_people(source: Import, people: dict[int, list[ImportedRow]], since: datetime) -> None:
    stay: dict[int, str] = {}
    ids = list(people)
    for pk in _edited(Candidate, ids, since):
        stay[pk] = _("edited since")
    for pk in Application.objects.filter(candidate__in=ids).values_list("candidate", flat=True):
        stay.setdefault(pk, _("has other applications"))
    for model, key, words in (
        (Note, "notes", _("noted on since")),
        (EducationRecord, "schools", _("education added since")),
        (Message, "", _("written to since")),
        (Document, "documents", _("documents added since")),
        (Task, "", _("tasks written down since")),
    ):
        ours = {pk for some in people.values() for row in some for pk in row.made.get(key, ())}
        others = model._default_manager.filter(candidate__in=ids).exclude(pk__in=ours)
        for pk in others.values_list("candidate", flat=True):
            stay.setdefault(pk, words)
    gone = []
    for pk, some in people.items():
        if not some[0].made.get("is_new"):
            _take_back(some)
        elif pk in stay:
            for row in some:
                row.kept = row.kept or stay[pk]
        else:
            gone.append(pk)
    filled = {
        pk: some[0].made["filled"] for pk, some in people.items() if some[0].made.get("filled")
    }
    for pk in empty(filled, None):
        for row in people[pk]:
            row.kept = row.kept or _("edited since")
    schools = EducationRecord.objects.filter(candidate__in=gone)
    placed = _edited(EducationRecord, list(schools.values_list("pk", flat=True)), since)
    centre = source.centre_id
    _log_gone(centre, Candidate, [(pk, str(people[pk][0].candidate)) for pk in gone])
    _log_gone(centre, EducationRecord, [(one.pk, str(one)) for one in schools if one.pk in placed])
    with disable_auditlog():
        Candidate.objects.filter(pk__in=gone).delete()


def _take_back(rows: list[ImportedRow]) -> None:
    """Of somebody who was here before: only what the lines added."""
    made, person = rows[0].made, rows[0].candidate
    Note.objects.filter(pk__in=made.get("notes", ())).delete()
    if made.get("schools"):
        EducationRecord.objects.filter(pk__in=made["schools"]).delete()
        CandidateKey.refresh([person])


def _unmake(source: Import) -> None:
    """Delete the intakes, sources and so on that were made for it and that nothing uses."""
    made = source.result.get("rows_made", ())
    for kind, model in _MADE.items():
        for of, pk in made:
            if of == kind:
                _delete_unused(model, pk)


def _delete_unused(model, pk: int) -> None:
    if model is Supervisor and Application.objects.filter(supervisor=pk).exists():
        return  # nothing protects them: applications would lose theirs
    try:
        with transaction.atomic():
            for row in model._default_manager.filter(pk=pk):
                if not (model is Opening and row.filled_by_id):
                    row.delete()
    except ProtectedError:
        return
