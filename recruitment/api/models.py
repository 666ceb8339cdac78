"""What a keyed request was answered, so that sending it again does it once."""

import hashlib
import json
from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from centre.accounts.tokens import AccessToken

KEPT_FOR = timedelta(hours=24)


class KeyedAnswer(models.Model):
    """The answer to a token's request with an `Idempotency-Key`, written with what it made.

    Kept for a day: it holds what the client was shown, and a client that has waited longer asks
    what became of its request.
    """

    token = models.ForeignKey(AccessToken, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(_("key"), max_length=200)
    asked = models.CharField(max_length=64, editable=False)  # digest of method, path and body
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    body = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)
    headers = models.JSONField(default=dict, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("keyed answer")
        verbose_name_plural = _("keyed answers")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="keyed_answer_once")]
        indexes = [models.Index(fields=["made_at"], name="keyed_answer_by_age")]

    def __str__(self):
        return self.key


def digest_of(method: str, path: str, body) -> str:
    text = json.dumps([method, path, body], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
