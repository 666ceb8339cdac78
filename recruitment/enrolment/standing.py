"""Where somebody stands after their start, and what is due: arithmetic on recorded days.

Source: domain.md 1.1. Registration is provisional at enrolment and confirmed within the first half
of the normal period. Days suspended do not count towards the period (1.3, graduation rate).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from centre.targets.models import TrackKind
from centre.templatetags.cohort import full_day
from recruitment.enrolment.kinds import CONFIRMING, UNTIL, Change, State
from recruitment.pipeline.defaults import GRADUATED

SOON = timedelta(days=90)
LONGEST = 120  # months from a step to the day it names, as long as any period or contract


@dataclass(frozen=True)
class Said:
    """One recorded change that stands."""

    change: str
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Stay:
    """What a standing follows from. `months`: of the normal period, or of the first contract."""

    kind: str
    started_on: date
    left_on: date | None
    months: int | None
    said: Sequence[Said]  # in the order of their days

    @property
    def is_doctoral(self) -> bool:
        return self.kind == TrackKind.DOCTORAL


@dataclass(frozen=True)
class Standing:
    """`confirm_by` is None once confirmed; `ends_on` is the last day of period or contract."""

    state: State
    confirm_by: date | None = None
    ends_on: date | None = None
    is_contract: bool = False

    def is_overdue(self, on: date) -> bool:
        return self.confirm_by is not None and self.confirm_by < on

    def is_due(self, on: date) -> bool:
        """Within three months from `on`, or overdue."""
        return self.confirm_by is not None and self.confirm_by <= on + SOON

    def ends_soon(self, on: date) -> bool:
        return self.ends_on is not None and on <= self.ends_on <= on + SOON


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def standing(stay: Stay, on: date) -> Standing:
    """Where they stand at the end of `on`, by what was recorded up to that day."""
    said = [one for one in stay.said if one.on <= on]
    if stay.started_on > on:
        return Standing(State.TO_START)
    ends_on = _ends_on(stay, said, on)
    if stay.left_on and stay.left_on <= on:
        return Standing(State.LEFT)
    if _is_away(said):
        return Standing(State.SUSPENDED, _confirm_by(stay, said, on), ends_on, not stay.is_doctoral)
    if not stay.is_doctoral:
        return Standing(State.CONTRACT, ends_on=ends_on, is_contract=True)
    changes = {one.change for one in said}
    if Change.SUBMITTED in changes:
        return Standing(State.SUBMITTED, ends_on=ends_on)
    if changes & set(CONFIRMING):
        return Standing(State.CONFIRMED, ends_on=ends_on)
    return Standing(State.PROVISIONAL, _confirm_by(stay, said, on), ends_on)


def _confirm_by(stay: Stay, said: Sequence[Said], on: date) -> date | None:
    if not stay.is_doctoral or {one.change for one in said} & set(CONFIRMING):
        return None
    second = [one.until for one in said if one.change == Change.SECOND and one.until]
    if second:
        return second[-1]
    if stay.months is None:
        return None
    return months_later(stay.started_on, stay.months // 2) + _away(said, on)


def _ends_on(stay: Stay, said: Sequence[Said], on: date) -> date | None:
    renewed = [one.until for one in said if one.change == Change.RENEWED and one.until]
    if renewed:
        return renewed[-1]
    if stay.months is None:
        return None
    last = months_later(stay.started_on, stay.months) - timedelta(days=1)
    return last + (_away(said, on) if stay.is_doctoral else timedelta())


def _is_away(said: Iterable[Said]) -> bool:
    away = [one.change for one in said if one.change in (Change.SUSPENDED, Change.RETURNED)]
    return bool(away) and away[-1] == Change.SUSPENDED


def _away(said: Iterable[Said], on: date) -> timedelta:
    """How long they were suspended in all, up to `on`."""
    total, since = timedelta(), None
    for one in said:
        if one.change == Change.SUSPENDED:
            since = one.on
        elif one.change == Change.RETURNED and since:
            total, since = total + (one.on - since), None
    return total + (on - since if since else timedelta())


def changes_of(kind: str) -> list[Change]:
    """What may be recorded of somebody on a track of that kind: registration, or a contract."""
    if kind == TrackKind.DOCTORAL:
        return [one for one in Change if one != Change.RENEWED]
    return [Change.RENEWED, Change.SUSPENDED, Change.RETURNED]


def fault(stay: Stay) -> str:
    """Why what was recorded cannot have been like this, in a sentence; empty if it can."""
    before: list[Said] = []
    for one in stay.said:
        if wrong := _fault(stay, before, one):
            return wrong
        before.append(one)
    return ""


def graduation_fault(stay: Stay, left_as: str) -> str:
    """Why they cannot have left as graduated; empty if they can, or left otherwise.

    Asked where somebody says so, or takes the thesis back: who left so before this was a rule can
    still be corrected.
    """
    if left_as != GRADUATED or Change.SUBMITTED in {one.change for one in stay.said}:
        return ""
    return _("Nobody graduates before their thesis is submitted.")


def _fault(stay: Stay, before: Sequence[Said], one: Said) -> str:
    changes = {earlier.change for earlier in before}
    label, is_away = Change(one.change).label, _is_away(before)
    if one.change not in changes_of(stay.kind):
        return _("“%(change)s” is nothing of this track.") % {"change": label}
    if one.on < stay.started_on:
        return _("That is before the first day, %(day)s.") % {"day": full_day(stay.started_on)}
    if stay.left_on and one.on > stay.left_on:
        return _("That is after they left, on %(day)s.") % {"day": full_day(stay.left_on)}
    if one.change == Change.RETURNED:
        return "" if is_away else _("Nobody returns who was not suspended before that day.")
    if is_away and one.change != Change.RENEWED:
        return _("They are suspended on that day. Record first that they returned.")
    if one.change in (*CONFIRMING, Change.SECOND) and changes & {*CONFIRMING, Change.SUBMITTED}:
        return _("The registration is confirmed already by that day.")
    if one.change == Change.SUBMITTED:
        if Change.SUBMITTED in changes:
            return _("The thesis is submitted already by that day.")
        if not changes & set(CONFIRMING):
            return _("The registration must be confirmed before a thesis is submitted.")
    return _until_fault(stay, before, one)


def _until_fault(stay: Stay, before: Sequence[Said], one: Said) -> str:
    if one.change not in UNTIL or (one.until is None and one.change == Change.SUSPENDED):
        return ""
    if one.until is None:
        return _("Enter the %(what)s.") % {"what": UNTIL[Change(one.change)]}
    if one.until <= one.on:
        return _("The %(what)s must come after the day itself.") % {
            "what": UNTIL[Change(one.change)]
        }
    if one.until > months_later(one.on, LONGEST):
        return _("The %(what)s, %(day)s, cannot be right. Check the year.") % {
            "what": UNTIL[Change(one.change)],
            "day": full_day(one.until),
        }
    runs = _ends_on(stay, before, one.on) if one.change == Change.RENEWED else None
    if runs and one.until <= runs:
        return _("The contract runs until %(day)s already. A renewal ends later.") % {
            "day": full_day(runs)
        }
    return ""
