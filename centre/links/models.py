"""Private links: for people without an account, such as a referee or somebody with an offer.

A link opens one thing for one purpose until it expires. Its secret is 256 random bits, of which
SHA-256 is stored: whoever reads the database can open nothing with it.
"""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.organisation.models import Centre, OwnedQuerySet


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class PrivateLinkQuerySet(OwnedQuerySet):
    def of_token(self, token: str):
        """The link of that secret, whether or not it still opens anything."""
        return self.filter(digest=digest_of(token)).select_related("centre").first()

    def of(self, purpose: str, subject: models.Model) -> "PrivateLinkQuerySet":
        return self.filter(purpose=purpose, subject=subject.pk)

    def revoke(self, now: datetime) -> int:
        """End these at once: nobody is sent a new one in their place."""
        return self.filter(revoked_at=None).update(revoked_at=now)


class PrivateLink(models.Model):
    """One link: `purpose`, of centre.links.purposes, and `subject`, the number of what it opens."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=40)
    subject = models.PositiveBigIntegerField(_("subject"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        indexes = [models.Index(fields=["purpose", "subject"], name="private_link_of")]

    def __str__(self):
        return f"{self.purpose} {self.subject}"

    @classmethod
    def make(
        cls, purpose: str, subject, *, expires_at: datetime, by: User | None = None
    ) -> tuple["PrivateLink", str]:
        """A link to `subject`, a row with a centre, and its address, which is nowhere but here."""
        token = secrets.token_urlsafe(32)
        link = cls.objects.create(
            centre_id=subject.centre_id,
            purpose=purpose,
            subject=subject.pk,
            digest=digest_of(token),
            expires_at=expires_at,
            by=by,
        )
        return link, settings.SITE_URL + reverse("private-link", args=[token])

    def opens(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
