"""Who signs in, and what they are in which centre."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from centre.languages import KNOWN
from centre.organisation.models import Centre, OwnedQuerySet


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People who share a centre with `user`."""
        if user.is_superuser:
            return self
        return self.filter(memberships__centre_id__in=user.centre_ids).distinct()

    def who_may_own(self, centre):
        """Those who may look after an application of `centre`: panel and industry open none."""
        roles = (Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR)
        # Not by a join: nobody comes twice.
        held = Membership.objects.filter(centre=centre, role__in=roles)
        return self.filter(pk__in=held.values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A member of staff. The e-mail address is the name they sign in with."""

    class Theme(models.TextChoices):
        SYSTEM = "auto", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = first_name = last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.SYSTEM)
    language = models.CharField(_("language"), max_length=7, choices=KNOWN, default="en")
    mails_mentions = models.BooleanField(_("e-mail when somebody mentions me"), default=False)
    mails_digest = models.BooleanField(_("e-mail of my tasks on working days"), default=False)
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()  # type: ignore[misc]

    class Meta:
        ordering = ["name"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_folded_once",
                violation_error_message=_("Somebody has that e-mail address already."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @cached_property
    def held(self) -> list["Membership"]:
        """Their memberships with the centres, by the centre's name; read once a request (see
        `StaffBackend`): a lost role is gone at the next."""
        return list(self.memberships.with_centre())

    @cached_property
    def roles(self) -> dict[int, frozenset[str]]:
        """{centre id: roles held there}."""
        held: dict[int, set[str]] = {}
        for one in self.held:
            held.setdefault(one.centre_id, set()).add(one.role)
        return {centre_id: frozenset(roles) for centre_id, roles in held.items()}

    @property
    def centres(self) -> list[Centre]:
        """Those they hold a role in, by name."""
        return list({one.centre_id: one.centre for one in self.held}.values())

    @property
    def sight(self) -> tuple:
        """All that decides which rows this person sees: what `visible_to` asks of them."""
        return self.pk, self.is_superuser, frozenset(self.roles.items())

    @property
    def centre_ids(self) -> list[int]:
        return sorted(self.roles)


class Role(models.TextChoices):
    DIRECTOR = "director", _("Director")
    MANAGER = "manager", _("Centre manager")
    SUPERVISOR = "supervisor", _("Supervisor")
    PANEL = "panel", _("Panel member")
    INDUSTRY = "industry", _("Industry viewer")


class MembershipQuerySet(OwnedQuerySet):
    def with_centre(self):
        return self.select_related("centre").order_by("centre__name", "centre", "role")


class Membership(models.Model):
    """A role somebody holds in a centre. System administrators are superusers, not members."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    since = models.DateField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "role", "user__name"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre", "role"],
                name="membership_once",
                violation_error_message=_("That person has this role already."),
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}"
