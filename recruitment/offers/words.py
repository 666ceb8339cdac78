"""What an offer says, in words that several pages share."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from recruitment.offers.kinds import State
from recruitment.offers.models import Condition, Offer


def answer_by(offer: Offer) -> str:
    """18 Dec 2026, 23:59 Hong Kong time."""
    return _until(offer.expires_on, offer.expires_time, offer.expires_zone, get_language())


@lru_cache(maxsize=512)
def _until(day: date, at: time, zone: str, _language: str) -> str:
    return f"{formats.date_format(day, 'j M Y')}, {at:%H:%M} {zone_name(zone)}"


def zone_name(zone: str) -> str:
    if zone == "Asia/Hong_Kong":
        return _("Hong Kong time")
    return zone.rsplit("/", 1)[-1].replace("_", " ") + " " + _("time") if "/" in zone else zone


def time_left(offer: Offer) -> str:
    """How long there still is to answer an offer that is out."""
    if offer.state != State.SENT:
        return ""
    left = offer.expires_at - timezone.now()
    if left < timedelta(0):
        return _("time is up")
    if left < timedelta(days=1):
        hours = max(int(left / timedelta(hours=1)), 1)
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    here = timezone.now().astimezone(ZoneInfo(offer.expires_zone)).date()
    days = (offer.expires_on - here).days
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def in_words(still_open: Iterable[Condition]) -> list[str]:
    """What nobody starts with; of what was met, that it runs out."""
    return [
        _("%(what)s (valid until %(day)s)")
        % {"what": one, "day": formats.date_format(one.valid_until, "j M Y")}
        if one.valid_until and one.is_settled
        else str(one)
        for one in still_open
    ]
