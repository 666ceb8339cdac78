"""What an accepted offer promised is paid from the first day on: an award of each who pays."""

from datetime import date

from recruitment.enrolment.models import Researcher
from recruitment.funding.models import Award
from recruitment.funding.months import first_of, number_of
from recruitment.offers.models import Offer


def grant(offer: Offer, *, from_day: date) -> None:
    """Write the awards, for the months of the offer from the month of the first day.

    One by one, so that the audit log has each. Taking the start back takes them back
    (moves.starts), but for what somebody has edited since.
    """
    researcher = Researcher.objects.get(enrolments__application=offer.application_id)
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
