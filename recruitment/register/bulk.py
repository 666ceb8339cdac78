"""One step for several applications: all of them or none.

Each keeps its own previous stage, because each step is decided from its own history. When the
gate refuses one, the refusal names the person, so that they can be left out.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.candidates.models import Candidate
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Application

# A page holds 50; a hand-made request does not get to lock the whole table.
LIMIT = 200


def take_all(applications: Sequence[Application], ask: Ask, *, actor: User) -> int:
    """Do `ask` to all; how many it changed. Raises Refused, nothing written."""
    try:
        return len(take(applications, ask, actor=actor))
    except IllegalMove as refusal:
        whose = _whose(applications, ask, actor)
        raise Refused(f"{whose.candidate}: {refusal}") from refusal


def _whose(applications: Sequence[Application], ask: Ask, actor: User) -> Application:
    """The one that is refused: each is tried alone, and every trial is taken back."""
    for one in applications:
        with transaction.atomic():
            try:
                take(Application.objects.get(pk=one.pk), ask, actor=actor)
            except IllegalMove:
                return one
            finally:
                transaction.set_rollback(True)
    # Each may go alone, not all together: the last had no seat left.
    return applications[-1]


@transaction.atomic
def assign_all(applications: Sequence[Application], changes: dict) -> int:
    """Give all of them these `supervisor` and `owner`; how many changed. Saved one by one, so
    that each edit is in the audit log; in one order, so that two lots at once never wait for
    each other."""
    changed = []
    for one in sorted(applications, key=lambda one: one.pk):
        fields = [name for name, who in changes.items() if getattr(one, f"{name}_id") != _pk(who)]
        for name in fields:
            setattr(one, name, changes[name])
        if fields:
            one.save(update_fields=fields)
            changed.append(one.candidate_id)
    Candidate.objects.filter(pk__in=changed).update(updated_at=timezone.now())
    return len(changed)


def _pk(who) -> int | None:
    return who and who.pk
