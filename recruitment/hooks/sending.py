"""Messages sent, signed, and tried again: by a worker, after the move they tell of is stored.

A message may arrive twice (a worker was killed between sending and noting it): its number stays
the same. It names rows by number and says nothing else about anybody.
"""

import hashlib
import hmac
import json
import logging
import time
from datetime import datetime, timedelta
from http.client import HTTPException

from django.utils import timezone
from django.utils.translation import gettext as _

from centre.web.jobs import job, retried, start
from recruitment.hooks import addresses
from recruitment.hooks.models import Delivery, Webhook

logger = logging.getLogger(__name__)
# How long after each try that failed the next one comes; after the last it is given up.
WAITS = [timedelta(minutes=n) for n in (1, 5, 30, 2 * 60, 6 * 60, 24 * 60)]
# Sent by one job, so that it ends long before it counts as lost; and how long one may take.
AT_ONCE, LEASE = 20, timedelta(minutes=2)


@retried(timedelta(minutes=2), timedelta(minutes=10))
@job
def send_due(webhook_id: int) -> None:
    """Send what is due to that address; what remains is queued again."""
    hook = Webhook.objects.filter(pk=webhook_id, is_on=True).select_related("centre").first()
    if hook is None:
        return
    now = timezone.now()
    due = hook.deliveries.filter(state=Delivery.State.WAITING, next_try_at__lte=now)
    rows = list(due.order_by("pk").select_related(*_TOLD)[: AT_ONCE + 1])
    for row in rows[:AT_ONCE]:
        if _claim(row, now):
            _send(hook, row)
    if len(rows) > AT_ONCE:
        start(send_due, webhook_id=webhook_id)


_TOLD = ("step__application", "step__from_stage", "step__to_stage")


def _claim(row: Delivery, now: datetime) -> bool:
    """False if another worker has it in hand."""
    same = Delivery.objects.filter(
        pk=row.pk, state=Delivery.State.WAITING, next_try_at=row.next_try_at
    )
    return bool(same.update(next_try_at=now + LEASE, tries=row.tries + 1))


def _send(hook: Webhook, row: Delivery) -> None:
    row.tries += 1
    body = json.dumps(message(hook, row), ensure_ascii=False).encode()
    row.status, row.problem = None, ""
    try:
        row.status = addresses.post(hook.url, body, headers(hook, row, body))
    except addresses.Forbidden as refusal:
        row.problem = str(refusal)[:200]
    except (OSError, HTTPException) as error:
        row.problem = (str(error) or type(error).__name__)[:200]
    now = timezone.now()
    if row.status is not None and 200 <= row.status < 300:
        row.state, row.done_at = Delivery.State.DONE, now
    elif row.tries > len(WAITS):
        row.state = Delivery.State.FAILED
    else:
        row.problem = row.problem or _("It answered %(status)d.") % {"status": row.status or 0}
        row.next_try_at = now + WAITS[row.tries - 1]
    row.save(update_fields=["state", "tries", "next_try_at", "status", "problem", "done_at"])
    if row.state == Delivery.State.WAITING:
        start(send_due, after=row.next_try_at, webhook_id=hook.pk)


def message(hook: Webhook, row: Delivery) -> dict:
    step = row.step
    application = step.application
    return {
        "id": row.pk,
        "event": row.event,
        "centre": hook.centre.slug,
        "application": application.pk,
        "candidate": application.candidate_id,
        "move": step.pk,
        "sequence": step.sequence,
        "kind": step.kind,
        "from_stage": step.from_stage and {"id": step.from_stage.pk, "kind": step.from_stage.kind},
        "to_stage": {"id": step.to_stage.pk, "kind": step.to_stage.kind},
        "status": step.to_status,
        "effective_at": step.effective_at.isoformat(),
        "recorded_at": step.recorded_at.isoformat(),
    }


def headers(hook: Webhook, row: Delivery, body: bytes) -> dict[str, str]:
    at = int(time.time())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Cohort",
        "Cohort-Event": row.event,
        "Cohort-Delivery": str(row.pk),
        "Cohort-Signature": f"t={at},v1={signature(hook.secret, at, body)}",
    }


def signature(secret: str, at: int, body: bytes) -> str:
    """HMAC-SHA256 over the moment and the body, so that neither can be replaced or replayed."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
