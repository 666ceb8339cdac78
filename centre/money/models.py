"""Money of an agreement: rates of exchange and of cost by day, and what was done with the pledge.

What was promised and paid; who is paid for is no matter of this package.
"""

import uuid
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centre.money.costs import Cost, CostKind, Costs, Unit
from centre.money.currencies import name_of, validate_currency
from centre.money.rates import Quote, Rates
from centre.organisation.models import Centre, OwnedQuerySet
from centre.targets.models import Agreement
from centre.templatetags.cohort import full_day

ABOVE_ZERO = [MinValueValidator(Decimal("0.00000001"))]


class MoneyRow(models.Model):
    """A row that figures of money are worked out from. Written one by one it shows at once; rows
    written in bulk, as an invented centre's are, in the minutes figures are kept for."""

    class Meta:
        abstract = True

    @property
    def whose_money(self) -> int:
        """The id of the centre."""
        raise NotImplementedError

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Centre.money_changed(self.whose_money)

    def delete(self, *args, **kwargs):
        centre = self.whose_money
        gone = super().delete(*args, **kwargs)
        Centre.money_changed(centre)
        return gone


class ExchangeRateQuerySet(OwnedQuerySet):
    def known(self, centre: Centre, *, on: date) -> Rates:
        """The newest rates dated on or before `on`. One query."""
        rows = self.filter(centre=centre, on__lte=on)
        return Rates(
            Quote(*row) for row in rows.values_list("base", "into", "rate", "on", "source")
        )


class ExchangeRate(MoneyRow):
    """On a day, so many units of one currency for one of another, and who says so."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="exchange_rates")
    base = models.CharField(_("from"), max_length=3, validators=[validate_currency])
    into = models.CharField(_("to"), max_length=3, validators=[validate_currency])
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8, validators=ABOVE_ZERO)
    on = models.DateField(_("rate date"))
    source = models.CharField(_("source"), max_length=200)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        ordering = ["base", "into", "-on"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "base", "into", "on"],
                name="exchange_rate_once_a_day",
                violation_error_message=_("There is a rate of these currencies on that day."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="exchange_rate_above_zero",
                violation_error_message=_("The rate must be above 0."),
            ),
            models.CheckConstraint(
                condition=~Q(base=F("into")),
                name="exchange_rate_of_two_currencies",
                violation_error_message=_("Choose two different currencies."),
            ),
        ]

    def __str__(self):
        return f"{name_of(self.base)} → {name_of(self.into)}"

    @property
    def whose_money(self) -> int:
        return self.centre_id


class CostRateQuerySet(OwnedQuerySet):
    def table(self, centre: Centre) -> Costs:
        """All cost rates of the centre, those of days to come too. One query."""
        rows = self.filter(centre=centre)
        return Costs(
            Cost(*row)
            for row in rows.values_list(
                "kind", "amount", "currency", "unit", "valid_from", "source"
            )
        )


class CostRate(MoneyRow):
    """What something costs from a day on, until a later row says otherwise."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="cost_rates")
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[validate_currency]
    )
    unit = models.CharField(_("per"), max_length=8, choices=Unit, default=Unit.MONTH)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=300)

    objects = CostRateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-valid_from"]
        verbose_name = _("cost rate")
        verbose_name_plural = _("cost rates")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "valid_from"],
                name="cost_rate_once_a_day",
                violation_error_message=_("There is a rate of that kind from that day."),
            ),
            models.CheckConstraint(
                condition=Q(unit=Unit.PERCENT, currency="", kind=CostKind.OVERHEAD)
                | ~(Q(unit=Unit.PERCENT) | Q(currency="") | Q(kind=CostKind.OVERHEAD)),
                name="cost_rate_percent_or_currency",
                violation_error_message=_(
                    "Overhead is a percentage without a currency; every other rate has a currency."
                ),
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def whose_money(self) -> int:
        return self.centre_id


class LedgerQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(agreement__centre_id__in=user.centre_ids)


class LedgerEntry(MoneyRow):
    """One signed obligation, one receipt, one payment: the pledge itself stays with the agreement.

    `rate` leads from the entry's own currency `into` that of the pledge, as it stood when the
    money was promised or moved; it is history and never re-valued.
    """

    class Kind(models.TextChoices):
        COMMITTED = "committed", _("Committed")
        RECEIVED = "received", _("Received")
        SPENT = "spent", _("Spent")

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="ledger", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(
        _("day"), help_text=_("Signed, paid in or paid out: the day the bank or the paper says.")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, help_text=_("Below 0 to take one back.")
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    into = models.CharField(
        _("rate leads to"), max_length=3, validators=[validate_currency], editable=False
    )
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8, validators=ABOVE_ZERO)
    rate_on = models.DateField(_("rate date"))
    rate_source = models.CharField(_("source of the rate"), max_length=200, blank=True)
    evidence = models.CharField(
        _("evidence"),
        max_length=300,
        help_text=_("Contract, bank advice or booking number: what an auditor would ask for."),
    )
    text = models.CharField(_("what for"), max_length=200, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="ledger_entry_not_zero",
                violation_error_message=_("Enter an amount other than 0."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="ledger_entry_rate_above_zero",
                violation_error_message=_("The rate must be above 0."),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "on"], name="ledger_by_day")]

    def __str__(self):
        amount = f"{name_of(self.currency)} {self.amount:,}"
        return f"{self.get_kind_display()}, {full_day(self.on)}: {amount}"

    @property
    def whose_money(self) -> int:
        return self.agreement.centre_id

    def save(self, *args, **kwargs):
        self.into = self.leads_to
        super().save(*args, **kwargs)

    @property
    def leads_to(self) -> str:
        """The pledge's currency on the day of entry; it stays if the pledge changes its own."""
        pledged = self.agreement.pledged_currency if self.agreement_id else ""
        return self.into or pledged or self.currency

    def clean(self):
        if self.currency == self.leads_to and self.rate is not None and self.rate != 1:
            text = _("%(name)s is the currency of the pledge, so its rate is 1.")
            raise ValidationError({"rate": text % {"name": name_of(self.currency)}})
