"""Referees of an application: who was asked, and what they sent. Never for the candidate's eyes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre import languages
from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.organisation.models import Centre
from centre.web.addresses import address
from recruitment.documents.models import StoredFile
from recruitment.pipeline.models import Application


class RefereeReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whole centres for director and manager, a supervisor's own, and a panel's own once their
        stage opens them, but of nobody they declared a conflict of interest about. Nobody else, and
        no candidate, ever."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        own = Q(application__in=Application.objects.visible_to(user).order_by())
        if supervised := centres_seen_as(user, Role.SUPERVISOR):
            seen |= Q(centre_id__in=supervised) & own
        if on_panels := centres_seen_as(user, Role.SUPERVISOR, Role.PANEL):
            judged = Application.objects.order_by().on_panel_of(user).values("pk")
            stage_opens = Q(application__stage__opens_letters=True)
            seen |= Q(centre_id__in=on_panels, application__in=judged) & stage_opens
        tied = Application.objects.order_by().tied_to(user).values("candidate")
        return self.filter(seen).exclude(application__candidate__in=tied)


class RefereeReport(models.Model):
    """One referee of one application, asked or not, and their letter once it is here."""

    class State(models.TextChoices):
        NAMED = "named", _("Not asked yet")
        REQUESTED = "requested", _("Requested")
        RECEIVED = "received", _("Received")
        DECLINED = "declined", _("Declined")
        WAIVED = "waived", _("Waived")

    centre = models.ForeignKey(
        Centre, models.CASCADE, related_name="+", editable=False, db_index=False
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="referees", verbose_name=_("application")
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    institution = models.CharField(_("institution and post"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=languages.NAMED, default=languages.NAMED[0][0]
    )
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NAMED)
    asked_at = models.DateTimeField(_("asked"), null=True, editable=False)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    # How often they were written to: 0, 1 for the request, and one more for each reminder.
    letters_out = models.PositiveSmallIntegerField(_("e-mails sent"), default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    file = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="referee_report",
        verbose_name=_("file"),
    )
    letter = models.TextField(_("letter"), blank=True, editable=False)
    remark = models.CharField(_("why not"), max_length=300, blank=True, editable=False)
    # Filed by staff, as a letter that came by post; None: the referee sent it themselves.
    filed_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("named"), default=timezone.now, editable=False)

    objects = RefereeReportQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = _("referee")
        verbose_name_plural = _("referees")
        indexes = [models.Index(fields=["centre", "state", "due_on"], name="referee_by_day")]
        constraints = [
            models.UniqueConstraint(
                "application",
                models.functions.Lower("email"),
                condition=~Q(email=""),
                name="referee_once_per_application",
                violation_error_message=_("This person is a referee of the application already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(file__isnull=False) | ~Q(letter=""),
                name="referee_received_a_letter",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("recruitment:referee-letter", self.pk)

    @property
    def has_letter(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def may_be_asked(self) -> bool:
        return self.state in (self.State.NAMED, self.State.REQUESTED, self.State.DECLINED)
