"""What pages show of interviews, and whom they may name."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.middleware import allowed
from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.templatetags.cohort import day
from centre.web.statements import Slot, kept
from recruitment.assessment.decisions import Decision
from recruitment.assessment.models import Interview, InterviewQuerySet, PanelMember
from recruitment.assessment.when import Clock, clocks
from recruitment.pipeline.models import Application

AHEAD = 6  # on the dashboard
# All that is told of an interview where many are, and of who sits on it.
SHOWN = (
    *("centre__time_zone", "starts_at", "minutes", "candidate_zone"),
    *("due_at", "cancelled_at", "opened_at", "application__status"),
    *("application__candidate__full_name", "application__candidate__native_name"),
    *("application__position__title", "application__intake__name"),
    "application__supervisor__user",
)
SITTING = "interview", "user__name", "user__email", "conflict", "scorecard__submitted_at"


@dataclass(frozen=True)
class Shown:
    """An interview as one person may see it, with its panel; `known` if they may know whose it is,
    `tied` if they declared a conflict of interest about them, on this panel or another."""

    interview: Interview
    user: User
    panel: Sequence[PanelMember]
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
    def about(self) -> str:
        """PhD in AI imaging, September 2027."""
        application = self.interview.application
        return f"{application.position}, {application.intake}"

    @property
    def clocks(self) -> Sequence[Clock]:
        return clocks(self.interview)

    @property
    def sitting(self) -> str:
        """The names of the panel."""
        return ", ".join(map(str, self.panel))

    @property
    def asked(self) -> int:
        """How many scorecards are expected."""
        return sum(not one.has_conflict for one in self.panel)

    @property
    def given(self) -> int:
        return sum(one.is_in and not one.has_conflict for one in self.panel)

    @cached_property
    def state(self) -> tuple[str, str]:
        """Where it stands for who looks: the look of its pill, and the words; "" where none is."""
        mine = self.mine
        if self.interview.is_cancelled:
            return "line", _("Cancelled")
        if self.interview.is_for_nobody:
            return "danger", _("Application ended")
        if not self.interview.starts_at:
            return "warn", _("Waiting for a time")
        if mine and mine.has_conflict:
            return "line", _("Conflict declared")
        due_at = self.interview.due_at if self.interview.application.is_active else None
        if mine and not mine.is_in and due_at:
            return self._due(due_at)
        if asked := self.asked:
            words = ngettext(
                "%(given)s of %(asked)s scorecard in", "%(given)s of %(asked)s scorecards in", asked
            )
            return "", words % {"given": self.given, "asked": asked}
        return ("accent", _("You sit on it")) if mine else ("", "")

    def _due(self, due_at: datetime) -> tuple[str, str]:
        """Nobody is hurried to judge whom they have not met."""
        starts_at = self.interview.starts_at
        if starts_at and starts_at > timezone.now():
            on = self.interview.centre.day_of(due_at)
            return "line", _("Your scorecard: by %(day)s") % {"day": day(on)}
        return "accent", _("Your scorecard is due")

    @cached_property
    def mine(self) -> PanelMember | None:
        return next((one for one in self.panel if one.user_id == self.user.pk), None)


def known_and_tied(user: User, interviews: InterviewQuerySet) -> QuerySet:
    """Of the applications that these are of: (pk, False) of those whose candidate `user` may know
    by name, (pk, True) of those about whose candidate they declared a conflict of interest."""
    rows = Application.objects.order_by().filter(pk__in=interviews.values("application"))
    names = rows.open_to(user).values_list("pk", Value(False))
    return names.union(rows.about_tied_to(user).values_list("pk", Value(True)))


def shown(
    what: str, user: User, rows: Callable[[], InterviewQuerySet], *more: Hashable, **given
) -> list[Shown]:
    """Those of `rows()`. Three statements, however many: interviews, panels, whom one may name or
    is tied to; kept by `what` they ask for, who looks, and `more`."""
    key = "interviews", what, user.sight, *more
    found = kept((*key, "rows"), lambda: _joined(rows())).objects(**given)
    if not found:
        return []
    members = kept((*key, "panels"), lambda: _panels(rows())).objects(**given)
    ties = kept((*key, "ties"), lambda: known_and_tied(user, rows())).rows(**given)
    return _together(user, found, members, ties)


def _joined(interviews: InterviewQuerySet) -> QuerySet:
    """Found first and joined then: with the joins, SQLite begins at the centre, and reads all of
    its interviews for the three of one candidate."""
    rows = Interview.objects.filter(pk__in=interviews.values("pk"))
    if order := interviews.query.order_by:
        rows = rows.order_by(*order)
    return rows.with_application().only(*SHOWN)


def _panels(interviews: InterviewQuerySet) -> QuerySet:
    rows = PanelMember.objects.filter(interview__in=interviews.values("pk"))
    return rows.select_related("user", "scorecard").only(*SITTING)


def shown_one(user: User, interview: Interview) -> Shown:
    """One that was read already (`for_list`). One statement."""
    ties = known_and_tied(user, Interview.objects.filter(pk=interview.pk))
    (one,) = _together(user, [interview], list(interview.panel.all()), ties)
    return one


def _together(user, interviews, members, ties) -> list[Shown]:
    panels: dict[int, list[PanelMember]] = {}
    for one in members:
        panels.setdefault(one.interview_id, []).append(one)
    about: dict[bool, set[int]] = {False: set(), True: set()}
    for pk, is_tie in ties:
        about[bool(is_tie)].add(pk)
    return [
        Shown(
            one, user, panels.get(one.pk, []), one.application_id in about[False],
            one.application_id in about[True],
        )
        for one in interviews
    ]  # fmt: skip


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

    def rows():
        mine = Interview.objects.visible_to(user).filter(centre=centre)
        of_week = mine.filter(starts_at__gte=Slot("begins"), starts_at__lt=Slot("ends"))
        return of_week | mine.standing().filter(starts_at=None)

    every = shown("of a week", user, rows, centre.pk, begins=begins, ends=ends)
    timed = [one for one in every if one.interview.starts_at]
    return Week(
        monday,
        own=[one for one in timed if one.mine],
        others=[one for one in timed if not one.mine],
        waiting=[one for one in every if not one.interview.starts_at],
    )


def ahead(user: User, centre: Centre, now: datetime) -> list[Shown]:
    """The next interviews on whose panel `user` sits."""

    def rows():
        mine = Interview.objects.visible_to(user).standing().filter(centre=centre)
        mine = mine.filter(pk__in=PanelMember.objects.filter(user=user).values("interview"))
        return mine.filter(starts_at__gte=Slot("since"))[:AHEAD]

    return shown("ahead", user, rows, centre.pk, since=now - timedelta(hours=1))


def of_application(user: User, application: Application) -> list[Shown]:
    """Its interviews, the latest first."""

    def rows():
        mine = Interview.objects.visible_to(user).filter(application=Slot("application"))
        return mine.order_by("-created_at", "-pk")

    return shown("of an application", user, rows, application=application.pk)


def decisions_of(request, application: Application) -> Sequence[Decision]:
    """What the committee decided about it, the latest first, for who may read votes."""
    if not allowed(request, "record_decision"):
        return []
    user = request.user

    def rows():
        return Decision.objects.visible_to(user).filter(application=Slot("application"))

    return kept(("decisions", user.sight), rows).objects(application=application.pk)
