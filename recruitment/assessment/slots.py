"""Times a candidate may choose from; the same ones may be offered to several."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre, OwnedQuerySet
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
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
