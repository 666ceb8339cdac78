"""What one can apply for: track, position, intake, and openings, one a seat."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre, OwnedQuerySet, ResearchArea
from centre.people.models import Supervisor
from centre.targets.models import TrackKind
from centre.web.addresses import address

# Assumptions until a centre says its own: a four-year doctorate, a postdoc's first contract.
USUAL_MONTHS = {TrackKind.DOCTORAL: 48, TrackKind.POSTDOC: 24}


class Track(models.Model):
    """A way in: doctoral, postdoctoral, or another the centre added (these count for no target)."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="tracks")
    kind = models.CharField(_("kind"), max_length=10, choices=TrackKind, default=TrackKind.OTHER)
    code = models.SlugField(_("name in addresses"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=9)
    referees_wanted = models.PositiveSmallIntegerField(
        _("letters of reference"), default=2, help_text=_("How many an application needs.")
    )
    months = models.PositiveSmallIntegerField(
        _("normal period or first contract, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("For who starts; each start may have its own. Empty: 48 doctoral, 24 postdoc."),
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days before an offer lapses to remind the candidate"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_("Once, by e-mail; the application's owner too. 0: nobody."),
    )
    deferral_keeps_seat = models.BooleanField(
        _("whoever defers takes their seat along"),
        default=True,
        help_text=_("Without the tick their seat stays at the intake of before, free for others."),
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "code"],
                name="track_code_once",
                violation_error_message=_("This centre has a track of that short name already."),
            ),
            models.UniqueConstraint(
                fields=["centre", "kind"],
                condition=~Q(kind=TrackKind.OTHER),
                name="track_kind_once",
                violation_error_message=_("A centre has one doctoral and one postdoctoral track."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def usual_months(self) -> int | None:
        """As long as a stay on this track is meant to be; None where nobody said."""
        return self.months or USUAL_MONTHS.get(TrackKind(self.kind))


class Source(models.Model):
    """The channel that brought an application."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="sources")
    name = models.CharField(_("name"), max_length=100)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                name="source_once_per_centre",
                violation_error_message=_("This centre has a source of that name already."),
            )
        ]

    def __str__(self):
        return self.name


class PositionQuerySet(OwnedQuerySet):
    def only_area(self, pk):
        """The id of the one area in use that position `pk` names; no row if none, or several."""
        rows = ResearchArea.objects.filter(positions=pk, retired_on=None).order_by()
        named = rows.values("positions").annotate(n=Count("pk"), one=Min("pk"))
        return named.filter(n=1).values("one")


class Position(models.Model):
    """An approved role: track, title, areas and supervisors. Its seats are openings."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="positions")
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="positions", verbose_name=_("track")
    )
    title = models.CharField(_("title"), max_length=200)
    areas = models.ManyToManyField(
        ResearchArea, blank=True, related_name="positions", verbose_name=_("areas")
    )
    supervisors = models.ManyToManyField(
        Supervisor, blank=True, related_name="positions", verbose_name=_("supervisors")
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["track", "title"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("title"),
                name="position_once_per_centre",
                violation_error_message=_("This centre has a position of that title already."),
            )
        ]

    def __str__(self):
        return self.title


class Intake(models.Model):
    """A start point with its own deadline, or the rolling one (no day) of a track."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="intakes")
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="intakes", verbose_name=_("track")
    )
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(
        _("starts on"), null=True, blank=True, help_text=_("Leave empty for a rolling intake.")
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("zone of the deadline"), max_length=64, blank=True, default="Asia/Hong_Kong"
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_last=True), "pk"]
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        constraints = [
            models.UniqueConstraint(
                "track",
                Lower("name"),
                name="intake_once_per_track",
                violation_error_message=_("This track has an intake of that name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("recruitment:intake", self.pk)


class OpeningQuerySet(OwnedQuerySet):
    def free(self):
        return self.filter(status=Opening.Status.OPEN)

    def seats(self):
        """Openings that are seats: open or filled."""
        return self.exclude(status=Opening.Status.CLOSED)

    def for_application(self, application):
        return self.filter(position=application.position_id, intake=application.intake_id)


class Opening(models.Model):
    """One seat: a position at an intake. Filled by exactly one application, through the gate."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        FILLED = "filled", _("Filled")
        CLOSED = "closed", _("Closed")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="openings")
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="openings", verbose_name=_("position")
    )
    intake = models.ForeignKey(
        Intake, models.PROTECT, related_name="openings", verbose_name=_("intake")
    )
    status = models.CharField(
        _("status"), max_length=6, choices=Status, default=Status.OPEN, editable=False
    )
    filled_by = models.OneToOneField(
        "recruitment.Application",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="opening",
        verbose_name=_("filled by"),
    )
    starts_on = models.DateField(_("target start"), null=True, blank=True)
    reopened_for = models.OneToOneField(
        "recruitment.Enrolment",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="reopened",
        verbose_name=_("in the place of"),
        help_text=_("Who left, where the target counts those still in post."),
    )

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["intake", "position", "pk"]
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="filled", filled_by__isnull=False)
                | (~Q(status="filled") & Q(filled_by__isnull=True)),
                name="opening_filled_by_one",
            )
        ]
        indexes = [
            models.Index(fields=["intake", "position", "status"], name="opening_by_intake"),
        ]

    def __str__(self):
        return f"{self.position}, {self.intake}"

    def clean(self):
        if self.position_id and self.intake_id and self.position.track_id != self.intake.track_id:
            raise ValidationError({"intake": _("Choose an intake of the position's track.")})

    def get_absolute_url(self):
        return address("recruitment:opening", self.pk)
