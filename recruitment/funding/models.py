"""Who pays for whom: awards of researchers by source and month, and what a plan is priced with."""

import uuid
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centre.money.costs import CostKind
from centre.money.currencies import validate_currency
from centre.money.models import MoneyRow
from centre.targets.models import Agreement
from recruitment.enrolment.models import Researcher
from recruitment.funding.months import first_of, number_of

LONGEST = 96  # months of one award: a mistyped year is told
# What an award of so much a month can name instead of an amount.
MONTHLY_KINDS = [
    CostKind.STIPEND, CostKind.CONFIRMED, CostKind.UNIVERSITY, CostKind.FELLOWSHIP,
    CostKind.SALARY, CostKind.LIVING, CostKind.PENSION,
]  # fmt: skip


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(researcher__in=Researcher.objects.visible_to(user))

    def by_researcher(self, centre):
        """Those of one centre, in the order of names."""
        rows = self.filter(researcher__centre=centre).select_related("researcher__candidate")
        names = ("researcher__candidate__sort_name", "researcher")
        return rows.order_by(*names, "from_month", "source", "pk")


class Award(MoneyRow):
    """A source pays for a researcher from one month to another, both included.

    So much a month: `amount` of `currency`, or what cost rates of `kind` say in each month. Where
    several sources share a month each has an award of its own.
    """

    class Source(models.TextChoices):
        SPONSOR = "sponsor", _("Sponsor")
        UNIVERSITY = "university", _("University")
        RGC = "rgc", _("RGC fellowship")
        OTHER = "other", _("Other")

    researcher = models.ForeignKey(
        Researcher, models.PROTECT, related_name="awards", verbose_name=_("researcher")
    )
    source = models.CharField(_("who pays"), max_length=10, choices=Source)
    from_month = models.DateField(_("from"))
    to_month = models.DateField(_("to, that month included"))
    kind = models.CharField(
        _("as much as the rate for"),
        max_length=12,
        choices=[(kind.value, kind.label) for kind in MONTHLY_KINDS],
        blank=True,
    )
    amount = models.DecimalField(
        _("or an amount a month"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[validate_currency]
    )
    text = models.CharField(_("note"), max_length=200, blank=True)
    # The start it came with, as its offer had it; taken back, it goes. Empty once somebody typed.
    application = models.ForeignKey(
        "recruitment.Application",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="awards",
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["from_month", "source", "pk"]
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_month__gte=F("from_month")),
                name="award_ends_after_start",
                violation_error_message=_("The last month must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(kind="", amount__gt=0) & ~Q(currency="")
                | ~Q(kind="") & Q(amount__isnull=True, currency=""),
                name="award_rate_or_amount",
                violation_error_message=_("Choose a rate, or enter an amount with its currency."),
            ),
        ]

    def __str__(self):
        return f"{self.get_source_display()}, {self.from_month:%Y-%m} – {self.to_month:%Y-%m}"

    @property
    def whose_money(self) -> int:
        return self.researcher.centre_id

    def save(self, *args, **kwargs):
        # Whatever day was typed, an award is of whole months.
        self.from_month = first_of(number_of(self.from_month))
        self.to_month = first_of(number_of(self.to_month))
        super().save(*args, **kwargs)


class PromisedPay(models.Model):
    """What a source pays for somebody who has an offer, from one month to another, so long as the
    offer is out or accepted. Kept by recruitment.offers.promises; awards take its place."""

    application = models.ForeignKey(
        "recruitment.Application", models.CASCADE, related_name="promises"
    )
    source = models.CharField(_("who pays"), max_length=10, choices=Award.Source)
    from_month = models.DateField(_("from"))
    to_month = models.DateField(_("to, that month included"))
    amount = models.DecimalField(_("amount a month"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    is_accepted = models.BooleanField(_("accepted"))

    objects = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")

    def __str__(self):
        return f"{self.get_source_display()}, {self.from_month:%Y-%m} – {self.to_month:%Y-%m}"


class FundingBasis(MoneyRow):
    """What the funding page prices a plan with: assumptions of staff, one row an agreement."""

    class Level(models.TextChoices):
        STANDARD = CostKind.STIPEND, _("Standard stipend")
        UNIVERSITY = CostKind.UNIVERSITY, _("University fellowship")
        FELLOWSHIP = CostKind.FELLOWSHIP, _("Fellowship level")

    agreement = models.OneToOneField(
        Agreement, models.CASCADE, related_name="funding_basis", verbose_name=_("agreement")
    )
    level = models.CharField(
        _("doctoral level"), max_length=12, choices=Level, default=Level.STANDARD
    )
    doctoral_months = models.PositiveSmallIntegerField(
        _("months of a doctoral award"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    pays_fees = models.BooleanField(_("pays tuition fees"), default=False)
    postdocs = models.PositiveSmallIntegerField(
        _("postdocs, if the target says “several”"), default=4
    )
    postdoc_months = models.PositiveSmallIntegerField(
        _("months of a postdoc contract"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    pays_overhead = models.BooleanField(
        _("pays overhead"), default=False, help_text=_("At the rate under Settings, Cost rates.")
    )

    class Meta:
        verbose_name = _("funding basis")
        verbose_name_plural = _("funding bases")

    def __str__(self):
        return str(self.agreement)

    @property
    def whose_money(self) -> int:
        return self.agreement.centre_id
