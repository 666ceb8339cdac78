"""What waits, by e-mail in the morning of working days, to those who ask for it on their account.

It says how much is due and leads to My tasks: no name of a candidate, and no word somebody typed,
leaves the site. Monday to Friday are working days; the calendar of holidays is nobody's here. On
others it comes only to whom something is due that very day, by a day of its own.

A member of two centres gets one of each: an e-mail stands among those of its centre, which its
office reads, and how much waits elsewhere is none of its business; their mornings differ, too.
"""

from datetime import date, datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.jobs import every, job
from recruitment.messages import kinds
from recruitment.messages.models import Message
from recruitment.messages.outbox import post
from recruitment.tasks.colleagues import colleagues
from recruitment.tasks.sources import waiting_for
from recruitment.tasks.waiting import ALL, GROUPS, MOST, Waits

DIGEST = kinds.add(kinds.Kind("digest", gettext_lazy("What waits, in the morning")))
MORNING = range(7, 12)  # hours of the centre
SATURDAY = 5
SOON = ("overdue", "today", "week")


def is_morning(now: datetime, centre: Centre) -> bool:
    return now.astimezone(centre.zone).hour in MORNING


def _centres(now: datetime) -> list[Centre]:
    """Where it is morning, and somebody asked for it."""
    asked = User.objects.filter(mails_digest=True, is_active=True)
    rows = Centre.objects.filter(memberships__user__in=asked).order_by("pk").distinct()
    return [one for one in rows if is_morning(now, one)]


@every(1800, when=lambda: bool(_centres(timezone.now())))
@job
def send_digests() -> None:
    for centre in _centres(timezone.now()):
        today = centre.today()
        asked = {
            f"digest:{one.pk}:{centre.pk}:{today.isoformat()}": one
            for one in colleagues(centre)
            if one.mails_digest
        }
        told = Message.objects.filter(cause__in=asked).values_list("cause", flat=True)
        for cause in asked.keys() - set(told):
            _write(asked[cause], centre, today, cause)


def _write(user: User, centre: Centre, today: date, cause: str) -> None:
    """Nothing where nothing is due by the end of the week, or on a day off that day; once for each
    cause."""
    with translation.override(user.language):
        is_off = today.weekday() >= SATURDAY
        # On a day off all are read: fifty overdue ones do not hide the one due that day.
        waits = waiting_for(user, centre, timezone.now(), ALL if is_off else MOST)
        counts = {key: len(rows) for key, _heading, rows in waits.groups if key in SOON}
        if not counts or (is_off and not _has_its_day(waits)):
            return
        n = sum(counts.values())
        subject = ngettext(
            "%(n)d thing waits for you: %(centre)s", "%(n)d things wait for you: %(centre)s", n
        ) % {"n": n, "centre": centre}
        body = _body(counts, waits, centre)
    post(DIGEST.slug, cause, centre=centre, to=user.email, subject=subject, body=body)


def _has_its_day(waits: Waits) -> bool:
    return any(one.has_day for key, _name, rows in waits.groups if key == "today" for one in rows)


def _body(counts: dict[str, int], waits: Waits, centre: Centre) -> str:
    lines = [f"{GROUPS[key]}: {n}" for key, n in counts.items()]
    # Counted are the first fifty of a kind.
    lines += [
        _("In all %(n)d wait: %(what)s") % {"n": kind.in_all, "what": kind.name}
        for kind in waits.cut
    ]
    tasks, account = (
        urljoin(settings.SITE_URL, reverse(name)) for name in ("recruitment:tasks", "account")
    )
    more = [_("See them:"), tasks, "", _("You asked for this e-mail. Turn it off here:"), account]
    return "\n".join([*lines, "", *more, "", str(centre)])
