"""Answers kept for a day go when their day is over, whether or not anybody asks for anything.

One job waits for the oldest of them; it forgets what is due and waits for the next.
"""

from datetime import datetime

from django.utils import timezone

from centre.web import jobs
from recruitment.api.models import KEPT_FOR, KeyedAnswer


def forget(now: datetime) -> None:
    KeyedAnswer.objects.filter(made_at__lte=now - KEPT_FOR).delete()


def see_to_it(row: KeyedAnswer) -> None:
    """Have somebody forget `row`, just made, unless somebody waits for an older one already."""
    if not KeyedAnswer.objects.exclude(pk=row.pk).exists():
        jobs.start_at(row.made_at + KEPT_FOR, forget_answers)


@jobs.job
def forget_answers() -> None:
    forget(timezone.now())
    if oldest := KeyedAnswer.objects.order_by("made_at").first():
        jobs.start_at(oldest.made_at + KEPT_FOR, forget_answers)
