"""Co-training: the time researchers spend at the partner, and how much of it was planned."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.people.models import Supervisor
from centre.templatetags.cohort import full_day
from recruitment.enrolment.careers import OfEnrolmentQuerySet
from recruitment.enrolment.models import Enrolment
from recruitment.positions.models import Track


class Placement(models.Model):
    """A researcher at the partner from one day to another, both included."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="placements", verbose_name=_("enrolment")
    )
    company = models.CharField(_("company"), max_length=200)
    place = models.CharField(_("place"), max_length=120, blank=True)
    mentor = models.ForeignKey(
        Supervisor, models.PROTECT, null=True, blank=True, related_name="placements",
        verbose_name=_("mentor"),
    )  # fmt: skip
    topic = models.CharField(_("topic"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to, that day included"))
    ip_agreed_on = models.DateField(_("agreement on IP signed on"), null=True, blank=True)
    ip_agreement = models.CharField(
        _("where that agreement is"), max_length=200, blank=True,
        help_text=_("Its number, or the folder it is kept in."),
    )  # fmt: skip
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="placement_ends_after_start",
                violation_error_message=_("The last day must not come before the first."),
            )
        ]

    def __str__(self):
        return f"{self.company}, {full_day(self.starts_on)} – {full_day(self.ends_on)}"


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(track__centre_id__in=user.centre_ids)


class PlacementPlan(models.Model):
    """How many of a track's researchers are to have a placement, and how long."""

    track = models.OneToOneField(
        Track, models.CASCADE, related_name="placement_plan", verbose_name=_("track")
    )
    share = models.PositiveSmallIntegerField(
        _("share of researchers, in per cent"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    months = models.PositiveSmallIntegerField(
        _("months each"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of placements")
        verbose_name_plural = _("plans of placements")

    def __str__(self):
        return f"{self.track}: {self.share} %, {self.months}"
