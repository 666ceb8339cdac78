"""Reports to the sponsor: drafted, then published and frozen; and the PDFs made of them.

A published report is the numbers themselves, with the words that define them: nothing of it is
worked out again. `on` and `known_at` say from what it was drawn up, so that it can be.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.organisation.models import Centre
from centre.web.refusal import Refused
from recruitment.reports.periods import Quarter


class Frozen(Refused):
    """A published report cannot be changed or deleted."""


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Director and manager: all of their centre; industry viewer: what stands published.

        Of two versions of one quarter the industry viewer meets the later: beside each other they
        would tell who was added or taken out between them.
        """
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        viewed = centres_seen_as(user, Role.INDUSTRY)
        return self.filter(seen | Q(centre_id__in=viewed, pk__in=self._standing(viewed)))

    def _standing(self, centres):
        """The last published version of each quarter."""
        published = Report.objects.filter(centre_id__in=centres).published()
        later = published.filter(
            centre=OuterRef("centre"),
            year=OuterRef("year"),
            quarter=OuterRef("quarter"),
            version__gt=OuterRef("version"),
        )
        return published.exclude(Exists(later)).values("pk")

    def published(self):
        return self.filter(status=Report.Status.PUBLISHED)

    def about(self, quarter: Quarter):
        """All versions for that quarter, newest first."""
        return self.filter(year=quarter.year, quarter=quarter.number).order_by("-version")

    def latest_first(self):
        return self.order_by("-year", "-quarter", "-version")

    def update(self, **kwargs):
        raise TypeError("Reports change through recruitment.reports.actions, one at a time.")


class Report(models.Model):
    """What is told the sponsor about one quarter. A later version supersedes those before it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("begun by")
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    on = models.DateField(_("figures as of the end of"), null=True, editable=False)
    known_at = models.DateTimeField(_("with what was known at"), null=True, editable=False)
    data = models.JSONField(_("figures and definitions"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", editable=False
    )
    publisher = models.CharField(_("published by"), max_length=200, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-quarter", "-version"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "quarter", "version"], name="report_version_once"
            ),
            models.UniqueConstraint(
                fields=["centre", "year", "quarter"],
                condition=Q(status="draft"),
                name="report_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="report_quarter_of_four"
            ),
            models.CheckConstraint(
                condition=Q(
                    status="draft", data__isnull=True, on__isnull=True,
                    known_at__isnull=True, published_at__isnull=True, publisher="",
                )
                | Q(
                    status="published", data__isnull=False, on__isnull=False,
                    known_at__isnull=False, published_at__isnull=False,
                ) & ~Q(publisher=""),
                name="report_published_whole",
            ),
        ]  # fmt: skip

    def __str__(self):
        return _("Sponsor report, %(period)s") % {"period": self.period}

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def get_absolute_url(self):
        return reverse("recruitment:report", args=[self.period.code])

    def publish(self, data: dict, *, by: User, at: datetime) -> None:
        """Freeze `data`; the only writer of a published report. Raises Frozen if it is one."""
        if self.is_published:
            raise Frozen(_("This report was published already."))
        self.status, self.data = self.Status.PUBLISHED, data
        self.on = date.fromisoformat(data["on"])
        self.known_at = datetime.fromisoformat(data["known_at"])
        self.published_at, self.published_by, self.publisher = at, by, str(by)
        super().save()

    def save(self, *args, **kwargs):
        if self.is_published:
            raise Frozen(_("A published report is frozen. Begin a new version of it."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.is_published:
            raise Frozen(_("A published report is frozen. It cannot be deleted."))
        return super().delete(*args, **kwargs)


class ReportFile(models.Model):
    """One PDF of a report: asked for, then made by a job, or failed.

    The file itself is in the database: private, backed up with the figures, and within reach of
    every machine that serves pages or runs a worker.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    job = models.CharField(max_length=64, blank=True)
    of = models.CharField(_("digest of its figures"), max_length=16, blank=True)
    made_at = models.DateTimeField(_("made"), null=True)
    content = models.BinaryField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("PDF of a report")
        verbose_name_plural = _("PDFs of reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, content__isnull=True)
                | Q(made_at__isnull=False, content__isnull=False),
                name="report_file_made_whole",
            )
        ]

    def __str__(self):
        return f"{self.report}, {self.asked_at:%Y-%m-%d %H:%M}"
