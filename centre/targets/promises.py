"""What was promised per track: the target that speaks for it, and its plan staircase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from centre.organisation.models import Centre
from centre.remembered import remembered
from centre.targets.models import Agreement, PlannedIntake, Target
from centre.targets.plan import Step


@dataclass(frozen=True)
class Promise:
    """A target with its plan. `headcount` is None for “several”."""

    headcount: int | None
    starts_on: date
    ends_on: date
    counts: str
    plan: Sequence[Step] = ()


def read_promises(centre: Centre, known: datetime | None = None) -> dict[str, Promise]:
    """{kind of track: the current promise}, in one query.

    With `known`, the promise as it stood just before that moment, from the audit log: six queries.
    """
    found: dict[str, Promise] = {}
    speaks: dict[str, int] = {}
    plans: dict[str, list[Step]] = {}
    rows = _now(centre) if known is None else _then(centre, known)
    for pk, kind, headcount, starts_on, by, counts, day, starts in rows:
        if speaks.setdefault(kind, pk) != pk:
            continue  # that of an earlier agreement
        plan = plans.setdefault(kind, [])
        if day is not None:
            plan.append((day, starts))
        found[kind] = Promise(headcount, starts_on, by, counts, plan)
    return found


def _now(centre: Centre) -> Iterable[tuple]:
    """(target, kind, headcount, from, by, what counts, day and starts of a step), in the order of
    `TargetQuerySet.of`, a row a step; without a plan one row."""
    return (
        Target.objects.of(centre)
        .order_by("-agreement__starts_on", "-pk", "plan__on")
        .values_list(
            "pk",
            "kind",
            "headcount",
            "agreement__starts_on",
            "by",
            "counts",
            "plan__on",
            "plan__starts",
        )
    )


def _then(centre: Centre, known: datetime) -> Iterable[tuple]:
    """The same rows, as they were."""
    agreements = remembered(Agreement, "centre", [centre.pk], ("starts_on",), known)
    terms = ("kind", "headcount", "by", "counts")
    targets = remembered(Target, "agreement", agreements, terms, known)
    steps = remembered(PlannedIntake, "target", targets, ("on", "starts"), known)
    began = {pk: agreements[one["agreement"]]["starts_on"] for pk, one in targets.items()}
    for pk in sorted(targets, key=lambda pk: (began[pk], pk), reverse=True):
        told = targets[pk]["kind"], targets[pk]["headcount"], began[pk]
        told += targets[pk]["by"], targets[pk]["counts"]
        plan = sorted((one["on"], one["starts"]) for one in steps.values() if one["target"] == pk)
        for step in plan or [(None, None)]:
            yield pk, *told, *step
