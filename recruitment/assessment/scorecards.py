"""What each member of a panel thinks, by criteria everybody is asked alike.

A card is its member's alone until the seal opens (`seals`), and is not written any more once it is
in. Nothing here orders candidates: a mean stands beside the number of ratings it is of.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre, OwnedQuerySet
from recruitment.assessment.models import Interview, PanelMember
from recruitment.positions.models import Position


class Word(models.IntegerChoices):
    """The four answers; the middle is left out on purpose."""

    DEFINITELY_NO = 1, _("Definitely no")
    NO = 2, _("No")
    YES = 3, _("Yes")
    STRONG_YES = 4, _("Strong yes")


class CriterionQuerySet(OwnedQuerySet):
    def asked_for(self, position: Position):
        """Those of the position and those of every position of its centre, in order."""
        rows = self.filter(centre=position.centre_id, retired_on=None)
        return rows.filter(Q(position=position) | Q(position=None)).order_by("order", "pk")


class Criterion(models.Model):
    """What a panel looks at, the same for everybody who applies to the position."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="criteria")
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("position"),
        help_text=_("Empty: asked about everybody."),
    )
    name = models.CharField(_("criterion"), max_length=80)
    hint = models.CharField(
        _("what to look for"),
        max_length=300,
        blank=True,
        help_text=_("What a “Yes” looks like, in a sentence."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=9)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                "position",
                Lower("name"),
                name="criterion_once_a_position",
                violation_error_message=_("That criterion is asked already."),
            ),
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                condition=Q(position=None),
                name="criterion_once_for_all",
                violation_error_message=_("That criterion is asked already."),
            ),
        ]

    def __str__(self):
        return self.name


class ScorecardQuerySet(models.QuerySet):
    def in_(self):
        """Given: read by others once the seal opens, and not written any more."""
        return self.exclude(submitted_at=None)

    def of_interviews(self, interviews):
        """What is in, with its ratings. Two statements."""
        rows = self.in_().filter(member__interview__in=interviews)
        ratings = models.Prefetch("ratings", Rating.objects.select_related("criterion"))
        return rows.select_related("member__user").prefetch_related(ratings)


class Scorecard(models.Model):
    """One member's answers; a draft until it is in."""

    member = models.OneToOneField(PanelMember, models.CASCADE, related_name="scorecard")
    overall = models.PositiveSmallIntegerField(_("overall"), choices=Word, null=True, blank=True)
    evidence = models.TextField(_("why"), blank=True)
    # How often the draft was saved: who saves an older one over a newer is told.
    saves = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    submitted_at = models.DateTimeField(_("in since"), null=True, blank=True, editable=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["member"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(overall__isnull=False),
                name="scorecard_in_has_overall",
                violation_error_message=_("Say what you think overall."),
            ),
            models.CheckConstraint(
                condition=Q(overall=None) | Q(overall__gte=1, overall__lte=4),
                name="scorecard_overall_is_a_word",
            ),
        ]

    def __str__(self):
        return str(self.member)

    @property
    def is_in(self) -> bool:
        return self.submitted_at is not None


class Rating(models.Model):
    """A word about one criterion with what it rests on. No word: the member cannot say."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField(_("rating"), choices=Word, null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    is_open = models.BooleanField(_("not rated yet"), default=False)

    class Meta:
        ordering = ["scorecard", "criterion__order", "criterion"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="rating_once"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=1, value__lte=4), name="rating_is_a_word"
            ),
        ]

    def __str__(self):
        return f"{self.criterion}"


def criteria_of(interview: Interview):
    return Criterion.objects.asked_for(interview.application.position)
