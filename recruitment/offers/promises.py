"""What offers that are out or accepted promise, kept where the figures of money look for it."""

from centre.organisation.models import Centre
from recruitment.funding.models import PromisedPay
from recruitment.funding.months import first_of, number_of
from recruitment.offers.kinds import State
from recruitment.offers.models import Offer


def keep(offer: Offer) -> None:
    """Write what `offer` promises now in place of what its application promised before."""
    known, _rows = PromisedPay.objects.filter(application=offer.application_id).delete()
    promises = []
    if offer.state in (State.SENT, State.ACCEPTED):
        first = number_of(offer.starts_on)
        promises = [
            PromisedPay(
                application_id=offer.application_id,
                source=part.source,
                from_month=first_of(first),
                to_month=first_of(first + offer.months - 1),
                amount=part.amount,
                currency=offer.currency,
                is_accepted=offer.state == State.ACCEPTED,
            )
            for part in offer.parts.all()
        ]
    if known or promises:
        PromisedPay.objects.bulk_create(promises)
        Centre.money_changed(offer.application.centre_id)
