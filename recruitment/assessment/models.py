"""Interviews: when, where and with whom; who sits on the panel; what was changed on the way.

Whose file an interview opens is not said here but where applications are: `on_panel_of`.
"""

import uuid
import zoneinfo
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.organisation.models import Centre, validate_time_zone
from centre.templatetags.cohort import full_day
from centre.web.addresses import address
from recruitment.pipeline.kinds import ENDED
from recruitment.pipeline.models import Application

LONGEST = 480  # minutes: a working day
SMALLEST_PANEL = 2
STAFF = settings.AUTH_USER_MODEL


class InterviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whole centres for director and manager; for others those on whose panel they sit, and
        those of their own applications."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        staffed = centres_seen_as(user, Role.SUPERVISOR, Role.PANEL)
        if staffed:
            theirs = PanelMember.objects.filter(user=user).values("interview")
            own = Application.objects.visible_to(user).order_by().values("pk")
            seen |= Q(centre_id__in=staffed) & (Q(pk__in=theirs) | Q(application__in=own))
        return self.filter(seen)

    def standing(self):
        return self.filter(cancelled_at=None)

    def for_list(self):
        panel = PanelMember.objects.select_related("user", "scorecard")
        return self.with_application().prefetch_related(models.Prefetch("panel", panel))

    def with_application(self):
        return self.select_related(
            "centre",
            "application__candidate",
            "application__position",
            "application__intake",
            "application__supervisor",
        )


class Interview(models.Model):
    """A conversation of a panel with one applicant. Without a time until a slot is chosen."""

    centre = models.ForeignKey(
        Centre, models.CASCADE, related_name="interviews", editable=False, db_index=False
    )
    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="interviews",
        verbose_name=_("application"),
        db_index=False,
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=45,
        validators=[MinValueValidator(5), MaxValueValidator(LONGEST)],
    )
    candidate_zone = models.CharField(
        _("the candidate’s time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Such as Europe/London. Empty if it is the centre’s."),
    )
    place = models.CharField(
        _("link or place"),
        max_length=300,
        blank=True,
        help_text=_("A link to the meeting, or a room."),
    )
    due_at = models.DateTimeField(_("scorecards due"), null=True, blank=True)
    # How often the invitation was changed: what tells a calendar which of two is newer.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(
        _("why it was cancelled"), max_length=300, blank=True, editable=False
    )
    # A director read the scorecards before they were all in.
    opened_at = models.DateTimeField(_("opened early"), null=True, blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    created_by = models.ForeignKey(
        STAFF, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_at").asc(nulls_first=True), "pk"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes = [
            models.Index(fields=["centre", "starts_at"], name="interview_by_time"),
            # The centre is asked for with it; without, SQLite takes the other one for the better.
            models.Index(fields=["application", "centre"], name="interview_of_application"),
        ]

    def __str__(self):
        return _now("Interview %(number)s") % {"number": self.pk or ""}

    def get_absolute_url(self):
        return address("recruitment:interview", self.pk)

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        """Whether its time has passed: to it nobody is invited, and nothing is taken out of a
        calendar."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def is_for_nobody(self) -> bool:
        """Whether it stands and is not over, but its application ended: the office cancels it."""
        ended = self.application.status in ENDED
        return ended and not self.is_cancelled and not self.is_over

    @property
    def zones(self) -> list[zoneinfo.ZoneInfo]:
        """The centre's, and the candidate's if it is another."""
        names = dict.fromkeys(filter(None, [self.centre.time_zone, self.candidate_zone]))
        return [zoneinfo.ZoneInfo(name) for name in names]

    @property
    def link(self) -> str:
        """The place if it is an address safe to open, whoever typed it."""
        return self.place if self.place.startswith(("https://", "http://")) else ""


class PanelMember(models.Model):
    """Who sits on the panel, and whether they said that something ties them to the candidate."""

    class Conflict(models.TextChoices):
        UNASKED = "", _("Not asked yet")
        NONE = "none", _("No conflict of interest")
        DECLARED = "declared", _("Conflict of interest declared")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="panel")
    # A score without whose it is would be worth nothing: who has given one stays on record.
    user = models.ForeignKey(
        STAFF, models.PROTECT, related_name="panels", verbose_name=_("panel member")
    )
    conflict = models.CharField(
        _("conflict of interest"), max_length=8, choices=Conflict, blank=True, default=""
    )
    conflict_note = models.CharField(_("what ties them"), max_length=300, blank=True)

    class Meta:
        ordering = ["interview", "pk"]
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "user"],
                name="panel_member_once",
                violation_error_message=_("This person is on the panel already."),
            )
        ]

    def __str__(self):
        return str(self.user)

    @property
    def is_in(self) -> bool:
        """Whether their scorecard is in; read it with the panel (`for_list`)."""
        card = getattr(self, "scorecard", None)
        return card is not None and card.is_in

    @property
    def has_conflict(self) -> bool:
        return self.conflict == self.Conflict.DECLARED


class Rescheduling(models.Model):
    """An interview that was moved: from when to when, by whom and why. Kept as it was written."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="reschedulings")
    from_at = models.DateTimeField(_("from"), null=True, blank=True)
    to_at = models.DateTimeField(_("to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(STAFF, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("rescheduling")
        verbose_name_plural = _("reschedulings")

    def __str__(self):
        return f"{self.interview}, {full_day(self.at)}"
