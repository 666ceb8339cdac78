"""What an offer promises beyond what there is: more people than seats, or than its supervisor has
places, and months after the pledge. A first day long before its intake, and what was met too early
to clear somebody to start.

Words only: whether to promise it all the same is the director's to decide.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Sum
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.money.amounts import Money, written
from recruitment.enrolment.places import too_many
from recruitment.funding.models import Award
from recruitment.funding.months import number_of
from recruitment.funding.selectors import speaking_agreement
from recruitment.offers.kinds import PROMISED
from recruitment.offers.models import Condition, Offer
from recruitment.pipeline.kinds import Status
from recruitment.pipeline.models import Application
from recruitment.positions.models import Opening

LONG = timedelta(days=92)  # of a first day before the one of its intake


def warnings(offer: Offer, *, money: bool) -> list[str]:
    """Sentences, none if all is well. Five statements. `money`: whether the asker may know it."""
    found = [_more_than_seats(offer), too_many(offer.supervisor, offer.application)]
    found.append(_before_intake(offer))
    if money:
        found.append(_beyond_pledge(offer))
    return [words for words in found if words]


def of_places(offer: Offer) -> str:
    """What to say of the places of its supervisor once it is out: by then all else is decided."""
    mine = Application.objects.select_related("track", "intake").get(pk=offer.application_id)
    return too_many(offer.supervisor, mine) if mine.status == Status.ACTIVE else ""


def running_out(offer: Offer, conditions: Sequence[Condition]) -> list[str]:
    """What clears nobody to start on the first day that is agreed, though it was met."""
    if not (offer.is_live and offer.application.is_active):
        return []
    text = _(
        "%(what)s is valid until %(until)s, and the first day is %(day)s. Nobody starts with that: "
        "enter its new end below once it is renewed, or waive it."
    )
    day = formats.date_format(offer.starts_on, "j M Y")
    return [
        text % {"what": one, "until": formats.date_format(one.valid_until, "j M Y"), "day": day}
        for one in conditions
        if one.valid_until and one.runs_out_before(offer.starts_on)
    ]


def _more_than_seats(offer: Offer) -> str:
    """Over-offering is allowed, and said with the seats and the money it is about."""
    application = offer.application
    free = Opening.objects.free().for_application(application).count()
    others = Offer.objects.filter(
        application__position=application.position_id,
        application__intake=application.intake_id,
        application__status=Status.ACTIVE,
        state__in=PROMISED,
    ).exclude(application=application)
    promised = others.count() + 1
    if promised <= free:
        return ""
    text = ngettext(
        "%(seat)s has %(free)d free seat, and offers promise %(promised)d with this one. If all "
        "accept, seats fall short by %(over)d; this one commits %(money)s.",
        "%(seat)s has %(free)d free seats, and offers promise %(promised)d with this one. If all "
        "accept, seats fall short by %(over)d; this one commits %(money)s.",
        free,
    )
    return text % {
        "seat": f"{application.position}, {application.intake}",
        "free": free,
        "promised": promised,
        "over": promised - free,
        "money": written(offer.whole),
    }


def _before_intake(offer: Offer) -> str:
    """As of a year that was mistyped: a letter would promise it."""
    begins = offer.application.intake.starts_on
    if begins is None or begins - offer.starts_on <= LONG:
        return ""
    text = _(
        "The first day, %(day)s, is long before the intake %(intake)s, which begins %(begins)s."
    )
    return text % {
        "day": formats.date_format(offer.starts_on, "j M Y"),
        "intake": offer.application.intake,
        "begins": formats.date_format(begins, "j M Y"),
    }


def _beyond_pledge(offer: Offer) -> str:
    """The months of this offer that the sponsor would pay after the pledge has ended."""
    agreement = speaking_agreement(offer.application.centre)
    if agreement is None or not agreement.pledged_amount:
        return ""
    last = number_of(offer.starts_on) + offer.months - 1
    months = min(last - number_of(agreement.ends_on), offer.months)
    sponsor = offer.parts.filter(source=Award.Source.SPONSOR).aggregate(a=Sum("amount"))["a"]
    if months <= 0 or not sponsor:
        return ""
    return ngettext(
        "%(n)d month of this offer, %(money)s from the sponsor, falls after the pledge ends on "
        "%(day)s.",
        "%(n)d months of this offer, %(money)s from the sponsor, fall after the pledge ends on "
        "%(day)s.",
        months,
    ) % {
        "n": months,
        "money": written(Money(sponsor * months, offer.currency)),
        "day": formats.date_format(agreement.ends_on, "j M Y"),
    }
