"""Files that were given to us, and what they are: documents of a candidate or an application."""

import uuid

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.accounts.policy import centres_seen_whole, sees_all
from centre.organisation.models import Centre, OwnedQuerySet
from centre.web.addresses import address
from recruitment.candidates.models import Candidate
from recruitment.documents.types import DOCX, JPEG, PDF, PNG
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Track

ORDER = {kind: n for n, kind in enumerate(StageKind.values)}
# Anybody may come to the stages before these: what they hand in comes with the application.
HOLDING_UP = [(kind.value, kind.label) for kind in StageKind if ORDER[kind] > ORDER["applied"]]


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the centres `user` sees whole. What a file belongs to says who else may."""
        if user.is_superuser:
            return self
        return self.filter(centre_id__in=centres_seen_whole(user))


class StoredFile(models.Model):
    """One file in private storage. Never changed: another version is another file."""

    class Kind(models.TextChoices):
        PDF = PDF, "PDF"
        DOCX = DOCX, "DOCX"
        PNG = PNG, "PNG"
        JPEG = JPEG, "JPEG"

    class Scan(models.TextChoices):
        NONE = "none", _("Not scanned")
        WAITING = "waiting", _("Waiting for the scanner")
        CLEAN = "clean", _("Clean")
        INFECTED = "infected", _("Held back: the scanner found something")

    class Words(models.TextChoices):
        UNASKED = "", _("Not to be read")
        WANTED = "wanted", _("To be read")
        READ = "read", _("Found by its words")
        NONE = "none", _("Without text, as a scan")
        FAULT = "fault", _("Cannot be read")
        LOST = "lost", _("Not in the store")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+", verbose_name=_("centre"))
    key = models.CharField(max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64, editable=False)
    scan = models.CharField(_("scan"), max_length=8, choices=Scan, default=Scan.NONE)
    finding = models.CharField(_("what the scanner said"), max_length=200, blank=True)
    scanned_at = models.DateTimeField(_("scanned"), null=True, editable=False)
    words = models.CharField(_("search"), max_length=6, choices=Words, default="", blank=True)
    kept_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    kept_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [
            # Asked for every minute, and nearly always empty.
            models.Index(fields=["id"], condition=Q(words="wanted"), name="stored_file_to_be_read")
        ]

    def __str__(self):
        return self.name

    @property
    def may_be_opened(self) -> bool:
        return self.scan in (self.Scan.NONE, self.Scan.CLEAN)

    @property
    def may_be_shown(self) -> bool:
        """Whether browsers show it themselves."""
        return self.may_be_opened and self.kind != self.Kind.DOCX

    @property
    def is_picture(self) -> bool:
        return self.kind in (self.Kind.PNG, self.Kind.JPEG)


class FileText(models.Model):
    """The folded words of a file, each once, between blanks (texts.py)."""

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="text")
    words = models.TextField(_("words"))

    class Meta:
        verbose_name = _("words of a file")
        verbose_name_plural = _("words of files")

    def __str__(self):
        return str(self.file)


class DocumentKind(models.Model):
    """What a document is: transcript, CV, proposal. Staff word them, and retire them."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="document_kinds")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"), default=99)
    expires = models.BooleanField(
        _("runs out"), default=False, help_text=_("Ask for the day until which it is valid.")
    )
    is_private = models.BooleanField(
        _("for the office only"),
        default=False,
        help_text=_("Supervisors and panels do not see it: a passport, a visa."),
    )
    is_read = models.BooleanField(
        _("found by its words"), default=False, help_text=_("As a CV: its text can be searched.")
    )
    # Anonymous until somebody says so: a kind nobody thought about gives nobody away.
    tells_who = models.BooleanField(
        _("tells who it is"),
        default=True,
        help_text=_("Withheld from a panel in anonymous review. Untick it where no name stands."),
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of documents")
        constraints = [
            models.UniqueConstraint(
                "centre",
                models.functions.Lower("name"),
                name="document_kind_once",
                violation_error_message=_("This centre has a kind of that name already."),
            )
        ]

    def __str__(self):
        return self.name


class Requirement(models.Model):
    """What an application on a track must have, from which stage on it is asked for."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="document_requirements")
    track = models.ForeignKey(
        Track, models.CASCADE, related_name="document_requirements", verbose_name=_("track")
    )
    kind = models.ForeignKey(
        DocumentKind, models.CASCADE, related_name="requirements", verbose_name=_("document")
    )
    from_stage = models.CharField(
        _("asked for from"), max_length=14, choices=StageKind, default=StageKind.APPLIED
    )
    # Empty: it is missed, and holds up nobody.
    needed_before = models.CharField(
        _("must be there before"), max_length=14, choices=StageKind, blank=True, default=""
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["track", "kind__position", "kind__name"]
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")
        constraints = [
            models.UniqueConstraint(
                fields=["track", "kind"],
                name="requirement_once",
                violation_error_message=_("This track asks for that document already."),
            )
        ]

    def __str__(self):
        return f"{self.track}: {self.kind}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        mark_stages(self.track_id)

    def delete(self, *args, **kwargs):
        track = self.track_id
        done = super().delete(*args, **kwargs)
        mark_stages(track)
        return done


def mark_stages(track_id: int) -> None:
    """Note at each stage of the track whether a document must be there before it."""
    rows = Requirement.objects.filter(track=track_id).exclude(needed_before="")
    firsts = [ORDER[kind] for kind in rows.values_list("needed_before", flat=True)]
    asking = [kind for kind, n in ORDER.items() if firsts and n >= min(firsts)]
    Stage.objects.filter(pipeline__track=track_id).update(
        asks_documents=Case(When(kind__in=asking, then=Value(True)), default=Value(False))
    )


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for director and manager. For others those of the people they see: none that is for
        the office only, nor of an application they do not see. For nobody those of a candidate
        about whom they declared a conflict of interest."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        rest = [one for one in user.centre_ids if not sees_all(user, one)]
        if rest:
            own = Q(candidate__in=Candidate.objects.visible_to(user).order_by())
            applied = Application.objects.visible_to(user).order_by()
            of_them = Q(application=None) | Q(application__in=applied)
            seen |= Q(centre_id__in=rest, kind__is_private=False) & own & of_them
        tied = Application.objects.order_by().tied_to(user).values("candidate")
        return self.filter(seen).exclude(candidate__in=tied)

    def standing(self):
        return self.filter(removed_at=None)


class Document(models.Model):
    """Something a candidate handed in, in one version or several. The newest one counts."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="documents", editable=False)
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="documents", verbose_name=_("candidate"),
        db_index=False,
    )  # fmt: skip
    # None: it is about the person, whatever they apply for.
    application = models.ForeignKey(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("application"),
    )
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("kind")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind__position", "kind__name", "pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        # Whether somebody has what is asked for; by its kind alone one looks among everybody.
        indexes = [models.Index(fields=["candidate", "kind"], name="document_of_candidate")]

    def __str__(self):
        return f"{self.kind}: {self.candidate}"

    def get_absolute_url(self):
        return address("recruitment:document", self.pk)


class Version(models.Model):
    """A file as a version of a document. Numbers count from 1."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="version")
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # The same form sent twice makes one version.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once")
        ]

    def __str__(self):
        return f"{self.file}, {self.number}"
