"""The people whose applications the gate adds or moves: saved, held, pointed at what they show.

Called by the gate alone, within its transaction.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Case, OuterRef, Subquery, When
from django.utils import timezone

from centre.web.statements import Slot, Update, kept_update
from recruitment.candidates.models import Candidate
from recruitment.moves.overtaken import StagesChanged, StillSo
from recruitment.pipeline.kinds import SUCCEEDED, Status
from recruitment.pipeline.models import Application


def save_new(applications: Sequence[Application]) -> set[int]:
    """Save the candidates of these whom nobody saved yet; their ids."""
    new = set()
    for application in applications:
        if application.candidate._state.adding:
            application.candidate.save()
            new.add(application.candidate.pk)
        # Again, for the key: of a person saved now, and anew if this was taken back.
        application.candidate = application.candidate
    return new


def hold(applications: Sequence[Application], *, but: Collection[int] = ()) -> set[int]:
    """The ids of whose these are. Of two steps of one person at once, the second looks on only
    when the first is done; `but` these, whom nobody else knows yet."""
    touched = {application.candidate_id for application in applications}
    known = touched.difference(but)
    if connection.features.has_select_for_update and known:
        # Not the key: a new application of theirs refers to that, and would wait for us in turn.
        rows = Candidate.objects.select_for_update(no_key=True)
        list(rows.filter(pk__in=known).order_by("pk").values_list("pk"))
    return touched


def keep_current(touched: Collection[int], unchanged: StillSo | None) -> None:
    """Point each person at the application their row shows: open before started before ended,
    then the newest. One statement, however many people; StagesChanged unless `unchanged`."""
    given: dict[str, Any] = {"now": timezone.now()}
    if unchanged is not None:
        given |= unchanged.given
    if len(touched) == 1:
        # What every move and every new person ends in: compiled once.
        (given["person"],) = touched
        key = ("current", unchanged and unchanged.shape)
        update = kept_update(key, lambda: _show([Slot("person")], unchanged))
    else:
        update = _show(touched, unchanged)
    if not update.run(**given) and unchanged is not None:
        raise StagesChanged


def _show(touched: Collection, unchanged: StillSo | None) -> Update:
    rank = Case(When(status=Status.ACTIVE, then=0), When(status__in=SUCCEEDED, then=1), default=2)
    best = Application.objects.filter(candidate=OuterRef("pk")).order_by(
        rank, "-entered_stage_at", "-pk"
    )
    people = Candidate.objects.filter(pk__in=touched)
    if unchanged is not None:
        people = people.filter(unchanged.condition())
    return Update(people, current=Subquery(best.values("pk")[:1]), updated_at=Slot("now"))
