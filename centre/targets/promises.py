"""What was promised per track: the target that speaks for it, and its plan staircase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from centre.organisation.models import Centre
from centre.remembered import Row, remembered
from centre.targets.models import Agreement, PlannedArea, PlannedIntake, Target
from centre.targets.plan import Step
from centre.web.statements import Slot, kept


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


def read_area_plan(centre: Centre, kind: str, known: datetime | None = None) -> dict[int, int]:
    """{area: people planned} by the target that speaks for `kind`, in two queries; as it stood
    just before `known` in six."""
    if known is None:
        target = Target.objects.current(centre, kind)
        return dict(PlannedArea.objects.filter(target=target).values_list("area", "people"))
    speaks = next((pk for pk, one in _targets_then(centre, known) if one["kind"] == kind), None)
    of = [] if speaks is None else [speaks]
    rows = remembered(PlannedArea, "target", of, ("area_id", "people"), known)
    return {one["area_id"]: one["people"] for one in rows.values()}


def _now(centre: Centre) -> Iterable[tuple]:
    """(target, kind, headcount, from, by, what counts, day and starts of a step), in the order of
    `TargetQuerySet.of`, a row a step; without a plan one row."""
    return kept("promises", _promised).rows(centre=centre.pk)


def _promised():
    return (
        Target.objects.of(Slot("centre"))
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
    targets = _targets_then(centre, known)
    of = [pk for pk, _one in targets]
    steps = remembered(PlannedIntake, "target", of, ("on", "starts"), known).values()
    for pk, one in targets:
        told = one["kind"], one["headcount"], one["began"], one["by"], one["counts"]
        plan = sorted((step["on"], step["starts"]) for step in steps if step["target"] == pk)
        for step in plan or [(None, None)]:
            yield pk, *told, *step


def _targets_then(centre: Centre, known: datetime) -> list[tuple[int, Row]]:
    """(id, terms) of every target, those of the newest agreement first. Four queries."""
    agreements = remembered(Agreement, "centre", [centre.pk], ("starts_on",), known)
    terms = ("kind", "headcount", "by", "counts")
    targets = remembered(Target, "agreement", agreements, terms, known)
    for one in targets.values():
        one["began"] = agreements[one["agreement"]]["starts_on"]
    return sorted(targets.items(), key=lambda item: (item[1]["began"], item[0]), reverse=True)
