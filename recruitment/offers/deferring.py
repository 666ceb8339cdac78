"""An accepted person comes later: another intake, another first day, and their seat with them or
free for somebody else."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.moves import tallies
from recruitment.offers import letter, mail, promises
from recruitment.offers.actions import tell, turn
from recruitment.offers.kinds import SETTLED, EventKind, Gate, State
from recruitment.offers.models import Offer
from recruitment.pipeline.kinds import Status
from recruitment.pipeline.models import Application, Deferral
from recruitment.positions.models import Intake, Opening


@transaction.atomic
def defer(
    offer: Offer,
    *,
    intake: Intake,
    starts_on: date,
    takes_seat: bool,
    by: User,
    note: str = "",
    told: bool = False,
) -> None:
    """Move an accepted offer to a later intake; what was accepted stays accepted, and a letter says
    the new first day.

    `takes_seat`: a free seat of theirs goes along, so nobody else is given it; else it stays. The
    candidate is `told` the new first day now, or once somebody releases the e-mail.
    """
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    application = rows.select_related("candidate", "position", "centre").get(
        pk=offer.application_id
    )
    before = application.intake
    if application.status != Status.ACTIVE:
        raise Refused(_("This application is not open any more, so its offer stays as it is."))
    if before == intake:
        raise Refused(_("This application is for %(intake)s already.") % {"intake": intake})
    same = Application.objects.filter(
        candidate=application.candidate_id, position=application.position_id, intake=intake
    )
    if same.filter(set_aside=0).exists():
        raise Refused(
            _("%(name)s has applied to %(intake)s already.")
            % {"name": application.candidate, "intake": intake}
        )
    letter.keep_first(offer)
    later = starts_on - offer.starts_on
    turn(offer, State.ACCEPTED, come_from=[State.ACCEPTED], starts_on=starts_on)
    if takes_seat:
        _take_seat_along(application, intake)
    Deferral.objects.create(application=application, from_intake=before, to_intake=intake)
    tallies.defer(application, intake.pk)
    application.intake = intake
    application.save(update_fields=["intake"])
    promises.keep(offer)
    _due_later(offer, later)
    words = _("From %(before)s to %(after)s.") % {"before": before, "after": intake}
    tell(offer, EventKind.DEFERRED, by=by, note=f"{words} {note}".strip())
    offer.application = application
    letter.keep_of_deferral(offer)
    mail.tell_deferred(offer, by=by, held=not told)


def _due_later(offer: Offer, later: timedelta) -> None:
    """What must be met before the first day is due as long before the new one."""
    rows = offer.conditions.filter(gate=Gate.FIRST_DAY, due_on__isnull=False)
    for one in rows.exclude(state__in=SETTLED):
        if one.due_on is not None:
            one.due_on += later
            one.save(update_fields=["due_on"])


def _take_seat_along(application: Application, intake: Intake) -> None:
    seat = (
        Opening.objects.free()
        .for_application(application)
        .select_for_update(of=("self",))
        .order_by("pk")
        .first()
    )
    if seat is None:
        raise Refused(
            _("No seat of %(intake)s is free to take along. Defer without it.")
            % {"intake": application.intake}
        )
    seat.intake = intake
    seat.save(update_fields=["intake"])
