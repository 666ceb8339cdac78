"""The append-only history of applications, and the tallies that are summed up from it."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from recruitment.pipeline.kinds import Status, StepKind
from recruitment.pipeline.stages import DispositionReason, Stage
from recruitment.positions.models import Intake


class StageTransitionQuerySet(models.QuerySet):
    def visible_to(self, user):
        applications = self.model._meta.get_field("application").related_model
        return self.filter(application__in=applications.objects.visible_to(user))

    def standing(self, *, known: datetime | None = None):
        """Steps no later correction took back. `known`: as recorded before that moment, so that
        what was entered or corrected since never happened."""
        taken_back = self.model._default_manager.filter(
            application=OuterRef("application"),
            annuls_after__lt=OuterRef("sequence"),
            sequence__gt=OuterRef("sequence"),
        )
        if known is None:
            return self.exclude(Exists(taken_back))
        taken_back = taken_back.filter(recorded_at__lt=known)
        return self.filter(recorded_at__lt=known).exclude(Exists(taken_back))

    def update(self, **kwargs):
        raise TypeError("The history is append-only: write a correction through the gate.")

    def delete(self):
        raise TypeError("The history is append-only: write a correction through the gate.")


class StageTransition(models.Model):
    """One step of an application, written by the gate and never changed.

    `effective_at` is when it happened, `recorded_at` when we heard. A correction takes back the
    steps after number `annuls_after`; those are out of every rate, and still here.
    """

    # No index of their own where one below begins with them.
    application = models.ForeignKey(
        "recruitment.Application", models.CASCADE, related_name="transitions", db_index=False
    )
    sequence = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("step"), max_length=10, choices=StepKind)
    from_stage = models.ForeignKey(
        Stage,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("from"),
        db_index=False,
    )
    to_stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="+", verbose_name=_("to"), db_index=False
    )
    from_status = models.CharField(max_length=9, choices=Status, blank=True)
    to_status = models.CharField(_("status after"), max_length=9, choices=Status)
    effective_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    actor = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.ForeignKey(
        DispositionReason, models.PROTECT, null=True, related_name="+", verbose_name=_("reason")
    )
    note = models.TextField(_("note"), blank=True)
    starts_on = models.DateField(_("first day"), null=True)
    annuls_after = models.PositiveIntegerField(null=True)

    objects = StageTransitionQuerySet.as_manager()

    class Meta:
        ordering = ["application", "sequence"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["application", "sequence"], name="step_number_once"),
            models.CheckConstraint(
                condition=Q(annuls_after__isnull=True) | Q(kind=StepKind.CORRECTION),
                name="step_only_corrections_annul",
            ),
            models.CheckConstraint(
                condition=Q(annuls_after__isnull=True) | Q(annuls_after__lt=F("sequence")),
                name="step_annuls_what_was_before",
            ),
        ]
        indexes = [
            models.Index(fields=["to_stage", "effective_at"], name="step_into_stage"),
            models.Index(fields=["from_stage", "effective_at"], name="step_out_of_stage"),
            # Corrections are few: what `standing` looks for is found in a handful of entries.
            models.Index(
                fields=["application", "sequence"],
                condition=Q(annuls_after__isnull=False),
                name="step_correction",
            ),
        ]

    def __str__(self):
        return f"{self.sequence}. {self.get_kind_display()} → {self.to_stage}"

    def save(self, *args, **kwargs):
        raise TypeError("The history is append-only: steps are written by the gate.")

    def delete(self, *args, **kwargs):
        raise TypeError("The history is append-only: write a correction through the gate.")


class StageTally(models.Model):
    """Counts per stage and day that the gate keeps in the same transaction as the step.

    They make the dashboard's cost independent of the number of applications. Each stands once for
    its day (`span` 1) and again for each block of days that day lies in, `day` being the first of
    the block (recruitment.pipeline.spans). They are nobody's truth: each is a sum over histories
    (recruitment.moves.tallies), and check_invariants derives every one of them a second time from
    the history.
    """

    class Measure(models.TextChoices):
        ENTERED = "entered", "entered"  # first came to the stage or beyond on `day`
        ADVANCED = "advanced", "advanced"  # first came beyond the stage on `day`
        CLOSED = "closed", "closed"  # ended here on `day` (-1: reopened)
        WENT = "went", "went"  # a stay of `days` days ended on `day` by going on
        ENDED = "ended", "ended"  # such a stay ended with the application
        BACK = "back", "back"  # such a stay ended by going back
        STOOD = "stood", "stood"  # begun `days` before the last day of the block it ended in
        OPEN = "open", "open"  # an unended stay that began on `day`
        # Came first to this stage, leads left out, for `intake`; we heard `days` later (0 if we
        # watched, or heard of the whole stay). Its blocks are months.
        CAME = "came", "came"

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="tallies", db_index=False)
    measure = models.CharField(max_length=8, choices=Measure)
    span = models.PositiveSmallIntegerField(default=1)
    day = models.DateField()
    days = models.PositiveIntegerField(default=0)
    intake = models.ForeignKey(
        Intake, models.CASCADE, null=True, related_name="tallies", db_index=False
    )
    n = models.IntegerField()

    class Meta:
        verbose_name = _("stage tally")
        verbose_name_plural = _("stage tallies")
        constraints = [
            # Without intake, too, a row stands once: nothing differs from nothing.
            models.UniqueConstraint(
                *(F(name) for name in ("stage", "measure", "span", "day", "days")),
                Coalesce("intake", 0),
                name="stage_tally_once",
            )
        ]

    def __str__(self):
        return f"{self.stage_id} {self.measure} {self.day}: {self.n}"
