"""The stages of a track's pipeline, and the reasons an application ends with: staff's to word."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre, OwnedQuerySet
from recruitment.pipeline.kinds import BEFORE_REVIEW, BEFORE_START, Party, StageKind
from recruitment.positions.models import Track


class Pipeline(models.Model):
    """The ordered stages of a track."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="pipelines")
    track = models.OneToOneField(
        Track, models.CASCADE, related_name="pipeline", verbose_name=_("track")
    )
    # One up after whatever changed its tallies: what was worked out from them holds while this
    # does.
    tallied = models.PositiveBigIntegerField(default=0, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["track"]
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")

    def __str__(self):
        return str(self.track)


class StageQuerySet(OwnedQuerySet):
    def in_use(self):
        return self.filter(retired_on=None)


class Stage(models.Model):
    """A step of a pipeline. Its name, order and limit are staff's; its kind never changes."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="stages")
    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=14, choices=StageKind)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"))
    limit_days = models.PositiveSmallIntegerField(_("limit in days"), null=True, blank=True)
    prior_pass_rate = models.DecimalField(
        _("prior pass rate"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("An assumption, from 0 to 1, until there is history."),
    )
    prior_days = models.PositiveSmallIntegerField(
        _("prior median days"), null=True, blank=True, help_text=_("An assumption.")
    )
    # Panel members learn nothing here that tells who it is.
    is_anonymous = models.BooleanField(_("anonymous review"), default=False)
    # Before, they would colour who is invited.
    opens_letters = models.BooleanField(
        _("panels read referees’ letters"),
        default=False,
        help_text=_("While somebody stands here, their panel reads what referees wrote."),
    )
    # Nobody comes here before the committee recommended an offer.
    needs_decision = models.BooleanField(_("needs the committee’s decision"), default=False)
    # What it asks for is recruitment.offers.rules' to say.
    needs_offer = models.BooleanField(
        _("only with an offer"),
        default=False,
        help_text=_(
            "Nobody comes here without: up to the approval, an offer that names who pays; for "
            "“offer out”, one that was approved and sent; after it, an acceptance; and for the "
            "start, all that the offer depends on."
        ),
    )
    needs_scorecards = models.BooleanField(
        _("left with all scorecards in"),
        default=False,
        help_text=_(
            "Nobody goes on from here before every scorecard of their interviews is in. Closing "
            "asks for none."
        ),
    )
    # A kind of e-mail (recruitment.messages.kinds), for whoever ticks that the candidate is told.
    told_with = models.CharField(_("e-mail to whoever comes here"), max_length=40, blank=True)
    # Whether a required document must be there before somebody comes here: kept by
    # recruitment.documents.gating, so that a step where none is asks nothing of documents.
    asks_documents = models.BooleanField(default=False, editable=False)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["pipeline", "position"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(
                fields=["pipeline"],
                condition=Q(kind=StageKind.STARTED),
                name="stage_one_start",
                violation_error_message=_("A pipeline has one stage for the start."),
            ),
            models.CheckConstraint(
                condition=Q(prior_pass_rate__isnull=True)
                | Q(prior_pass_rate__gte=0, prior_pass_rate__lte=1),
                name="stage_prior_is_a_share",
                violation_error_message=_("A pass rate lies between 0 and 1."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_start(self) -> bool:
        return self.kind == StageKind.STARTED

    @property
    def may_start(self) -> bool:
        return self.kind in BEFORE_START

    @property
    def wants_supervisor(self) -> bool:
        """Up to the review nobody needs to be assigned yet."""
        return self.kind not in BEFORE_REVIEW

    def is_exceeded_by(self, days: int | None) -> bool:
        """Whether `days` in this stage are more than it allows. Nobody waits in the start."""
        limit = self.limit_days
        return not self.is_start and limit is not None and days is not None and days > limit

    def late_before(self, centre: Centre, on: date) -> datetime | None:
        """Who came before this moment is past the limit at the end of `on`; None without limit."""
        if self.is_start or self.limit_days is None:
            return None
        return centre.end_of(on - timedelta(days=self.limit_days + 1))


class DispositionReason(models.Model):
    """Why an application ended, or why a researcher left, with the party whose doing it was."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="reasons")
    party = models.CharField(_("party"), max_length=10, choices=Party)
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=99)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["party", "position", "name"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "party", "code"],
                name="reason_code_once",
                violation_error_message=_("This centre has a reason of that code already."),
            )
        ]

    def __str__(self):
        return self.name
