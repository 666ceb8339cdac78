"""What has happened around one person, newest first: steps, notes and edits on one line."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auditlog.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from centre.web.statements import Slot, kept
from recruitment.candidates.merges import MERGED, Merge
from recruitment.candidates.models import Candidate, Note
from recruitment.documents.waiving import WAIVED
from recruitment.pipeline.kinds import StepKind
from recruitment.pipeline.models import Application, StageTransition
from recruitment.register.histories import History

# The key the log has education under: its records are rows of their own, told as one change.
EDUCATION = "education"
SHOWN = 50
MOST = 1000
_ICONS = {"note": "note", "edit": "note", "added": "plus"}
_STEP_ICONS: dict[str, str] = {
    StepKind.CLOSE: "x",
    StepKind.CORRECTION: "undo",
    StepKind.RETURN: "undo",
    StepKind.ENTRY: "plus",
}
# Recorded this long after it happened, a step says both times.
LATE = timedelta(minutes=10)
TOGETHER = timedelta(seconds=10)


@dataclass(frozen=True)
class Change:
    """One field of an edit, before and after as the log kept them."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One entry of the timeline. `kind` is added, move, note or edit; the rest depends on it."""

    kind: str
    at: datetime
    actor: str
    text: str = ""
    changes: tuple[Change, ...] = ()
    step: StageTransition | None = None
    taken_back: bool = False
    undo: Application | None = None
    mentioned: tuple[str, ...] = ()

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it names a colleague who was told."""
        if not self.mentioned:
            return [(self.text, False)]
        names = [f"@{name}" for name in sorted(self.mentioned, key=len, reverse=True)]
        pieces = re.split(f"({'|'.join(map(re.escape, names))})", self.text)
        return [(piece, piece in names) for piece in pieces if piece]

    @property
    def icon(self) -> str:
        if self.step is None:
            return _ICONS[self.kind]
        onwards = "cap" if self.step.to_stage.is_start else "arrow"
        return _STEP_ICONS.get(self.step.kind, onwards)

    @property
    def late(self) -> bool:
        return self.step is not None and self.step.recorded_at - self.at > LATE


@dataclass
class Activity:
    """The latest `shown` events; `earlier` is True if there are more."""

    events: list[Event] = field(default_factory=list)
    earlier: bool = False
    shown: int = SHOWN

    @property
    def next_shown(self) -> int:
        return min(self.shown + SHOWN, MOST)


def activity(
    candidate: Candidate, histories: Sequence[History], *, shown: int = SHOWN, reads: bool = True
):
    """The latest `shown` events around `candidate`. One statement for notes and edits together;
    without them unless the reader `reads` what others wrote."""
    shown = max(SHOWN, min(shown, MOST))
    events = [event for history in histories for event in _moves(history)]
    applications = [history.application.pk for history in histories]
    written = _notes_and_edits(candidate.pk, applications, shown + 1) if reads else []
    events += [_event(*row) for row in written]
    by = candidate.created_by
    added = Event("added", candidate.created_at, str(by) if by else "")
    entered = [event.at for event in events if event.kind == "move"]
    # Added with an application in one go, the person came first, whichever clock read first.
    together = [at for at in entered if abs(at - added.at) < TOGETHER]
    events.insert(0, added)
    events.sort(key=lambda one: min(together, default=one.at) if one is added else one.at)
    events.reverse()
    return Activity(events[:shown], len(events) > shown, shown)


def _moves(history: History):
    gone = history.taken_back()
    for row in history.rows:
        last = row.sequence == history.kept[-1].sequence
        yield Event(
            "move",
            row.effective_at,
            str(row.actor) if row.actor else "",
            text=row.note,
            step=row,
            taken_back=row.sequence in gone,
            undo=history.application if last and history.may["can_undo"] else None,
        )


def _notes_and_edits(candidate: int, applications: list[int], most: int):
    """`most` rows of (kind, at, actor, text or changes, whom it names or model), newest first."""
    slots = [f"application{n}" for n in range(len(applications))]
    statement = kept(("activity", len(slots), most), lambda: _written(slots)[:most])
    return statement.rows(candidate=candidate, **dict(zip(slots, applications, strict=True)))


def _written(slots):
    candidate, applications = Slot("candidate"), [Slot(name) for name in slots]
    columns = ("event", "at", "who", "body", "about")
    notes = Note.objects.filter(candidate=candidate).annotate(
        event=Value("note"),
        at=F("created_at"),
        who=Coalesce("author__name", Value("")),
        body=F("text"),
        about=F("mentioned"),
    )
    # Model and action are compared as a text, so that a database finds the rows by their object:
    # they are few, while the edits of all candidates are many.
    dot = Value(".")
    what = Concat(
        "content_type__app_label", dot, "content_type__model", dot, _text("action"),
        output_field=TextField(),
    )  # fmt: skip
    edit_of = f"recruitment.{{}}.{LogEntry.Action.UPDATE}".format
    log = LogEntry.objects.alias(what=what).annotate(
        event=Value("edit"),
        at=F("timestamp"),
        who=Coalesce("actor__name", Value("")),
        body=_text("changes"),
        about=F("content_type__model"),
    )
    edits = log.filter(
        Q(what=edit_of("candidate"), object_id=candidate)
        | Q(what=edit_of("application"), object_id__in=applications),
        object_id__in=[candidate, *applications],
    )
    # Of whoever became one with them, for their history stays.
    merged = Merge.objects.standing().filter(kept=candidate)
    theirs = log.filter(what=edit_of("candidate"), object_id__in=merged.values("gone"))
    parts = [query.order_by().values_list(*columns) for query in (notes, edits, theirs)]
    return parts[0].union(*parts[1:], all=True).order_by("-at")


def _text(name):
    return Cast(name, TextField())


def _event(kind, at, actor, text, model):
    if kind == "note":
        return Event("note", at, actor, text=text, mentioned=tuple(model.splitlines()))
    return Event("edit", at, actor, changes=tuple(_changes(text, model)))


def _changes(text, model):
    for name, values in json.loads(text).items():
        if label := _label(Application if model == "application" else Candidate, name):
            before, after = ("" if value in (None, "None") else str(value) for value in values)
            yield Change(label, before, after)


def _label(model, name):
    """The name of a field as people know it; "" for what is none of a person's fields."""
    if name == EDUCATION:
        return _("education")
    if name == MERGED:
        return _("merged with")
    if name == WAIVED:
        return _("document waived")
    try:
        return str(model._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return ""
