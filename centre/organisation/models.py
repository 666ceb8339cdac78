"""The joint centre itself, its partners and its research areas."""

import zoneinfo
from datetime import date, datetime, time, timedelta
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


@cache
def _time_zones() -> set[str]:
    """Their names; Python reads the whole folder of them each time it is asked."""
    return zoneinfo.available_timezones()


def validate_time_zone(name):
    if name not in _time_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it as Asia/Hong_Kong."), params={"name": name}
        )


class CentreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The centres `user` belongs to; all of them for a system administrator."""
        if user.is_superuser:
            return self
        return self.filter(memberships__user=user).distinct()


class Centre(models.Model):
    """A joint research centre: one tenant of the installation. All else hangs on it."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=50)
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    host_university = models.CharField(_("host university"), max_length=200, blank=True)
    industry_partner = models.CharField(_("industry partner"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    head = models.CharField(_("head"), max_length=200, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Asia/Hong_Kong", validators=[validate_time_zone]
    )
    # Part of the key of kept figures: whatever is written about money turns it.
    money_version = models.PositiveIntegerField(default=0, editable=False)
    # Kept by recruitment.hooks: whether a move is to be told to anybody outside.
    has_webhooks = models.BooleanField(default=False, editable=False)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    def __str__(self):
        return self.name

    @classmethod
    def money_changed(cls, pk: int) -> None:
        """Figures of that centre's money kept from before are shown no more."""
        cls.objects.filter(pk=pk).update(money_version=models.F("money_version") + 1)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The centre's calendar day an aware moment falls on."""
        return moment.astimezone(self.zone).date()

    def today(self) -> date:
        return self.day_of(timezone.now())

    def end_of(self, day: date) -> datetime:
        """The first moment after `day` in the centre's zone: what came before is of `day`."""
        return datetime.combine(day + timedelta(days=1), time.min, tzinfo=self.zone)


class OwnedQuerySet(models.QuerySet):
    """Rows with a `centre`: visible to the members of that centre."""

    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(centre_id__in=user.centre_ids)


class PartnerInstitution(models.Model):
    """A university or company the centre works with, beside host and industry partner."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        COMPANY = "company", _("Company")
        OTHER = "other", _("Other")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.UNIVERSITY)
    country = CountryField(_("country/region"), blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner institution")
        verbose_name_plural = _("partner institutions")
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                name="partner_once_per_centre",
                violation_error_message=_("This centre has a partner of that name already."),
            )
        ]

    def __str__(self):
        return self.name


class ResearchArea(models.Model):
    """A theme of the centre. It has a shape as well as a hue, so colour is never the only sign."""

    class Mark(models.TextChoices):
        SQUARE = "cv", _("Square, teal")
        CIRCLE = "gen", _("Circle, purple")
        DIAMOND = "img", _("Diamond, amber")
        PLAIN = "", _("Rounded, grey")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=100)
    mark = models.CharField(_("mark"), max_length=8, choices=Mark, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("research area")
        verbose_name_plural = _("research areas")
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                name="area_once_per_centre",
                violation_error_message=_("This centre has an area of that name already."),
            )
        ]

    def __str__(self):
        return self.name
