"""Files that take longer than a page may: made by a job, fetched by who asked, gone after a day.

A file lies in the database, in parts: private, and within reach of every machine that serves pages
or runs a worker, while none of them ever holds all of it in memory.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.accounts.policy import centres_seen_whole
from centre.organisation.models import Centre
from centre.web.addresses import address
from recruitment.candidates.models import Candidate

KEPT_FOR = timedelta(days=1)
PART = 512 * 1024  # bytes


class ExportFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own files, of centres where one still sees everybody."""
        if user.is_superuser:
            return self
        return self.filter(asked_by=user, centre_id__in=centres_seen_whole(user))

    def on_their_way(self, user):
        """Asked for by `user`, and neither made nor failed: the newest first."""
        return self.filter(asked_by=user, made_at=None, failed_at=None).order_by("-pk")


class ExportFile(models.Model):
    """One file somebody asked for. `title`, `narrowed`, `rows` and `people` are for the log."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        ZIP = "zip", "ZIP"
        PDF = "pdf", "PDF"

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    what = models.CharField(_("what"), max_length=20)
    # Of a dossier: whoever is erased takes it with them.
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, related_name="+")
    query = models.TextField(_("filters"), blank=True)
    form = models.CharField(_("kind of file"), max_length=4, choices=Form)
    name = models.CharField(_("file"), max_length=200)
    title = models.CharField(_("title"), max_length=200)
    narrowed = models.TextField(_("narrowed by"), blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("asker"))
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    job = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    made_at = models.DateTimeField(_("made"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    expires_at = models.DateTimeField(_("kept until"), null=True)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("exported file")
        verbose_name_plural = _("exported files")
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, expires_at__isnull=True)
                | Q(made_at__isnull=False, expires_at__isnull=False),
                name="export_file_expires",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("recruitment:export", self.pk)

    def asks_as(self, other: "ExportFile") -> bool:
        """Whether it is the same list of the same centre, and as the same kind of file."""
        names = ("centre_id", "what", "query", "form")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    @property
    def is_gone(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and not self.is_gone

    @property
    def told(self) -> dict[str, object]:
        """What the audit log says of it."""
        found = {"list": self.title, "filter": self.narrowed}
        return {**found, "rows": self.rows, "people": self.people}

    def content(self) -> Iterator[bytes]:
        """The file, a part at a time."""
        for number in self.parts.values_list("number", flat=True):
            yield bytes(self.parts.get(number=number).content)


class ExportPart(models.Model):
    file = models.ForeignKey(ExportFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("part of an exported file")
        verbose_name_plural = _("parts of exported files")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="export_part_once")]

    def __str__(self):
        return f"{self.number}"
