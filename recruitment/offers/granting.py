"""What an accepted offer promised holds from the first day on: an award of each who pays, and the
supervisors it named."""

from datetime import date

from recruitment.enrolment.careers import Supervision
from recruitment.enrolment.kinds import SupervisorRole
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.supervising import token_of_start
from recruitment.funding.models import Award
from recruitment.funding.months import first_of, number_of
from recruitment.offers.models import Offer


def grant(offer: Offer, *, from_day: date) -> None:
    """Write the supervision, and the awards for the months of the offer from the month of the
    first day.

    One by one, so that the audit log has each. Taking the start back takes them back
    (moves.starts), but for what somebody has edited since.
    """
    start = Enrolment.objects.select_related("researcher").get(application=offer.application_id)
    _supervise(offer, start)
    researcher = start.researcher
    first = number_of(from_day)
    for part in offer.parts.all():
        Award.objects.create(
            researcher=researcher,
            application_id=offer.application_id,
            source=part.source,
            from_month=first_of(first),
            to_month=first_of(first + offer.months - 1),
            amount=part.amount,
            currency=offer.currency,
            text=part.text,
        )


def _supervise(offer: Offer, start: Enrolment) -> None:
    """The pair that the candidate was promised. Who came with the application is its chief
    anyway, without a row."""
    pair = {SupervisorRole.CHIEF: offer.supervisor_id, SupervisorRole.CO: offer.co_supervisor_id}
    if offer.supervisor_id == offer.application.supervisor_id:
        del pair[SupervisorRole.CHIEF]
    for role, supervisor in pair.items():
        if supervisor is not None:
            Supervision.objects.create(
                enrolment=start,
                supervisor_id=supervisor,
                role=role,
                started_on=start.started_on,
                token=token_of_start(start.application_id, role),
            )
