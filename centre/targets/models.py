"""What was promised: agreement, target and the plan that leads to it."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centre.money.currencies import validate_currency
from centre.organisation.models import Centre, OwnedQuerySet, ResearchArea
from centre.remembered import OWNER
from centre.templatetags.cohort import full_day


class TrackKind(models.TextChoices):
    """What a target may be set for, and what kind of track an application is on.

    Other tracks (MPhil, internships) never count towards the doctoral target.
    """

    DOCTORAL = "doctoral", _("Doctoral")
    POSTDOC = "postdoc", _("Postdoctoral")
    OTHER = "other", _("Other")


class Agreement(models.Model):
    """A framework agreement: who pledged how much, from when to when. The pledge is a floor."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="agreements")
    title = models.CharField(_("title"), max_length=200)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    pledged_amount = models.DecimalField(
        _("pledged, no less than"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    pledged_currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[validate_currency]
    )
    renews = models.CharField(
        _("renews"), max_length=300, blank=True, help_text=_("The agreement or laboratory before.")
    )
    text = models.TextField(_("notes"), blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="agreement_ends_after_start",
                violation_error_message=_("The agreement must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(pledged_amount__isnull=True) | ~Q(pledged_currency=""),
                name="agreement_pledge_has_currency",
                violation_error_message=_("Say in which currency the amount was pledged."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Centre.money_changed(self.centre_id)  # the pledge is among it

    def get_additional_data(self):
        return {OWNER: self.centre_id}


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(agreement__centre_id__in=user.centre_ids)

    def of(self, centre):
        """Targets of `centre`; of those for one kind of track the first speaks."""
        return self.filter(agreement__centre=centre).order_by("-agreement__starts_on", "-pk")

    def current(self, centre, kind):
        """The target that speaks for `kind` in `centre`: that of the newest agreement."""
        return self.of(centre).filter(kind=kind).select_related("agreement").first()


class Target(models.Model):
    """So many people on a track by a day, and what counts as recruited."""

    class Counts(models.TextChoices):
        IN_POST = "in_post", _("Enrolled and still in post")
        ENROLLED = "enrolled", _("Enrolled, leavers included")
        ACCEPTED = "accepted", _("Enrolled and in post, or accepted and not yet started")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="targets", verbose_name=_("agreement")
    )
    kind = models.CharField(
        _("track"),
        max_length=10,
        choices=[(k.value, k.label) for k in TrackKind if k != TrackKind.OTHER],
    )
    headcount = models.PositiveIntegerField(
        _("headcount"), null=True, blank=True, help_text=_("Leave empty for “several”.")
    )
    by = models.DateField(_("by"))
    counts = models.CharField(
        _("what counts"), max_length=10, choices=Counts, default=Counts.IN_POST
    )

    levelled_by = models.DateField(
        _("to be levelled by"),
        null=True,
        blank=True,
        help_text=_(
            "Intakes up to this day make up for those that fell short. Leave empty for all intakes."
        ),
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "kind"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                name="target_once_per_track",
                violation_error_message=_("This agreement has a target for that track already."),
            )
        ]

    def __str__(self):
        number = self.headcount if self.headcount is not None else _("several")
        return f"{self.get_kind_display()}: {number}"

    @property
    def starts_on(self):
        return self.agreement.starts_on

    def get_additional_data(self):
        """What the audit log keeps beside an edit: whose it was, also once it is deleted."""
        return {OWNER: self.agreement_id}


class PlannedIntake(models.Model):
    """One step of the plan staircase: how many starts an intake should bring.

    It names its day, not an Intake row: what was promised stands without the pipeline.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="plan")
    on = models.DateField(_("intake day"))
    starts = models.PositiveSmallIntegerField(_("planned starts"))

    class Meta:
        ordering = ["on"]
        verbose_name = _("planned intake")
        verbose_name_plural = _("intake plan")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "on"],
                name="planned_intake_once",
                violation_error_message=_("The plan has a step on that day already."),
            )
        ]

    def __str__(self):
        return f"{full_day(self.on)}: {self.starts}"

    def get_additional_data(self):
        return {OWNER: self.target_id}


class PlannedArea(models.Model):
    """How many of a target's people a research area should bring; the rest may be of any area."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="area_plan")
    area = models.ForeignKey(
        ResearchArea, models.PROTECT, related_name="planned", verbose_name=_("area")
    )
    people = models.PositiveSmallIntegerField(_("planned people"))

    class Meta:
        ordering = ["area__position", "area__name"]
        verbose_name = _("planned area")
        verbose_name_plural = _("plan by area")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "area"],
                name="planned_area_once",
                violation_error_message=_("The plan names that area already."),
            )
        ]

    def __str__(self):
        return f"{self.area}: {self.people}"

    def clean(self):
        named = self.area_id and self.target_id
        if named and self.area.centre_id != self.target.agreement.centre_id:
            raise ValidationError({"area": _("Choose one of the same centre.")})

    def get_additional_data(self):
        return {OWNER: self.target_id, "area_id": self.area_id}
