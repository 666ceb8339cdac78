"""What waits because of a stage, an offer, a panel, a document or a referee: each is read where it
is recorded, in one statement (approvals in three), and goes once the thing itself is done."""

from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centre.accounts.models import User
from centre.accounts.policy import may, sees_all
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from recruitment.assessment.models import PanelMember
from recruitment.documents.models import ORDER, Document, Requirement, Version
from recruitment.offers import approvals
from recruitment.offers.kinds import Progress, State
from recruitment.offers.models import Condition, Offer
from recruitment.pipeline.models import Application
from recruitment.referees.models import RefereeReport
from recruitment.tasks.own import due_by_limit, first_of, mine, my_list, of
from recruitment.tasks.waiting import MOST, Kind, Waiting

SOON = timedelta(days=14)


def scorecards(user: User, centre: Centre) -> Kind:
    """Those of interviews with a time on whose panel they sit, while their own is not in. In
    anonymous review by number; none after a conflict of interest about the candidate."""
    named = Application.objects.order_by().open_to(user)
    tied = Application.objects.order_by().about_tied_to(user).values("pk")
    rows = (
        PanelMember.objects.filter(
            user=user, interview__centre=centre, interview__cancelled_at=None,
            interview__starts_at__isnull=False, interview__application__status="active",
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
    found, in_all = first_of(rows if may(user, "score", centre.pk) else rows.none())
    waiting = [
        Waiting(
            centre.day_of(one.due),
            _("Fill in your scorecard"),
            person.full_name if one.known else _("Candidate %(number)s") % {"number": number},
            person.native_name if one.known else "",
            reverse("recruitment:scorecard", args=[one.interview_id]),
        )
        for one in found
        for person in [one.interview.application.candidate]
        for number in [one.interview.application_id]
    ]
    return Kind(gettext_lazy("scorecards"), waiting, in_all, reverse("recruitment:interviews"))


def offers_to_approve(user: User, centre: Centre, today: date) -> Kind:
    """Those whose turn of the chain is theirs."""
    url = f"{reverse('recruitment:offers')}?state={State.IN_APPROVAL}"
    name = gettext_lazy("offers to approve")
    if not may(user, "approve_offer", centre.pk):
        return Kind(name, [], 0, url)
    declared = PanelMember.objects.filter(
        user=user,
        conflict=PanelMember.Conflict.DECLARED,
        interview__application__candidate=OuterRef("application__candidate"),
    )
    named = Q(pk=OuterRef("supervisor")) | Q(pk=OuterRef("co_supervisor"))
    named |= Q(pk=OuterRef("application__supervisor"))
    rows = (
        _offers(user, centre)
        .filter(state=State.IN_APPROVAL)
        .annotate(tied=Exists(declared) | Exists(Supervisor.objects.filter(named, user=user)))
        .prefetch_related("events", "writers")
        .order_by("expires_at", "pk")
    )
    found = [one for one in rows if _is_turn_of(user, one)]
    waiting = [_of_offer(one, today, _("Approve the offer")) for one in found[:MOST]]
    return Kind(name, waiting, len(found), url)


def _is_turn_of(user: User, offer: Offer) -> bool:
    return not approvals.why_not(
        offer,
        approvals.turns(offer, list(offer.events.all())),
        user,
        writers={one.pk for one in offer.writers.all()},
        emails=set(offer.application.candidate.emails),
        tied={user.pk: "tied"} if offer.tied else {},  # type: ignore[attr-defined]
    )


def offers_out(user: User, centre: Centre) -> Kind:
    """Those of their applications that lapse within two weeks without an answer."""
    rows = _offers(user, centre).filter(state=State.SENT, application__in=_pks(user, centre))
    found, in_all = first_of(
        rows.filter(expires_at__lt=timezone.now() + SOON).order_by("expires_at", "pk")
    )
    waiting = [
        _of_offer(one, centre.day_of(one.expires_at), _("The offer lapses without an answer"))
        for one in found
    ]
    url = f"{reverse('recruitment:offers')}?state={State.SENT}"
    return Kind(gettext_lazy("offers that are out"), waiting, in_all, url)


def conditions(user: User, centre: Centre) -> Kind:
    """Those with a day of offers that are out or accepted, of their applications."""
    offers = _offers(user, centre).filter(
        state__in=(State.SENT, State.ACCEPTED), application__in=_pks(user, centre)
    )
    rows = (
        Condition.objects.filter(
            offer__in=offers.order_by().values("pk"),
            state__in=(Progress.OPEN, Progress.UNDER_WAY),
            due_on__isnull=False,
        )
        .select_related(
            "offer__application__candidate",
            "offer__application__position",
            "offer__application__intake",
        )
        .order_by("due_on", "pk")
    )
    found, in_all = first_of(rows)
    waiting = [
        _of_offer(one.offer, one.due_on, _("Condition: %(what)s") % {"what": one}) for one in found
    ]
    return Kind(gettext_lazy("conditions"), waiting, in_all, reverse("recruitment:offers"))


def _offers(user: User, centre: Centre):
    return Offer.objects.visible_to(user).filter(application__centre=centre).for_list()


def _of_offer(one: Offer, due: date, what: str) -> Waiting:
    return of(one.application, due, what, one.get_absolute_url())


def _pks(user: User, centre: Centre):
    return mine(user, centre).order_by().values("pk")


def documents(user: User, centre: Centre, today: date) -> Kind:
    """Applications of theirs that lack what their stage asks for; due by the limit of the stage."""
    there = (
        Document.objects.standing()
        .filter(kind=OuterRef("kind"), candidate=OuterRef(OuterRef("candidate")))
        .filter(Q(application=None) | Q(application=OuterRef(OuterRef("pk"))))
        .annotate(until=Subquery(_newest().values("valid_until")[:1]))
        .filter(Q(until=None) | Q(until__gte=today))
    )
    asked = Requirement.objects.order_by().filter(
        ~Exists(there), track=OuterRef("track"), kind__retired_on=None
    )
    if not sees_all(user, centre.pk):
        asked = asked.filter(kind__is_private=False)
    asked = asked.annotate(since=_order_of("from_stage")).filter(since__lte=OuterRef("reached"))
    count = asked.values("track").annotate(n=Count("pk")).values("n")
    rows = (
        mine(user, centre)
        .annotate(reached=_order_of("stage__kind"))
        .annotate(lacking=Coalesce(Subquery(count, IntegerField()), 0))
        .filter(lacking__gt=0)
        .order_by("entered_stage_at", "pk")
    )
    found, in_all = first_of(rows)
    waiting = [_lacking(one, centre, today) for one in found]
    return Kind(gettext_lazy("applications without their documents"), waiting, in_all, my_list())


def _lacking(one: Application, centre: Centre, today: date) -> Waiting:
    n = one.lacking  # type: ignore[attr-defined]
    what = ngettext("%(n)d document is missing", "%(n)d documents are missing", n) % {"n": n}
    return of(one, due_by_limit(one, centre) or today, what, one.get_absolute_url())


def _newest():
    return Version.objects.filter(document=OuterRef("pk")).order_by("-number")


def _order_of(field: str) -> Case:
    return Case(
        *(When(**{field: kind}, then=Value(n)) for kind, n in ORDER.items()),
        output_field=IntegerField(),
    )


def letters(user: User, centre: Centre, today: date) -> Kind:
    """Letters asked for that did not come by their day, for their applications."""
    rows = RefereeReport.objects.visible_to(user).filter(
        application__in=_pks(user, centre),
        state=RefereeReport.State.REQUESTED,
        due_on__lt=today,
    )
    if not may(user, "view_referees", centre.pk):
        rows = rows.none()
    found, in_all = first_of(
        rows.select_related(
            "application__candidate", "application__position", "application__intake"
        ).order_by(F("due_on"), "pk")
    )
    waiting = [
        of(
            one.application,
            one.due_on,
            _("The letter of %(name)s has not come") % {"name": one.name},
            one.application.get_absolute_url(),
        )
        for one in found
    ]
    return Kind(gettext_lazy("letters of referees"), waiting, in_all, my_list())
