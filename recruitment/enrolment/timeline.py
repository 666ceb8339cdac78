"""One person's path at the centre in the order of its days: intern, assistant, doctoral, postdoc.

What is still to come stands at the end: days that follow from what is recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.templatetags.cohort import day
from recruitment.enrolment.careers import CareerStep
from recruitment.enrolment.kinds import UNTIL, Change, SupervisorRole
from recruitment.enrolment.models import Destination, Enrolment
from recruitment.enrolment.standing import Standing
from recruitment.enrolment.supervising import Supervised

_ICONS = {
    Change.CONFIRMED: "check", Change.OTHER_LEVEL: "check", Change.SECOND: "clock",
    Change.SUSPENDED: "clock", Change.RETURNED: "undo", Change.SUBMITTED: "file",
    Change.RENEWED: "plus",
}  # fmt: skip
_BECAME = {
    SupervisorRole.CHIEF: gettext_lazy("%(name)s is chief supervisor"),
    SupervisorRole.CO: gettext_lazy("%(name)s is co-supervisor"),
    SupervisorRole.MENTOR: gettext_lazy("%(name)s is industry mentor"),
}


@dataclass(frozen=True)
class Moment:
    """One line. `step` may be taken back; `is_ahead`: it is to come, or late."""

    on: date
    title: str
    icon: str = "log"
    sub: str = ""
    step: CareerStep | None = None
    is_ahead: bool = False
    is_late: bool = False
    is_gone: bool = False


def moments(
    enrolments: Sequence[Enrolment],
    steps: Iterable[CareerStep],
    supervised: Mapping[int, Sequence[Supervised]],
    destinations: Iterable[Destination],
    standings: Mapping[int, Standing],
    today: date,
) -> list[Moment]:
    found = [one for start in enrolments for one in _start_and_end(start)]
    found += [_step(one) for one in steps]
    found += [one for lines in supervised.values() for one in _supervision(lines)]
    found += [Moment(one.as_of, str(one), "pin", one.get_sector_display()) for one in destinations]
    found += [one for start in enrolments for one in _ahead(standings[start.pk], today)]
    return in_order(found)


def in_order(found: Iterable[Moment]) -> list[Moment]:
    return sorted(found, key=attrgetter("on"))


def _start_and_end(start: Enrolment) -> list[Moment]:
    application = start.application
    title = _("Started: %(position)s") % {"position": application.position}
    found = [Moment(start.started_on, title, "cap", f"{start.track}, {application.intake}")]
    if start.left_on:
        left = _("Left: %(reason)s") % {"reason": start.leaving_reason}
        found.append(Moment(start.left_on, left, "arrow", str(application.position)))
    return found


def _step(step: CareerStep) -> Moment:
    change, told = Change(step.change), [step.note]
    if step.until:
        told.insert(0, f"{str(UNTIL[change]).capitalize()}: {day(step.until)}")
    return Moment(
        step.on,
        str(change.label),
        _ICONS[change],
        ". ".join(filter(None, told)),
        step=step,
        is_gone=step.taken_back_at is not None,
    )


def _supervision(lines: Iterable[Supervised]) -> list[Moment]:
    """Who came with the application is told by the start."""
    return [
        Moment(
            one.started_on, str(_BECAME[one.role]) % {"name": one.supervisor}, "people",
            _("until %(day)s") % {"day": day(one.ended_on)} if one.ended_on else "",
        )
        for one in lines
        if one.row
    ]  # fmt: skip


def _ahead(standing: Standing, today: date) -> list[Moment]:
    found = []
    if standing.confirm_by:
        late = standing.is_overdue(today)
        title = _("Confirmation overdue") if late else _("Confirmation due")
        found.append(Moment(standing.confirm_by, title, "clock", is_ahead=True, is_late=late))
    if standing.ends_on:
        title = _("Contract ends") if standing.is_contract else _("Normal period ends")
        late = standing.ends_on < today
        found.append(Moment(standing.ends_on, title, "clock", is_ahead=True, is_late=late))
    return found
