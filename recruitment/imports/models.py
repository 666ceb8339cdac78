"""A file on its way into the register: what it is, what was decided, what each line became."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as
from centre.organisation.models import Centre
from centre.web.addresses import address
from recruitment.candidates.models import Candidate
from recruitment.exchange.choices import Choices, Where
from recruitment.pipeline.models import Application

UNDO_FOR = timedelta(days=7)
LATE = timedelta(minutes=3)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the centres whose manager `user` is: a file names everybody in it."""
        if user.is_superuser:
            return self
        return self.filter(centre_id__in=centres_seen_as(user, Role.MANAGER))


class Import(models.Model):
    """One uploaded file. Nothing of it is in the register before `state` says so."""

    class State(models.TextChoices):
        COLUMNS = "columns", _("Match columns")
        CHECKING = "checking", _("Being checked")
        ROWS = "rows", _("Check rows")
        WRITING = "writing", _("Being imported")
        DONE = "done", _("Imported")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="imports")
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(editable=False)
    rows_read = models.PositiveIntegerField(_("rows"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.COLUMNS)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    # What was decided (exchange.choices), and what the last check found (imports.checked).
    choices = models.JSONField(default=dict, editable=False)
    found = models.JSONField(default=dict, editable=False)
    problem = models.TextField(_("problem"), blank=True, editable=False)
    # Raised by every decision: who decides on an older page is told.
    version = models.PositiveIntegerField(default=0, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    written_at = models.DateTimeField(_("imported"), null=True, editable=False)
    written_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", editable=False
    )
    result = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("recruitment:import", self.pk)

    @property
    def decided(self) -> Choices:
        return Choices.from_data(self.choices)

    def choose(self, choices: Choices) -> None:
        """Decide anew; not saved yet."""
        self.choices, self.version = choices.as_data(), self.version + 1

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING, self.State.UNDOING)

    @property
    def is_late(self) -> bool:
        """Busy for longer than a worker takes to begin."""
        since = self.asked_at
        return self.is_busy and since is not None and timezone.now() - since > LATE

    @property
    def may_undo_until(self):
        return self.written_at + UNDO_FOR if self.written_at else None

    @property
    def may_undo(self) -> bool:
        until = self.may_undo_until
        return self.state == self.State.DONE and until is not None and timezone.now() < until


class ImportedRow(models.Model):
    """One line of the file: what the check said of it, and what it became."""

    class State(models.TextChoices):
        NEW = "new", _("New person")
        MORE = "more", _("Adds to a person")
        SAME = "same", _("Here already")
        FIX = "fix", _("Needs fixing")
        OUT = "out", _("Left out")

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    tab = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=4, choices=State)
    cells = models.JSONField(default=dict)  # {field: as written}
    problems = models.JSONField(default=list)  # [[field, sentence]]
    alike = models.JSONField(default=list)  # who it may be as well, see exchange.planned.Alike
    is_asked = models.BooleanField(default=False)  # somebody should say who it is

    # What it became; the ids and numbers of steps tell whether it is as it was then.
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, related_name="+")
    application = models.ForeignKey(Application, models.SET_NULL, null=True, related_name="+")
    made = models.JSONField(default=dict)
    kept = models.CharField(_("not undone because"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        indexes = [models.Index(fields=["source", "state", "id"], name="imported_row_by_state")]

    def __str__(self):
        return f"{self.tab} {self.number}".strip()

    @property
    def where(self) -> Where:
        return self.tab, self.number


class ColumnMatch(models.Model):
    """Which heading is which field, remembered under a name for the next file of its kind."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="column_matches")
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(_("columns"), default=dict)  # {heading folded: field or "ignore"}
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("column match")
        verbose_name_plural = _("column matches")
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="column_match_once")]

    def __str__(self):
        return self.name
