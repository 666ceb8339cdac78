"""Times a candidate may choose from; the same ones may be offered to several."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre, OwnedQuerySet
from centre.templatetags.cohort import moment
from recruitment.assessment.models import Interview


class SlotQuerySet(OwnedQuerySet):
    def free(self):
        """Still to come, and nobody has it."""
        return self.filter(taken_by=None, starts_at__gt=timezone.now())


class Slot(models.Model):
    """A time that is offered. Taken by one interview, once; the database sees to both."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="slots", editable=False)
    starts_at = models.DateTimeField(_("starts"))
    offered_to = models.ManyToManyField(
        Interview, related_name="slots", verbose_name=_("offered to"), blank=True
    )
    taken_by = models.OneToOneField(
        Interview,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="slot",
        verbose_name=_("taken by"),
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")

    def __str__(self):
        return moment(self.starts_at)


class KnownClash(models.Model):
    """What the office read, and offered the time in spite of: `user` of the panel, or the candidate
    if it names nobody, is in another interview from `starts_at` to `ends_at`.

    Of one time and one interview. Whatever comes to lie across it later was not known, so it stands
    in the way as it does of any other time. It names no interview: that may be of another centre.
    """

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="known_clashes")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="known_clashes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["slot", "starts_at", "pk"]
        verbose_name = _("clash that was known")
        verbose_name_plural = _("clashes that were known")

    def __str__(self):
        return f"{self.slot}, {moment(self.starts_at)}"
