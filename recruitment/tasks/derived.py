"""What waits because of a panel, an offer or a referee: each is read where it is recorded, in one
statement (approvals in four), and goes once the thing itself is done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from centre.web.statements import Slot, kept
from recruitment.assessment.models import SMALLEST_PANEL, Interview, PanelMember
from recruitment.offers import approvals, mail
from recruitment.offers.kinds import Progress, State
from recruitment.offers.models import RUNS_OUT, Condition, Offer
from recruitment.pipeline.kinds import ENDED
from recruitment.pipeline.models import Application
from recruitment.referees.models import RefereeReport
from recruitment.tasks import ahead
from recruitment.tasks.own import first_of, is_mine, my_list, of
from recruitment.tasks.waiting import Kind, Waiting


def interviews(user: User, centre: Centre, now: datetime, most: int) -> Kind:
    """Those on whose panel they sit and whose scorecard of theirs is not in: to prepare for until
    they begin, and from then on a scorecard that is due."""
    found, in_all = first_of(
        "my interviews", user, centre, lambda: _on_panels(user, centre), most,
        soon=now + ahead.INTERVIEW,
    )  # fmt: skip
    waiting = [_of_interview(one, centre, now) for one in found]
    return Kind(gettext_lazy("interviews"), waiting, in_all, reverse("recruitment:interviews"))


def _on_panels(user: User, centre: Centre):
    """In anonymous review by number; none after a conflict of interest about the candidate."""
    if not may(user, "score", centre.pk):
        return PanelMember.objects.none()
    named = Application.objects.order_by().open_to(user)
    tied = Application.objects.order_by().about_tied_to(user).values("pk")
    return (
        PanelMember.objects.filter(
            user=user, interview__centre=centre, interview__cancelled_at=None,
            interview__starts_at__lt=Slot("soon"), interview__application__status="active",
        )
        .filter(Q(scorecard=None) | Q(scorecard__submitted_at=None))
        .exclude(interview__application__in=tied)
        .annotate(
            due=Coalesce("interview__due_at", "interview__starts_at"),
            known=Exists(named.filter(pk=OuterRef("interview__application"))),
        )
        .select_related("interview__application__candidate")
        .order_by("due", "pk")
    )  # fmt: skip


def _of_interview(one: PanelMember, centre: Centre, now: datetime) -> Waiting:
    interview, known = one.interview, one.known  # type: ignore[attr-defined]
    person, number = interview.application.candidate, interview.application_id
    name = person.full_name if known else _("Candidate %(number)s") % {"number": number}
    native = person.native_name if known else ""
    if interview.starts_at and interview.starts_at > now:
        at = interview.starts_at.astimezone(centre.zone)
        what = _("Prepare for the interview at %(time)s") % {"time": f"{at:%H:%M}"}
        url = interview.get_absolute_url()
        return Waiting(at.date(), what, name, native, url, person=person.pk)
    due = centre.day_of(one.due)  # type: ignore[attr-defined]
    url = reverse("recruitment:scorecard", args=[interview.pk])
    return Waiting(due, _("Fill in your scorecard"), name, native, url, person=person.pk)


def panels(user: User, centre: Centre, now: datetime, most: int) -> Kind:
    """Interviews still to come: of their applications those for which too few may judge since a
    member declared a conflict of interest, and those of which the application ended."""
    found, in_all = first_of(
        "my panels", user, centre, lambda: _to_mend(user, centre), most, now=now
    )
    today, lacks = centre.day_of(now), _("The panel of the interview needs another member")
    ended = _("Cancel the interview: the application ended")
    waiting = [
        replace(
            of(
                one.application,
                today,
                lacks if one.application.is_active else ended,
                one.get_absolute_url(),
            ),
            has_day=False,
        )
        for one in found
    ]
    return Kind(gettext_lazy("panels"), waiting, in_all, reverse("recruitment:interviews"))


def _to_mend(user: User, centre: Centre):
    if not may(user, "edit_interviews", centre.pk):
        return Interview.objects.none()
    declared = PanelMember.objects.filter(conflict=PanelMember.Conflict.DECLARED)
    judges = PanelMember.objects.filter(interview=OuterRef("pk")).exclude(
        conflict=PanelMember.Conflict.DECLARED
    )
    second = judges.order_by("pk")[SMALLEST_PANEL - 1 : SMALLEST_PANEL]
    rows = Interview.objects.standing().filter(
        # The centre in both: an index gives each, not all there ever were.
        Q(centre=centre, starts_at=None) | Q(centre=centre, starts_at__gt=Slot("now")),
    )
    declared = declared.filter(interview=OuterRef("pk"))
    lacks = Q(is_mine(user, centre)) & Q(Exists(declared)) & ~Q(Exists(second))
    rows = rows.filter(lacks | _ended(user)).select_related(
        "application__candidate", "application__position", "application__intake"
    )
    return rows.order_by("starts_at", "pk")


def _ended(user: User) -> Q:
    """To be cancelled by whoever owned the application or arranged the interview; nobody's are
    everybody's, for somebody would come."""
    theirs = Q(application__owner=user) | Q(created_by=user) | Q(application__owner=None)
    seen = Application.objects.visible_to(user).order_by().filter(pk=OuterRef("application"))
    ended = Q(application__status__in=ENDED, starts_at__isnull=False)
    return ended & theirs & Q(Exists(seen))


def offers(user: User, centre: Centre, now: datetime, most: int) -> list[Kind]:
    """Those to approve, whose turn of the chain is theirs; of their applications those that lapse
    soon without an answer, or of which the candidate does not know while the time runs; and those
    that lapsed or were rescinded, until there is another or the application is closed."""
    statement = kept(("my offers", user.sight, centre.pk), lambda: _awaited(user, centre))
    found = statement.objects(soon=now + ahead.OFFER)
    turns = _turns(user, [one for one in found if one.state == State.IN_APPROVAL])
    out = [one for one in found if one.state == State.SENT]
    today, url = centre.day_of(now), f"{reverse('recruitment:offers')}?view="
    approve = _("Approve the offer")
    to_approve = [replace(_of_offer(one, today, approve), has_day=False) for one in turns[:most]]
    waiting = [_out(one, centre, today) for one in out[:most]]
    over = [one for one in found if one.state in (State.LAPSED, State.RESCINDED)]
    ended = [replace(_of_offer(one, today, _over(one)), has_day=False) for one in over[:most]]
    name, name_out = gettext_lazy("offers to approve"), gettext_lazy("offers that are out")
    return [
        Kind(name, to_approve, len(turns), f"{url}approval"),
        Kind(name_out, waiting, len(out), f"{url}out"),
        Kind(gettext_lazy("offers that ended"), ended, len(over), f"{url}ended"),
    ]


def _out(one: Offer, centre: Centre, today: date) -> Waiting:
    if one.told in mail.STAYS:  # type: ignore[attr-defined]
        untold = _("The candidate is not told of the offer, and the time to answer runs")
        return replace(_of_offer(one, today, untold), has_day=False)
    return _of_offer(one, centre.day_of(one.expires_at), _("The offer lapses without an answer"))


def _over(one: Offer) -> str:
    if one.state == State.LAPSED:
        return _("The offer lapsed. Make another, or close the application")
    return _("The offer was rescinded. Make another, or close the application")


def _awaited(user: User, centre: Centre):
    newer = Offer.objects.filter(application=OuterRef("application"), number__gt=OuterRef("number"))
    over = Q(
        ~Exists(newer), state__in=(State.LAPSED, State.RESCINDED), application__status="active"
    )
    out = Q(state=State.SENT) & (Q(expires_at__lt=Slot("soon")) | Q(told__in=mail.STAYS))
    theirs = Q(is_mine(user, centre)) & (out | over)
    if may(user, "approve_offer", centre.pk):
        theirs |= Q(state=State.IN_APPROVAL)
    rows = _offers(user, centre).annotate(told=mail.state_told())
    return rows.filter(theirs).order_by("expires_at", "pk")


def _turns(user: User, waiting: Sequence[Offer]) -> list[Offer]:
    """Those of them `user` may approve now. Three statements, none where no chain names them."""
    named = [one for one in waiting if any(user.pk in group["members"] for group in one.chain)]
    if not named:
        return []
    prefetch_related_objects(named, "events", "writers")
    ties = approvals.ties_of(named)
    return [
        one
        for one in named
        if not approvals.refusal(one, user, list(one.events.all()), tied=ties[one.pk])
    ]


def conditions(user: User, centre: Centre, today: date, most: int) -> Kind:
    """Those due soon of offers that are out or accepted, of their applications; and those refused,
    or met by what runs out before the first day, until somebody decides what follows."""
    found, in_all = first_of(
        "my conditions", user, centre, lambda: _conditions(user, centre), most,
        until=today + ahead.CONDITION,
    )  # fmt: skip
    said = {
        Progress.REFUSED: _("Refused: %(what)s. Close, or try again"),
        Progress.MET: _("%(what)s runs out before the first day. Renew it"),
    }
    words = _("Condition: %(what)s")
    waiting = [
        _of_offer(
            one.offer,
            one.day,
            said.get(Progress(one.state), words) % {"what": one},
        )
        for one in found
    ]
    return Kind(gettext_lazy("conditions"), waiting, in_all, reverse("recruitment:offers"))


def _conditions(user: User, centre: Centre):
    offers = _offers(user, centre).filter(
        is_mine(user, centre), state__in=(State.SENT, State.ACCEPTED)
    )
    return (
        Condition.objects.filter(
            Q(state__in=(Progress.OPEN, Progress.UNDER_WAY), due_on__lte=Slot("until"))
            | Q(state=Progress.REFUSED)
            | RUNS_OUT,
            offer__in=offers.order_by().values("pk"),
        )
        .annotate(
            day=Case(
                When(state=Progress.MET, then="valid_until"),
                default=Coalesce("settled_on", "due_on"),
            )
        )
        .select_related(
            "offer__application__candidate",
            "offer__application__position",
            "offer__application__intake",
        )
        .order_by("day", "pk")
    )


def _offers(user: User, centre: Centre):
    return Offer.objects.visible_to(user).filter(application__centre=centre).for_list()


def _of_offer(one: Offer, due: date, what: str) -> Waiting:
    return of(one.application, due, what, one.get_absolute_url())


def letters(user: User, centre: Centre, today: date, most: int) -> Kind:
    """Letters asked for that did not come by their day, and those that will not come and leave too
    few, for their applications."""
    found, in_all = first_of(
        "my letters", user, centre, lambda: _letters(user, centre), most, today=today
    )
    waiting = [_of_letter(one, today) for one in found]
    return Kind(gettext_lazy("letters of referees"), waiting, in_all, my_list())


def _of_letter(one: RefereeReport, today: date) -> Waiting:
    url = one.application.get_absolute_url()
    if one.state == RefereeReport.State.DECLINED:
        what = _("%(name)s writes no letter: another referee is needed") % {"name": one.name}
        return replace(of(one.application, today, what, url), has_day=False)
    what = _("The letter of %(name)s has not come") % {"name": one.name}
    return of(one.application, one.due_on, what, url)


def _letters(user: User, centre: Centre):
    if not may(user, "view_referees", centre.pk):
        return RefereeReport.objects.none()
    rows = RefereeReport.objects.visible_to(user).filter(
        is_mine(user, centre), _too_late_or_too_few()
    )
    rows = rows.select_related(
        "application__candidate", "application__position", "application__intake"
    )
    return rows.order_by("due_on", "pk")


def _too_late_or_too_few() -> Q:
    """Late; or declined, and those who write or wrote are fewer than the letters still wanted
    (referees/fitness.py: with one who declined and is not waived, that is the track's number). Both
    states are named at once beside: an index gives those few, and not every letter a centre ever
    got."""
    State = RefereeReport.State
    few = Q(state__in=(State.REQUESTED, State.DECLINED))
    here = RefereeReport.objects.filter(application=OuterRef("application"))
    gone = (State.DECLINED, State.WAIVED)
    others = here.exclude(state__in=gone).order_by().values("application")
    count = Coalesce(Subquery(others.annotate(n=Count("pk")).values("n")), 0)
    too_few = GreaterThan(F("application__track__referees_wanted"), count)
    late = Q(state=State.REQUESTED, due_on__lt=Slot("today"))
    return few & (late | Q(too_few, state=State.DECLINED))
