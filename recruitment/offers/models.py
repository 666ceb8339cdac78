"""Offers: what is promised to whom, by whom it is paid, what it depends on, and what became of it.

A row is one version. What has been sent for approval is not edited any more: an edit makes the next
version, and this one is superseded. Written by recruitment.offers.actions alone.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.money.amounts import Money
from centre.money.currencies import validate_currency
from centre.organisation.models import Centre, OwnedQuerySet, validate_time_zone
from centre.people.models import Supervisor
from centre.web.addresses import address
from recruitment.funding.models import LONGEST, Award
from recruitment.offers.kinds import (
    CLEARANCES,
    LIVE,
    SETTLED,
    ConditionKind,
    EventKind,
    Gate,
    Language,
    Pay,
    Progress,
    State,
)
from recruitment.pipeline.models import Application, DispositionReason
from recruitment.positions.models import Position

LAST_MINUTE = time(23, 59)


class ApprovalGroup(models.Model):
    """One step of a centre's approval chain: so many of these people, in this order."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="approval_groups")
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    needed = models.PositiveSmallIntegerField(
        _("approvals needed"), default=1, validators=[MinValueValidator(1)]
    )
    members = models.ManyToManyField(User, related_name="+", verbose_name=_("who may approve"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("approval group")
        verbose_name_plural = _("approval groups")

    def __str__(self):
        return self.name


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of whole centres for director and manager; for a supervisor of those they supervise or
        who applied to their positions. To sit on somebody's panel shows nobody what they are paid.
        """
        if user.is_superuser:
            return self
        seen = Q(application__centre_id__in=centres_seen_whole(user))
        supervised = centres_seen_as(user, Role.SUPERVISOR)
        if supervised:
            seen |= (
                Q(application__centre_id__in=supervised)
                & Q(application__in=Application.objects.visible_to(user).order_by())
                & (
                    Q(application__supervisor__in=Supervisor.objects.filter(user=user))
                    | Q(application__position__in=Position.objects.filter(supervisors__user=user))
                )
            )
        return self.filter(seen)

    def live(self):
        """The version that counts, of each application that has one."""
        return self.filter(state__in=LIVE)

    def for_mail(self):
        """With all that an e-mail about it names."""
        return self.select_related(
            "application__candidate",
            "application__centre",
            "application__position",
            "application__intake",
        )

    def for_list(self):
        return self.select_related(
            "application__candidate",
            "application__position",
            "application__intake",
        )


class Offer(models.Model):
    """One version of the offer an application leads to."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="offers", verbose_name=_("application")
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    pay = models.CharField(_("paid as"), max_length=8, choices=Pay, default=Pay.STIPEND)
    amount = models.DecimalField(
        _("amount a month"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="HKD", validators=[validate_currency]
    )
    months = models.PositiveSmallIntegerField(
        _("months"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    starts_on = models.DateField(_("first day"))
    supervisor = models.ForeignKey(
        Supervisor, models.PROTECT, related_name="+", verbose_name=_("supervisor")
    )
    co_supervisor = models.ForeignKey(
        Supervisor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("co-supervisor"),
    )
    # The wall clock of a place; the moment follows from it.
    expires_on = models.DateField(_("answer by"))
    expires_time = models.TimeField(_("time"), default=LAST_MINUTE)
    expires_zone = models.CharField(
        _("zone"), max_length=64, default="Asia/Hong_Kong", validators=[validate_time_zone]
    )
    expires_at = models.DateTimeField(editable=False)
    language = models.CharField(
        _("language of the letter"), max_length=8, choices=Language, default=Language.ENGLISH
    )
    paragraph = models.TextField(_("a paragraph of its own"), blank=True, max_length=3000)

    # A number a round of approval: what was said in an earlier one counts no more.
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    # The groups as they were when it was sent for approval: {name, needed, members}.
    chain = models.JSONField(default=list, editable=False)
    writers = models.ManyToManyField(User, related_name="+", editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    reason = models.ForeignKey(
        DispositionReason,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reason"),
    )
    # Turned by every step: of two at once, the second finds another.
    revision = models.PositiveIntegerField(default=0, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="offer_version_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=LIVE), name="offer_one_live"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, months__gt=0), name="offer_pays"),
            models.CheckConstraint(
                condition=Q(state=State.DECLINED, reason__isnull=False)
                | ~Q(state=State.DECLINED) & Q(reason__isnull=True),
                name="offer_declined_with_reason",
            ),
        ]
        # With the application, by which the offers of one centre are told from another's.
        indexes = [
            models.Index(fields=["state", "expires_at", "application"], name="offer_by_expiry")
        ]

    def __str__(self):
        return _("Offer to %(name)s, version %(n)d") % {
            "name": self.application.candidate,
            "n": self.number,
        }

    def get_absolute_url(self):
        return address("recruitment:offer", self.pk)

    def save(self, *args, **kwargs):
        self.expires_at = self.expiry
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "expires_at"}
        super().save(*args, **kwargs)

    @property
    def expiry(self) -> datetime:
        """The end of the minute named, in its zone."""
        zone = ZoneInfo(self.expires_zone)
        return datetime.combine(self.expires_on, self.expires_time.replace(second=59), tzinfo=zone)

    @property
    def centre_id(self) -> int:
        return self.application.centre_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_unasked(self) -> bool:
        """A draft nobody was asked to approve yet: edited as it is, without a new version."""
        return self.state == State.DRAFT and not self.round

    @property
    def pay_a_month(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def whole(self) -> Money:
        """All of it, from the first month to the last."""
        return Money(self.amount * self.months, self.currency)

    def is_overdue(self, now: datetime) -> bool:
        return self.state == State.SENT and self.expires_at < now


class OfferLetter(models.Model):
    """A letter as it went out: what it says, and the PDF that is drawn of it once. The first goes
    out with the offer; each deferral makes one with the new first day, which takes its place."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="letters")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    day = models.DateField(_("of the day"), null=True)
    # {place in the letter: words}; empty of one that was drawn before words were kept.
    words = models.JSONField(_("what it says"), default=dict)
    content = models.BinaryField(_("PDF"), null=True)
    made_at = models.DateTimeField(_("made"), null=True)

    objects = models.Manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("letter of offer")
        verbose_name_plural = _("letters of offer")
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_letter_once"),
            models.CheckConstraint(
                condition=Q(content=None, made_at=None)
                | Q(content__isnull=False, made_at__isnull=False),
                name="offer_letter_drawn_whole",
            ),
        ]

    def __str__(self):
        return str(self.offer)


class FundingPart(models.Model):
    """Who pays how much of an offer's monthly amount, for all its months."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="parts")
    source = models.CharField(_("who pays"), max_length=10, choices=Award.Source)
    text = models.CharField(_("scheme or account"), max_length=100, blank=True)
    amount = models.DecimalField(
        _("amount a month"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )

    objects = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("part of the funding")
        verbose_name_plural = _("parts of the funding")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="offer_part_pays"),
        ]

    def __str__(self):
        return f"{self.get_source_display()} {self.text}".strip()


# Met by what is valid no more on the first day: nobody starts with it (Condition.runs_out_before).
RUNS_OUT = Q(state=Progress.MET, valid_until__lt=F("offer__starts_on")) & (
    Q(gate=Gate.FIRST_DAY) | Q(kind__in=CLEARANCES)
)


class ConditionQuerySet(models.QuerySet):
    def unmet(self):
        """Neither met nor waived yet, or met by what runs out before the first day."""
        return self.filter(~Q(state__in=SETTLED) | RUNS_OUT)


class Condition(models.Model):
    """Something that must be met before an offer is final or before the first day, with its dates.

    A degree, English, a fee; a visa, a security clearance, a check of credentials.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="conditions")
    kind = models.CharField(_("what"), max_length=12, choices=ConditionKind)
    text = models.CharField(_("in words"), max_length=200, blank=True)
    gate = models.CharField(_("must be met"), max_length=10, choices=Gate, default=Gate.FIRST_DAY)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=Progress, default=Progress.OPEN)
    begun_on = models.DateField(_("applied for"), null=True, blank=True)
    settled_on = models.DateField(_("decided"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    reference = models.CharField(_("reference or note"), max_length=200, blank=True)
    # What the office follows up after the acceptance is no part of what was accepted.
    in_letter = models.BooleanField(_("part of the letter"), default=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["gate", "due_on", "pk"]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[Progress.OPEN, Progress.UNDER_WAY], settled_on__isnull=True)
                | Q(
                    state__in=[Progress.MET, Progress.WAIVED, Progress.REFUSED],
                    settled_on__isnull=False,
                ),
                name="condition_settled_on_a_day",
            )
        ]

    def __str__(self):
        return self.text or str(self.get_kind_display())

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    def runs_out_before(self, first_day: date) -> bool:
        """A visa that is valid no more on the first day clears nobody, as if it was not met. An
        English test may run out once the offer is final."""
        counts = self.gate == Gate.FIRST_DAY or self.kind in CLEARANCES
        until = self.valid_until
        return counts and self.state == Progress.MET and until is not None and until < first_day

    def holds_on(self, first_day: date) -> bool:
        return self.is_settled and not self.runs_out_before(first_day)

    def is_late(self, today: date) -> bool:
        return not self.is_settled and self.due_on is not None and self.due_on < today


class OfferEvent(models.Model):
    """What happened to an offer, and by whom: append-only. An approval is one of these."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=11, choices=EventKind)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    round = models.PositiveSmallIntegerField(default=0)
    group = models.PositiveSmallIntegerField(null=True)  # of the chain; of an approval alone
    note = models.TextField(_("note"), blank=True)

    objects = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("offer event")
        verbose_name_plural = _("offer events")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "round", "group", "by"],
                condition=Q(kind=EventKind.APPROVED),
                name="offer_approved_once_each",
            )
        ]

    def __str__(self):
        return str(self.get_kind_display())

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("What happened to an offer is append-only.")
        super().save(*args, **kwargs)


def open_conditions(
    rows: Iterable[Condition], *, on: date, gate: str | None = None
) -> list[Condition]:
    """Those that do not hold on that first day, of one gate or of any."""
    return [one for one in rows if not one.holds_on(on) and gate in (None, one.gate)]
