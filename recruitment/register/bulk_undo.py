"""The way back from a bulk step: one press for all of it.

Each application goes back for itself. Whose moved or was reassigned since stays as it is, and is
named. What was done travels signed in the toast, for the person who did it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Application, StageTransition

LASTS = 3600  # seconds; the toast stays ten
# Of the message cookie's 2,000 characters. A page's 50 rows need a third of it.
LONGEST = 1400


@dataclass(frozen=True)
class Done:
    """What a bulk step did: each application's version after it, or who had it before and after."""

    verb: str
    rows: list[list]
    after: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def steps(cls, verb: str, written: Sequence[StageTransition]) -> "Done":
        return cls(verb, [[step.application_id, step.sequence] for step in written])

    def signed(self, user: User) -> str:
        """For the toast; nothing if that has no room for it."""
        text = signing.dumps([self.verb, self.rows, self.after], salt=_salt(user), compress=True)
        return text if len(text) <= LONGEST else ""

    @classmethod
    def read(cls, text: str, user: User) -> "Done | None":
        try:
            return cls(*signing.loads(text, salt=_salt(user), max_age=LASTS))
        except signing.BadSignature:
            return None


def _salt(user: User) -> str:
    return f"bulk-undo.{user.pk}"


@dataclass
class Undone:
    n: int = 0
    left: list[Application] = field(default_factory=list)


@transaction.atomic
def take_back(done: Done, *, user: User, centre: Centre, may: Callable[[Any], bool]) -> Undone:
    """Undo what `done` tells wherever it is still the last word; `may` judges each stage."""
    keys = [row[0] for row in done.rows]
    held = Application.objects.select_for_update(no_key=True).filter(pk__in=keys)
    list(held.order_by("pk").values_list("pk"))
    rows = list(
        Application.objects.visible_to(user)
        .filter(centre=centre, pk__in=keys)
        .select_related("candidate", "stage", "track", "position", "intake", "centre")
        .order_by("candidate__sort_name", "pk")
    )
    return _unassign(done, rows) if done.verb == "assign" else _unstep(done, rows, user, may)


def _unassign(done: Done, rows: Sequence[Application]) -> Undone:
    before: dict[int, dict] = dict(done.rows)
    undone, changed = Undone(), set()
    for one in rows:
        names = list(before[one.pk])
        if any(getattr(one, f"{name}_id") != done.after[name] for name in names):
            # Sent twice, it stands already as it stood.
            if any(getattr(one, f"{name}_id") != before[one.pk][name] for name in names):
                undone.left.append(one)
            continue
        for name in names:
            setattr(one, f"{name}_id", before[one.pk][name])
        one.save(update_fields=names)
        changed.add(one.candidate_id)
        undone.n += 1
    Candidate.objects.filter(pk__in=changed).update(updated_at=timezone.now())
    return undone


def _unstep(done: Done, rows: Sequence[Application], user: User, may) -> Undone:
    version = dict(done.rows)
    last = {
        step.application_id: step
        for step in StageTransition.objects.filter(application__in=rows)
        .select_related("from_stage")
        .order_by("sequence")
    }
    undone = Undone()
    ready: list[Application] = []
    for one in rows:
        step = last[one.pk]
        if step.sequence == version[one.pk]:
            theirs = may(one.stage) and may(step.from_stage)
            (ready if theirs else undone.left).append(one)
        elif not (step.sequence == version[one.pk] + 1 and step.annuls_after is not None):
            undone.left.append(one)
    undone.n = _together(ready, user)
    if undone.n < len(ready):
        for one in ready:
            if _together([one], user):
                undone.n += 1
            else:
                undone.left.append(one)
    return undone


def _together(rows: Sequence[Application], user: User) -> int:
    """How many went back: all or none."""
    try:
        return len(take(rows, Ask("undo"), actor=user)) if rows else 0
    except IllegalMove:
        return 0
