"""One step for several applications: all of them or none.

Each keeps its own previous stage, because each step is decided from its own history. When the
gate refuses one, the refusal names the person, so that they can be left out.
"""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.candidates.models import Candidate
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Application, StageTransition
from recruitment.register.bulk_undo import Done


def take_all(
    applications: Sequence[Application],
    ask: Ask,
    *,
    actor: User,
    then: Callable[[list[StageTransition]], None],
) -> list[StageTransition]:
    """Do `ask` to all, and `then` with it; the steps it took. Raises Refused, nothing written."""
    try:
        return take(applications, ask, actor=actor, then=then)
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
def assign_all(applications: Sequence[Application], changes: dict) -> Done:
    """Give all of them these `supervisor` and `owner`; what changed. Saved one by one, so
    that each edit is in the audit log; in one order, so that two lots at once never wait for
    each other."""
    after = {name: who and who.pk for name, who in changes.items()}
    rows, changed = [], []
    for one in sorted(applications, key=lambda one: one.pk):
        before = {name: getattr(one, f"{name}_id") for name in after}
        before = {name: who for name, who in before.items() if who != after[name]}
        for name in before:
            setattr(one, name, changes[name])
        if before:
            one.save(update_fields=list(before))
            rows.append([one.pk, before])
            changed.append(one.candidate_id)
    Candidate.objects.filter(pk__in=changed).update(updated_at=timezone.now())
    return Done("assign", rows, after)
