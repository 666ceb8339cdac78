"""The plan staircase against what came of it: what is carried over, and what that asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from centre.targets.models import Target
from centre.targets.plan import Level, Step, levelled
from recruitment.enrolment.stays import read_stays
from recruitment.positions.models import Intake

PLAN, AREAS = "plan", "areas"  # the keys of a changed plan in the audit log
CHANGES_SHOWN = 10


@dataclass(frozen=True)
class Stairs:
    """A target's plan as the settings show it."""

    levels: Sequence[Level]
    planned: int  # in all
    carried: int  # at the last step so far: below 0 is short

    @property
    def asked(self) -> int:
        """What the steps ahead should bring together."""
        return sum(one.asked or 0 for one in self.levels)

    @property
    def most(self) -> int:
        """The longest bar of a picture of it; 1 at least, as it is divided by."""
        return max([one.so_far for one in self.levels] + [1])


def stairs(steps: Iterable[Step], starts: Iterable[date], *, on: date, by: date | None) -> Stairs:
    levels = levelled(steps, starts, on=on, by=by)
    past = [one.carried for one in levels if one.carried is not None]
    return Stairs(levels, sum(one.planned for one in levels), past[-1] if past else 0)


def read_starts(centre: Centre, on: date) -> dict[str, list[date]]:
    """{kind of track: the intake day of everyone who started by the end of `on`}, in two queries.

    A person counts once a track, with the first start; who came by a rolling intake, with the
    first day.
    """
    intakes: dict[int, tuple[str, date | None]] = {
        pk: (kind, day)
        for pk, kind, day in Intake.objects.filter(centre=centre).values_list(
            "pk", "track__kind", "starts_on"
        )
    }
    found: dict[str, list[date]] = {}
    seen = set()
    for stay in read_stays(centre):
        if stay.started_on <= on and (stay.person, stay.track) not in seen:
            seen.add((stay.person, stay.track))
            kind, day = intakes[stay.intake]
            found.setdefault(kind, []).append(day or stay.started_on)
    return found


def log_plan(target: Target, key: str, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """One line in the target's history for a plan saved at once; none if nothing changed."""
    names = [*before, *(name for name in after if name not in before)]
    changed = [name for name in names if before.get(name, 0) != after.get(name, 0)]
    if not changed:
        return

    def told(plan):
        return ", ".join(f"{name}: {plan.get(name, 0)}" for name in changed)

    LogEntry.objects.log_create(
        target, action=LogEntry.Action.UPDATE, changes={key: [told(before), told(after)]}
    )


def read_changes(targets: Sequence[Target]) -> dict[int, list[LogEntry]]:
    """{target id: the last changes of it and its plan, newest first}, in one query.

    Each entry says what changed as `told`: [(field, before, after)].
    """
    of_target = ContentType.objects.get_for_model(Target)
    rows = (
        LogEntry.objects.filter(
            content_type=of_target,
            object_id__in=[one.pk for one in targets],
            action=LogEntry.Action.UPDATE,
        )
        .select_related("actor")
        .order_by("-timestamp", "-pk")[: CHANGES_SHOWN * max(len(targets), 1)]
    )
    found: dict[int, list[LogEntry]] = {}
    for row in rows:
        row.told = [(_label(name), *pair) for name, pair in (row.changes or {}).items()]
        found.setdefault(row.object_id, []).append(row)
    return found


def _label(name: str) -> str:
    if name in (PLAN, AREAS):
        return _("Plan") if name == PLAN else _("Plan by area")
    return str(getattr(Target._meta.get_field(name), "verbose_name", name)).capitalize()
