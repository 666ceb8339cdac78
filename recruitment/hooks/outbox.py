"""What is to be told, written in the transaction of the move itself: both happen or neither."""

from collections.abc import Sequence

from django.utils import timezone

from centre.web.jobs import start
from recruitment.hooks.models import Delivery, Webhook
from recruitment.hooks.sending import send_due
from recruitment.pipeline.kinds import SUCCEEDED
from recruitment.pipeline.models import Application, StageTransition


def tell(applications: Sequence[Application], steps: Sequence[StageTransition]) -> None:
    """Note each step for those who asked to be told; within the gate's transaction.

    What a list of the past brings is not told: it is no news.
    """
    told = {one.pk: one.centre_id for one in applications if one.centre.has_webhooks}
    if not told:
        return
    now = timezone.now()
    for hook in Webhook.objects.filter(centre__in=set(told.values()), is_on=True):
        theirs = [step for step in steps if told.get(step.application_id) == hook.centre_id]
        if made := [one for step in theirs for one in _deliveries(hook, step, now)]:
            Delivery.objects.bulk_create(made)
            start(send_due, webhook_id=hook.pk)


def _deliveries(hook: Webhook, step: StageTransition, now):
    events = []
    if hook.tells_moves:
        events.append(Delivery.Event.MOVED)
    if hook.tells_starts and step.to_status in SUCCEEDED:
        events.append(Delivery.Event.STARTED)
    for event in events:
        yield Delivery(webhook=hook, event=event, step=step, next_try_at=now, created_at=now)
