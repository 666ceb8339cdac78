"""What the committee decided about an application: its recommendation, the vote, who would pay.

A decision is not edited: minutes that change afterwards are none. A later meeting decides anew, and
the latest decision counts.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.accounts.policy import centres_seen_whole
from centre.templatetags.cohort import full_day
from centre.web.addresses import address
from recruitment.assessment.models import STAFF
from recruitment.funding.models import Award
from recruitment.pipeline.models import Application


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Votes are read by director and manager alone, but of nobody they would supervise or
        declared a conflict of interest about."""
        if user.is_superuser:
            return self
        seen = self.filter(application__centre__in=centres_seen_whole(user))
        partial = Application.objects.order_by().partial_to(user)
        return seen.exclude(application__in=partial.values("pk"))


class Decision(models.Model):
    """One decision of a committee, as its minutes have it."""

    class Recommendation(models.TextChoices):
        OFFER = "offer", _("Make an offer")
        RESERVE = "reserve", _("Keep in reserve")
        LATER = "later", _("Decide later")
        NO = "no", _("No offer")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="decisions", verbose_name=_("application")
    )
    met_on = models.DateField(_("day of the meeting"))
    present = models.TextField(_("present"), help_text=_("One a line."))
    recommendation = models.CharField(_("recommendation"), max_length=7, choices=Recommendation)
    votes_for = models.PositiveSmallIntegerField(_("votes for it"), default=0)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), default=0)
    abstained = models.PositiveSmallIntegerField(_("abstained"), default=0)
    # Who pays, in the words the funding page has for it.
    source = models.CharField(_("funding source"), max_length=10, choices=Award.Source, blank=True)
    source_note = models.CharField(_("which grant or scholarship"), max_length=200, blank=True)
    reasons = models.TextField(_("reasons"))
    by = models.ForeignKey(STAFF, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-met_on", "-pk"]
        verbose_name = _("committee decision")
        verbose_name_plural = _("committee decisions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(recommendation="offer") | ~Q(source=""),
                name="decision_offer_names_source",
                violation_error_message=_("Name who would pay."),
            )
        ]

    def __str__(self):
        return f"{self.get_recommendation_display()}, {full_day(self.met_on)}"

    def get_absolute_url(self):
        return address("recruitment:decision", self.pk)

    @property
    def recommends_offer(self) -> bool:
        return self.recommendation == self.Recommendation.OFFER


class Minutes(models.Model):
    """The minutes of a decision as PDF, drawn once."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="minutes")
    content = models.BinaryField(_("content"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self):
        return str(self.decision)
