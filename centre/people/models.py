"""Supervisors: who may take a researcher, and how many at an intake."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre, OwnedQuerySet, PartnerInstitution, ResearchArea


class Supervisor(models.Model):
    """An academic or industry supervisor. `user` is set once they may sign in."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="supervisors")
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in own script"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="supervisor_profiles",
        verbose_name=_("account"),
    )
    institution = models.ForeignKey(
        PartnerInstitution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="supervisors",
        verbose_name=_("partner institution"),
        help_text=_("Empty for the host university."),
    )
    areas = models.ManyToManyField(
        ResearchArea, blank=True, related_name="supervisors", verbose_name=_("areas")
    )
    capacity = models.PositiveSmallIntegerField(_("places per intake"), default=2)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("supervisor")
        verbose_name_plural = _("supervisors")
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                name="supervisor_once_per_centre",
                violation_error_message=_("This centre has a supervisor of that name already."),
            ),
            models.UniqueConstraint(
                fields=["centre", "user"],
                condition=models.Q(user__isnull=False),
                name="supervisor_one_profile_per_user",
                violation_error_message=_("That account has a supervisor profile already."),
            ),
        ]

    def __str__(self):
        return self.name
