"""Access without signing in: tokens of programs, and private links to a calendar.

A token acts as one membership: it can do what that role may in that centre, within its scopes, and
goes with the role. Its secret is 256 random bits, shown once and stored as SHA-256; nothing slower
is needed for what nobody can guess.
"""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Membership, User

PREFIX = "cohort_"
HINT = len(PREFIX) + 4  # characters by which its owner tells it from others
# Noting every use would write with every request.
NOTED_EVERY = timedelta(minutes=5)


class Scope(models.TextChoices):
    FIGURES = "figures", _("Read figures, openings and intakes. No names.")
    PEOPLE = (
        "people",
        _("Read candidates, applications, their moves and documents by name, researchers, imports"),
    )
    OFFERS = "offers", _("Read offers, with what they pay and who pays it.")
    FILES = "files", _("Open the files of documents. The log keeps each opening.")
    WRITE = "write", _("Add candidates and applications, edit and move them, import files")
    CALENDAR = "calendar", _("Calendar of deadlines and intakes")


OF_PROGRAMS = (Scope.FIGURES, Scope.PEOPLE, Scope.OFFERS, Scope.FILES, Scope.WRITE)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their own. A system administrator sees that others' exist, and what they may."""
        return self if user.is_superuser else self.filter(membership__user=user)

    def usable(self, now: datetime):
        unexpired = Q(expires_at=None) | Q(expires_at__gt=now)
        return self.filter(unexpired, revoked_at=None, membership__user__is_active=True)

    def opened_by(self, secret: str, now: datetime) -> "AccessToken | None":
        """The token of that secret, with its person and centre, if it still is one."""
        if not secret.startswith(PREFIX):
            return None
        rows = self.usable(now).filter(digest=digest_of(secret))
        return rows.select_related("membership__user", "membership__centre").first()


class AccessToken(models.Model):
    """A token of the API, or with the scope `calendar` the link to a feed."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="tokens", verbose_name=_("acts as")
    )
    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(_("scopes"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=20, editable=False)
    # A filled form carries this, so that sending it twice makes one token.
    form = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self):
        return f"{self.name} ({self.hint}…)"

    @classmethod
    def make(
        cls,
        membership: Membership,
        *,
        name: str,
        scopes: Sequence[str],
        expires_at: datetime | None,
        form: uuid.UUID,
    ) -> tuple["AccessToken", str]:
        """A token and its secret, which is nowhere but here.

        Of a form sent twice the first secret was never seen: the second takes its place.
        """
        others = cls.objects.filter(form=form).exclude(membership__user=membership.user_id)
        if others.exists():
            form = uuid.uuid4()
        secret = PREFIX + secrets.token_urlsafe(32)
        token, _made = cls.objects.update_or_create(
            form=form,
            defaults={
                "membership": membership,
                "name": name,
                "scopes": list(scopes),
                "expires_at": expires_at,
                "digest": digest_of(secret),
                "hint": secret[:HINT],
            },
        )
        return token, secret

    @property
    def is_for_calendar(self) -> bool:
        return Scope.CALENDAR in self.scopes

    @property
    def centre_id(self) -> int:
        return self.membership.centre_id

    @property
    def scope_labels(self) -> list[str]:
        return [str(one.label) for one in Scope if one in self.scopes]

    def state(self, now: datetime) -> str:
        """Why it no longer opens anything; empty while it does."""
        if self.revoked_at:
            return _t("Revoked")
        return _t("Expired") if self.expires_at and self.expires_at <= now else ""

    def revoke(self, now: datetime) -> None:
        if self.revoked_at is None:
            self.revoked_at = now
            self.save(update_fields=["revoked_at"])

    def note_use(self, now: datetime) -> None:
        if self.last_used_at is None or now - self.last_used_at >= NOTED_EVERY:
            AccessToken.objects.filter(pk=self.pk).update(last_used_at=now)

    def person(self) -> User:
        """Its owner as the token may act: by this one role, and never as system administrator."""
        user = self.membership.user
        user.held = [self.membership]
        user.is_superuser = user.is_staff = False
        return user
