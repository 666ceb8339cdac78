"""Offers that lapse soon: the candidate is reminded once, and whoever looks after them is told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.web.jobs import every, job
from recruitment.messages import kinds
from recruitment.messages.outbox import post
from recruitment.offers import mail
from recruitment.offers.holding import hold
from recruitment.offers.kinds import EventKind, State
from recruitment.offers.models import Offer, OfferQuerySet
from recruitment.offers.words import answer_by
from recruitment.pipeline.models import Application
from recruitment.positions.models import Track

AT_ONCE = 100
# Nobody is reminded of what they heard this moment.
SETTLES = timedelta(days=1)
TO_STAFF = kinds.add(kinds.Kind("offer-expiring", gettext_lazy("An offer lapses soon")))


def _due(now: datetime) -> OfferQuerySet:
    """Out, not reminded, and as near to their end as their track says."""
    near = Q(pk__in=[])
    for days in Track.objects.order_by().values_list("reminder_days", flat=True).distinct():
        until = now + timedelta(days=days)
        near |= Q(application__track__reminder_days=days, expires_at__lte=until)
    rows = Offer.objects.filter(near, state=State.SENT, reminded_at=None, expires_at__gt=now)
    return rows.filter(sent_at__lte=now - SETTLES)


@every(1800, when=lambda: _due(timezone.now()).exists())
@job
def remind_of_offers() -> None:
    now = timezone.now()
    rows = _due(now).for_mail().select_related("application__owner")
    for offer in rows.order_by("expires_at", "pk")[:AT_ONCE]:
        remind(offer, now)


@transaction.atomic
def remind(offer: Offer, now: datetime) -> bool:
    """False if it was answered, or somebody was reminded, since it was read."""
    waiting = Offer.objects.filter(pk=offer.pk, state=State.SENT, reminded_at=None)
    hold(waiting)
    if not waiting.exists():
        return False
    # Whoever was not told of it yet is not reminded, but may be later; that it waits is for the
    # office to know, once.
    if mail.hears_by_the_clock(offer, by=now - SETTLES):
        waiting.update(reminded_at=now)
        mail.remind(offer)
    if staff := _staff(offer):
        _tell(offer, staff)
    return True


def _staff(offer: Offer) -> User | None:
    """Whoever looks after the application, or else sent the offer: who may still read it, and
    declared no conflict of interest."""
    sent = offer.events.filter(kind=EventKind.SENT).select_related("by").order_by("-pk").first()
    asked = [offer.application.owner, sent.by if sent else None]
    return next((one for one in asked if one and _may_know(one, offer)), None)


def _may_know(user: User, offer: Offer) -> bool:
    if not user.is_active or not Offer.objects.visible_to(user).filter(pk=offer.pk).exists():
        return False
    tied = Application.objects.about_tied_to(user)
    return not tied.filter(pk=offer.application_id).exists()


def _tell(offer: Offer, staff: User) -> None:
    with translation.override(staff.language):
        words = {
            "name": offer.application.candidate,
            "at": answer_by(offer),
            "url": settings.SITE_URL + offer.get_absolute_url(),
        }
        subject = _("The offer to %(name)s lapses soon") % words
        body = _("%(name)s has not answered yet. The offer lapses after %(at)s.\n\n%(url)s\n")
        post(
            TO_STAFF.slug,
            f"offer-expiring:{offer.pk}",
            centre=offer.application.centre,
            to=staff.email,
            subject=subject,
            body=body % words,
            candidate=offer.application.candidate,
            application=offer.application,
        )
