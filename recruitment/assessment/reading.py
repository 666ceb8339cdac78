"""What pages show of interviews, and whom they may name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Value
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centre.accounts.middleware import allowed
from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.assessment.decisions import Decision
from recruitment.assessment.models import Interview, PanelMember
from recruitment.assessment.when import Clock, clocks
from recruitment.pipeline.models import Application

AHEAD = 6  # on the dashboard


@dataclass(frozen=True)
class Shown:
    """An interview as one person may see it; `known` if they may know whose it is, `tied` if they
    declared a conflict of interest about them, on this panel or another."""

    interview: Interview
    user: User
    known: bool
    tied: bool = False

    @property
    def who(self) -> str:
        """The candidate's name, or the number of their application."""
        if self.known:
            return str(self.interview.application.candidate)
        return _("Candidate %(number)s") % {"number": self.interview.application_id}

    @property
    def native_name(self) -> str:
        return self.interview.application.candidate.native_name if self.known else ""

    @property
    def clocks(self) -> Sequence[Clock]:
        return clocks(self.interview)

    @cached_property
    def panel(self) -> list[PanelMember]:
        return list(self.interview.panel.all())

    @property
    def asked(self) -> int:
        """How many scorecards are expected."""
        return sum(not one.has_conflict for one in self.panel)

    @property
    def given(self) -> int:
        return sum(one.is_in and not one.has_conflict for one in self.panel)

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands for who looks: the look of its pill, and the words; "" where none is."""
        mine = self.mine
        if self.interview.is_cancelled:
            return "line", _("Cancelled")
        if not self.interview.starts_at:
            return "warn", _("Waiting for a time")
        if mine and mine.has_conflict:
            return "line", _("Conflict declared")
        if mine and not mine.is_in and self.interview.due_at:
            return "accent", _("Your scorecard is due")
        if self.asked:
            words = _("%(given)s of %(asked)s scorecards in")
            return "", words % {"given": self.given, "asked": self.asked}
        return ("accent", _("You sit on it")) if mine else ("", "")

    @property
    def mine(self) -> PanelMember | None:
        return next((one for one in self.panel if one.user_id == self.user.pk), None)


def known_and_tied(user: User, applications: Collection[int]) -> tuple[set[int], set[int]]:
    """Of these applications, those whose candidate `user` may know by name, and those about whose
    candidate they declared a conflict of interest. One statement."""
    rows = Application.objects.order_by().filter(pk__in=applications)
    names = rows.open_to(user).values_list("pk", Value(False))
    ties = rows.about_tied_to(user).values_list("pk", Value(True))
    found = list(names.union(ties))
    return {pk for pk, tie in found if not tie}, {pk for pk, tie in found if tie}


def shown(user: User, interviews: Iterable[Interview]) -> list[Shown]:
    """Three statements, however many: interviews, panels, whom one may name or is tied to."""
    found = list(interviews)
    if not found:
        return []
    names, ties = known_and_tied(user, {one.application_id for one in found})
    return [
        Shown(one, user, one.application_id in names, one.application_id in ties) for one in found
    ]


@dataclass(frozen=True)
class Week:
    """The interviews from a Monday to a Sunday, one's own first; and those without a time."""

    monday: date
    own: list[Shown]
    others: list[Shown]
    waiting: list[Shown]

    @property
    def every(self) -> list[Shown]:
        """In the order of the page."""
        return [*self.own, *self.others, *self.waiting]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)


def day_asked(query: Mapping[str, str]) -> date | None:
    """The day an address names with “on”, if it names one."""
    try:
        day = date.fromisoformat(query.get("on", ""))
    except ValueError:
        return None
    return day if 1950 < day.year < 2100 else None


def week_of(user: User, centre: Centre, day: date) -> Week:
    monday = day - timedelta(days=day.weekday())
    begins = datetime.combine(monday, time.min, tzinfo=centre.zone)
    ends = centre.end_of(monday + timedelta(days=6))
    rows = Interview.objects.visible_to(user).filter(centre=centre)
    of_week = rows.filter(starts_at__gte=begins, starts_at__lt=ends)
    waiting = rows.standing().filter(starts_at=None)
    every = shown(user, (of_week | waiting).for_list())
    timed = [one for one in every if one.interview.starts_at]
    return Week(
        monday,
        own=[one for one in timed if one.mine],
        others=[one for one in timed if not one.mine],
        waiting=[one for one in every if not one.interview.starts_at],
    )


def ahead(user: User, centre: Centre, now: datetime) -> list[Shown]:
    """The next interviews on whose panel `user` sits."""
    rows = Interview.objects.visible_to(user).standing().filter(centre=centre)
    rows = rows.filter(pk__in=PanelMember.objects.filter(user=user).values("interview"))
    return shown(user, rows.filter(starts_at__gte=now - timedelta(hours=1)).for_list()[:AHEAD])


def of_application(user: User, application: Application) -> list[Shown]:
    """Its interviews, the latest first."""
    rows = Interview.objects.visible_to(user).filter(application=application)
    return shown(user, rows.for_list().order_by("-created_at", "-pk"))


def decisions_of(request, application: Application) -> Sequence[Decision]:
    """What the committee decided about it, the latest first, for who may read votes."""
    if not allowed(request, "record_decision"):
        return []
    return list(Decision.objects.visible_to(request.user).filter(application=application))
