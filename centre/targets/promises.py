"""What was promised per track: the target that speaks for it, and its plan staircase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from centre.organisation.models import Centre
from centre.targets.models import Target
from centre.targets.plan import Step


@dataclass(frozen=True)
class Promise:
    """A target with its plan. `headcount` is None for “several”."""

    headcount: int | None
    starts_on: date
    ends_on: date
    counts: str
    plan: Sequence[Step] = ()


def read_promises(centre: Centre) -> dict[str, Promise]:
    """{kind of track: the current promise}, in one query."""
    rows = (
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
    found: dict[str, Promise] = {}
    speaks: dict[str, int] = {}
    plans: dict[str, list[Step]] = {}
    for pk, kind, headcount, starts_on, by, counts, day, starts in rows:
        if speaks.setdefault(kind, pk) != pk:
            continue  # that of an earlier agreement
        plan = plans.setdefault(kind, [])
        if day is not None:
            plan.append((day, starts))
        found[kind] = Promise(headcount, starts_on, by, counts, plan)
    return found
