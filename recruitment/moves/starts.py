"""What a success brings, and its taking back undoes: one seat filled, a researcher, an enrolment.

Called by the gate alone, within its transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, Min, ProtectedError, Q, Subquery, When
from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.enrolment import supervising
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.funding.models import Award
from recruitment.moves.planned import Planned
from recruitment.moves.steps import IllegalMove
from recruitment.pipeline.kinds import SUCCEEDED
from recruitment.pipeline.models import Application
from recruitment.positions.models import Opening


def start_or_unstart(plan: Planned, *, now: datetime | None) -> None:
    """The effects of a success, or of taking one back: opening, researcher, enrolment.

    `now` is when we heard of it; None: when it happened.
    """
    was = plan.before[-1].status in SUCCEEDED if plan.before else False
    becomes = plan.step.status in SUCCEEDED
    if becomes and not was:
        _start(plan, now)
    elif was and not becomes:
        _unstart(plan.application)


def _start(plan: Planned, now: datetime | None) -> None:
    _take_seat(plan.application, plan.ask.opening)
    recorded_at = now or plan.step.effective_at
    enrolment = _enrolment(plan, _researcher(plan.application))
    enrolment.save(force_insert=True, recorded_at=recorded_at)


def _take_seat(application: Application, chosen: Opening | None) -> None:
    """Fill the seat chosen, or the first that is free, in one conditional statement."""
    free = Opening.objects.free().for_application(application)
    seat = chosen.pk if chosen else Subquery(free.order_by("pk").values("pk")[:1])
    # Of the intake it is for now: somebody may have deferred it since it was read.
    stored = Application.objects.filter(pk=application.pk)
    taken = free.filter(pk=seat, intake__in=stored.values("intake"))
    if taken.update(status=Opening.Status.FILLED, filled_by=application):
        return
    if chosen or free.exists():
        raise IllegalMove(_("That seat was filled or closed meanwhile. Choose another."))
    raise IllegalMove(
        _("No seat is free for %(position)s, %(intake)s. Add an opening first.")
        % {"position": application.position, "intake": application.intake}
    )


def _researcher(application: Application) -> Researcher:
    """The person as a researcher, made if this is their first start here."""
    person, centre = application.candidate, application.centre_id
    known = Researcher.objects.filter(candidate=person).order_by("pk").first()
    # Nobody makes the same one meanwhile: the gate holds the person.
    return known or Researcher.objects.create(candidate=person, centre_id=centre)


def _enrolment(plan: Planned, researcher: Researcher) -> Enrolment:
    application = plan.application
    day_of = application.centre.day_of
    starts = [
        one.starts_on or day_of(one.effective_at)
        for one in [*plan.before, plan.step]
        if one.status in SUCCEEDED
    ]
    first = min(starts)
    if len(starts) > 1:
        # Somebody may have set the day right before the start was taken back.
        facts = EnrolmentFact.objects.filter(application=application, started_on__isnull=False)
        first = min(first, facts.aggregate(day=Min("started_on"))["day"] or first)
    return Enrolment(
        researcher=researcher,
        application=application,
        track=application.track,
        started_on=starts[-1],
        first_started_on=first,
    )


def start_all(plans: Sequence[Planned], *, now: datetime | None) -> None:
    """What `_start` does, for the many starts of a list: the same, in few statements.

    One by one where it is one, or where a seat is still to be found.
    """
    seated = [plan for plan in plans if plan.ask.opening is not None]
    if len(seated) < 2:
        seated, single = [], list(plans)
    else:
        single = [plan for plan in plans if plan.ask.opening is None]
    for plan in single:
        start_or_unstart(plan, now=now)
    if not seated:
        return
    for start in range(0, len(seated), 100):
        _fill(seated[start : start + 100])
    people = {plan.application.candidate_id: plan.application.centre_id for plan in seated}
    researchers = {one.candidate_id: one for one in Researcher.objects.filter(candidate__in=people)}
    made = Researcher.objects.bulk_create(
        Researcher(candidate_id=person, centre_id=centre)
        for person, centre in people.items()
        if person not in researchers
    )
    researchers |= {one.candidate_id: one for one in made}
    enrolments = Enrolment.objects.bulk_create(
        _enrolment(plan, researchers[plan.application.candidate_id]) for plan in seated
    )
    heard = [now or plan.step.effective_at for plan in seated]
    EnrolmentFact.write(one.fact(at) for one, at in zip(enrolments, heard, strict=True))


def _fill(plans: Sequence[Planned]) -> None:
    """Fill the seats asked for, each by its application; all of them must be free and fit."""
    fits, fillers = Q(pk__in=[]), []
    for plan in plans:
        application = plan.application
        seat = Q(
            pk=plan.ask.opening.pk,
            position=application.position_id,
            intake=application.intake_id,
        )
        fits |= seat
        fillers.append(When(seat, then=application.pk))
    taken = Opening.objects.free().filter(fits)
    if taken.update(status=Opening.Status.FILLED, filled_by=Case(*fillers)) != len(plans):
        raise IllegalMove(_("That seat was filled or closed meanwhile. Choose another."))


def _unstart(application: Application) -> None:
    enrolment = Enrolment.objects.select_related("researcher").get(application=application)
    # Read already; the log names them.
    enrolment.application, enrolment.track = application, application.track
    enrolment.researcher.candidate = application.candidate
    if enrolment.left_on:
        words = _("This person left on %(day)s. Take that back first.")
        raise IllegalMove(words % {"day": day(enrolment.left_on)})
    Opening.objects.filter(filled_by=application).update(status=Opening.Status.OPEN, filled_by=None)
    for award in Award.objects.filter(application=application).select_related("researcher"):
        award.delete()
    supervising.end_start(enrolment)
    researcher = enrolment.researcher
    try:
        enrolment.delete()
    except ProtectedError:
        raise IllegalMove(
            _("Something is recorded of %(name)s since they started. Correct their dates instead.")
            % {"name": application.candidate}
        ) from None
    if not researcher.enrolments.exists():
        try:
            researcher.delete()
        except ProtectedError:
            raise IllegalMove(
                _("%(name)s has awards. Delete those on their page under Researchers first.")
                % {"name": application.candidate}
            ) from None
