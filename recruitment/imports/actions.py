"""What is done with an import: uploaded, decided about, checked, written, undone, discarded.

Small files are done at once; larger ones by a job, which a killed worker leaves to the next.
"""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web import jobs
from centre.web.refusal import Refused
from recruitment.candidates.models import Candidate
from recruitment.candidates.pairs import NotSame
from recruitment.exchange.choices import ANYONE_NEW, Choices, Where
from recruitment.exchange.planned import Plan
from recruitment.exchange.reader import Sheet, UnknownEncoding, UnreadableFile, read_bytes
from recruitment.exchange.writer import ChangedMeanwhile, Result, write
from recruitment.imports import checked, undoing
from recruitment.imports.models import Import, ImportedRow
from recruitment.imports.progress import (
    BEFORE_WRITING,
    WRITTEN,
    FromWithin,
    Progress,
    forget,
    standing,
)
from recruitment.moves.gate import IllegalMove

MAX_BYTES = 5 * 1024 * 1024
AT_ONCE = 500  # lines a request may check or write
State = Import.State
BEFORE: dict[str, str] = {
    State.CHECKING: State.COLUMNS, State.WRITING: State.ROWS, State.UNDOING: State.DONE,
}  # fmt: skip


class Overtaken(Refused):
    """Somebody decided about this file meanwhile."""


def overtaken() -> str:
    return _("Somebody went on with this import meanwhile. Look at it again before you decide.")


def upload(centre: Centre, name: str, content: bytes, *, by: User, token: UUID) -> Import:
    """Keep a file for import; the same form sent twice keeps one. Raises UnreadableFile."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            _("%(name)s has %(size).1f MB. The limit is 5 MB: split it, or use the command.")
            % {"name": name, "size": len(content) / 1024 / 1024}
        )
    try:
        lines = _lines(read_bytes(content, name))
    except UnknownEncoding:
        lines = 0  # the next page asks
    kept, _is_new = Import.objects.get_or_create(
        token=token,
        defaults={
            "centre": centre, "name": name[-200:], "content": content, "rows_read": lines,
            "created_by": by,
        },
    )  # fmt: skip
    return kept


def _lines(sheet: Sheet) -> int:
    return sum(1 for tab in sheet.tabs for _n, cells in tab.rows if any(cells))


def say_encoding(source: Import, encoding: str, *, version: int) -> None:
    """Read the text as written in `encoding`; `source` is locked by the caller.

    Raises UnreadableFile if it cannot be, Overtaken if this is not what the asker saw.
    """
    if source.version != version or source.state not in (State.COLUMNS, State.ROWS):
        raise Overtaken(overtaken())
    source.rows_read = _lines(read_bytes(bytes(source.content), source.name, encoding))
    source.choose(replace(source.decided, encoding=encoding))
    source.state = State.COLUMNS
    source.save()


def decide(source: Import, choices: Choices, *, version: int) -> None:
    """Read the file as `choices` say, and check it anew; `source` is locked by the caller.

    Raises Overtaken if this is not what the asker saw.
    """
    if source.version != version or source.state not in (State.COLUMNS, State.ROWS):
        raise Overtaken(overtaken())
    source.choose(choices)
    _go(source, State.CHECKING, check_import)


def run(source: Import, *, version: int, by: User) -> None:
    """Write what is ready and leave the rest out; `source` is locked by the caller."""
    if source.state in (State.WRITING, State.DONE):
        return  # the button was pressed twice
    if source.version != version or source.state != State.ROWS:
        raise Overtaken(overtaken())
    wrong = source.rows.filter(state=ImportedRow.State.FIX)
    left = {row.where for row in wrong.only("tab", "number")}
    source.choose(replace(source.decided, left_out=source.decided.left_out | left))
    source.written_by = by
    _go(source, State.WRITING, write_import)


def undo(source: Import, *, by: User) -> None:
    """Take out again what nobody touched since. Raises Refused after seven days."""
    if source.state in (State.UNDOING, State.UNDONE):
        return
    if not source.may_undo:
        raise Refused(_("This import can no longer be undone."))
    _go(source, State.UNDOING, undo_import)


def again(source: Import) -> None:
    """Have the step that failed done once more; `source` is locked by the caller. Asked twice, it
    is done once."""
    if standing(source).has_failed:
        works = {
            State.CHECKING.value: check_import,
            State.WRITING.value: write_import,
            State.UNDOING.value: undo_import,
        }
        _go(source, source.state, works[source.state])


def leave(source: Import) -> None:
    """Back to before the step that failed: nothing of it was saved."""
    if standing(source).has_failed:
        source.state = BEFORE[source.state]
        source.save()


def discard(source: Import) -> None:
    """Forget a file that was never imported. Raises Refused if it was."""
    if source.state not in (State.COLUMNS, State.ROWS, State.CHECKING):
        raise Refused(_("This file was imported: undo the import instead."))
    source.delete()


def _go(source: Import, state: str, work) -> None:
    """On to `state`, and `work` done: now, or by a worker where it would keep the page waiting."""
    source.state, source.asked_at, source.problem = state, timezone.now(), ""
    if source.rows_read <= AT_ONCE:
        source.save()
        work.call(import_id=source.pk)
        source.refresh_from_db()
        return
    source.save()
    forget(source)
    source.job = jobs.start(work, import_id=source.pk)
    # A job that ran at once has written the row meanwhile: only this field is ours.
    source.save(update_fields=["job"])
    source.refresh_from_db()


def _held(import_id: int, state: str) -> Import | None:
    """The import, locked, if that is still to be done: a job may run twice."""
    rows = Import.objects.select_for_update(of=("self",)).select_related("centre", "written_by")
    source = rows.filter(pk=import_id).first()
    return source if source and source.state == state else None


@jobs.job
def check_import(import_id: int) -> None:
    rows = Import.objects.select_related("centre", "created_by")
    seen = rows.filter(pk=import_id, state=State.CHECKING).first()
    if seen is None:
        return
    with timezone.override(seen.centre.zone), _in_language_of(seen.created_by):
        # Reading takes as long as the file is: nobody else waits for it.
        plan = _plan_of(seen, Progress(seen))
        with transaction.atomic():
            source = _held(import_id, State.CHECKING)
            if source is None or source.version != seen.version:
                return
            if isinstance(plan, str):
                source.problem = plan
            else:
                checked.keep(source, plan)
            source.state = State.COLUMNS if source.problem else State.ROWS
            source.save()


@jobs.job
def write_import(import_id: int) -> None:
    """Write all that is ready in one transaction, with the word that it is done."""
    rows = Import.objects.select_related("centre", "written_by")
    seen = rows.filter(pk=import_id, state=State.WRITING).first()
    if seen is None:
        return
    with timezone.override(seen.centre.zone), _in_language_of(seen.written_by):
        plan = _plan_of(seen, Progress(seen, (0, BEFORE_WRITING)))
        try:
            with transaction.atomic():
                source = _held(import_id, State.WRITING)
                if source is None:
                    return
                if isinstance(plan, str):
                    source.state, source.problem = State.ROWS, plan
                else:
                    _write(source, plan)
                source.save()
        except (ChangedMeanwhile, IllegalMove) as refusal:
            # All of it was taken back.
            _back_to_rows(import_id, str(refusal))


def _plan_of(source: Import, progress: Progress) -> Plan | str:
    """What importing it would do, or the sentence why it can no longer be read: the machine may
    be busier than it was when the file came."""
    try:
        return checked.plan_of(source, progress)
    except UnreadableFile as problem:
        return str(problem)


def _write(source: Import, plan: Plan) -> None:
    if not plan.is_ready:
        raise ChangedMeanwhile(
            _("The centre changed since the rows were checked. Nothing was saved: look again.")
        )
    plan.tell = FromWithin(source, (BEFORE_WRITING, WRITTEN))
    result = write(plan, actor=source.written_by, savepoint=False)
    checked.keep(source, plan, _became(result))
    source.state, source.written_at = State.DONE, timezone.now()
    _remember_apart(source)
    source.result = {
        "people": result.people, "filled": result.filled,
        "applications": result.applications, "notes": result.notes,
        "education": result.education, "made": dict(result.made), "rows_made": result.rows_made,
    }  # fmt: skip


def _back_to_rows(import_id: int, problem: str) -> None:
    """What was refused is looked at anew, as the centre is now."""
    with transaction.atomic():
        source = _held(import_id, State.WRITING)
        if source is not None:
            checked.keep(source, checked.plan_of(source))
            source.state, source.problem = State.ROWS, problem
            source.save()


def _remember_apart(source: Import) -> None:
    """“A new person” is an answer: nobody is asked about them and whom they look like again."""
    decided = source.decided.people
    said = [number for (_tab, number), person in decided.items() if person == ANYONE_NEW]
    rows = source.rows.filter(number__in=said).select_related("candidate") if said else ()
    new = [row for row in rows if decided.get(row.where) == ANYONE_NEW and row.alike]
    found = Candidate.objects.filter(centre=source.centre)
    others = found.in_bulk({one["person"] for row in new for one in row.alike}) if new else {}
    for row in new:
        for one in row.alike:
            other = others.get(one["person"])
            if row.candidate and other and other != row.candidate:
                NotSame.say(row.candidate, other, by=source.written_by)


def _became(result: Result) -> dict[Where, checked.Became]:
    """What each line became, so that it can be shown and undone."""
    found: dict[Where, checked.Became] = {}
    for one in result.written:
        for where in one.person.rows:
            found[where] = checked.Became(one.person.candidate.pk)
        found[one.person.rows[0]].made = {
            "is_new": one.person.is_new, "schools": one.schools, "notes": one.notes,
            "filled": one.person.filled,
        }  # fmt: skip
        for planned, application in one.applications:
            line = found[planned.tab, planned.row]
            line.application = application.pk
            line.made["steps"] = application.version
    return found


@jobs.job
def undo_import(import_id: int) -> None:
    with transaction.atomic():
        source = _held(import_id, State.UNDOING)
        if source is None:
            return
        with timezone.override(source.centre.zone), _in_language_of(source.written_by):
            undoing.undo(source)
        source.state, source.undone_at = State.UNDONE, timezone.now()
        source.save()


def _in_language_of(user: User | None):
    return translation.override(user.language if user else "en")
