"""Who outside is told of moves, and what became of telling them."""

import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.organisation.models import Centre, OwnedQuerySet
from recruitment.hooks.addresses import validate_address
from recruitment.pipeline.models import StageTransition


def new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


class Webhook(models.Model):
    """An address of another program, told of moves or of starts. Off until somebody turns it on."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="webhooks")
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500, validators=[validate_address])
    tells_moves = models.BooleanField(_("every move"), default=False)
    tells_starts = models.BooleanField(_("every start"), default=True)
    is_on = models.BooleanField(_("on"), default=False)
    # To sign with, so it cannot be kept as a digest. Shown once.
    secret = models.CharField(max_length=80, default=new_secret, editable=False)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                name="webhook_once_per_centre",
                violation_error_message=_("This centre has a webhook of that name already."),
            ),
            models.CheckConstraint(
                condition=Q(tells_moves=True) | Q(tells_starts=True),
                name="webhook_tells_something",
                violation_error_message=_("Choose what it is told of."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        _note(self.centre_id)

    def delete(self, *args, **kwargs):
        done = super().delete(*args, **kwargs)
        _note(self.centre_id)
        return done


def _note(centre_id: int) -> None:
    """On the centre, which the gate has read already: where nobody is told, a move asks nothing."""
    centre = Centre.objects.get(pk=centre_id)
    centre.has_webhooks = Webhook.objects.filter(centre=centre, is_on=True).exists()
    centre.save(update_fields=["has_webhooks"])


class Delivery(models.Model):
    """One message to one address: written with the move it tells of, sent by a worker.

    It holds no message, only which step it is about; the message is made when it is sent.
    """

    class Event(models.TextChoices):
        MOVED = "application.moved", _("Moved")
        STARTED = "application.started", _("Started")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Delivered")
        FAILED = "failed", _("Given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=20, choices=Event)
    step = models.ForeignKey(StageTransition, models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))
    done_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["webhook", "state", "next_try_at"], name="delivery_due"),
        ]

    def __str__(self):
        return f"{self.event} {self.step_id}"
