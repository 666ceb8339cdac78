"""What staff type about money: ledger entries, awards, and what a plan is priced with."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.money.currencies import name_of
from centre.money.models import ExchangeRate, LedgerEntry
from centre.web.forms import Compared, CurrencyField, PickedDays, validate_age
from recruitment.funding.models import LONGEST, MONTHLY_KINDS, Award, FundingBasis
from recruitment.funding.months import number_of


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m", **kwargs)


class MonthField(forms.DateField):
    """A month, as 2026-09; browsers without a picker for it take the typed text."""

    widget = MonthInput
    input_formats = ["%Y-%m", "%Y-%m-%d"]
    default_error_messages = {"invalid": _("Write the month as 2026-09.")}


class Once(forms.ModelForm):
    """A form that adds one row however often it is sent: it carries a token."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["token"].initial = uuid.uuid4
        else:
            del self.fields["token"]

    def add(self):
        """Store it; sent twice it is one."""
        token = self.cleaned_data["token"] or uuid.uuid4()
        stored = type(self.instance).objects.filter(token=token).first()
        if stored is None:
            self.instance.token = token
            stored = self.save()
        return stored


class LedgerForm(Compared, PickedDays, Once):
    """An entry; an empty rate is filled with the newest that was known on its day."""

    class Meta:
        model = LedgerEntry
        fields = [
            "kind", "on", "amount", "currency", "rate", "rate_on", "rate_source", "evidence",
            "text",
        ]  # fmt: skip
        field_classes = {"currency": CurrencyField}
        help_texts = {
            "rate": _("Into the currency of the pledge. Leave empty for the rate of that day."),
            "rate_on": _("Leave empty with the rate."),
            "rate_source": _("Leave empty with the rate."),
        }
        error_messages = {"rate": {"min_value": _("A rate is above 0.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *LedgerEntry.Kind.choices]
        for name in ("rate", "rate_on", "rate_source"):
            self.fields[name].required = False
        for name in ("on", "rate_on"):
            self.fields[name].validators.append(validate_age)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("rate") is None and "rate" not in self.errors:
            self._fill_rate(cleaned)
        elif cleaned.get("rate") is not None:
            cleaned["rate_on"] = cleaned.get("rate_on") or cleaned.get("on")
            if not cleaned.get("rate_source") and cleaned.get("currency") != self._into(cleaned):
                self.add_error("rate_source", _("Say where the rate comes from."))
        return cleaned

    def _into(self, cleaned) -> str:
        entry = self.instance
        return entry.into or entry.agreement.pledged_currency or cleaned.get("currency", "")

    def _fill_rate(self, cleaned):
        currency, on = cleaned.get("currency"), cleaned.get("on")
        if not (currency and on):
            return
        into = self._into(cleaned)
        rates = ExchangeRate.objects.known(self.instance.agreement.centre, on=on)
        quote = rates.between(currency, into)
        if quote is None:
            text = _("No rate from %(one)s to %(other)s is known by that day. Enter it.")
            names = {"one": name_of(currency), "other": name_of(into)}
            self.add_error("rate", forms.ValidationError(text, params=names))
            return
        cleaned["rate"] = round(quote.rate, 8)
        cleaned["rate_on"] = quote.on or on
        cleaned["rate_source"] = quote.source[:200]


class AwardForm(Compared, Once):
    """Who pays for a researcher, from month to month; a rate, or an amount with its currency."""

    class Meta:
        model = Award
        fields = ["source", "from_month", "to_month", "kind", "amount", "currency", "text"]
        field_classes = {
            "from_month": MonthField, "to_month": MonthField, "currency": CurrencyField,
        }  # fmt: skip
        help_texts = {"text": _("Name of the scheme, number of the letter.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("Choose")), *Award.Source.choices]
        kinds = [(kind.value, kind.label) for kind in MONTHLY_KINDS]
        self.fields["kind"].choices = [("", _("No rate: an amount")), *kinds]
        for name in ("from_month", "to_month"):
            self.fields[name].validators.append(validate_age)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_month"), cleaned.get("to_month")
        if first and last and last < first:
            self.add_error("to_month", _("The last month must not come before the first."))
        elif first and last and number_of(last) - number_of(first) >= LONGEST:
            self.add_error("to_month", _("That is more than eight years. Check the year."))
        self._check_amount(cleaned)
        return cleaned

    def _check_amount(self, cleaned):
        kind, amount = cleaned.get("kind"), cleaned.get("amount")
        if kind and amount is not None:
            self.add_error("amount", _("Choose a rate or enter an amount, not both."))
        elif kind:
            cleaned["currency"] = ""
        elif amount is None and "amount" not in self.errors:
            self.add_error("kind", _("Choose a rate, or enter an amount with its currency."))
        elif amount is not None and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Enter the currency, such as HKD."))


class BasisForm(Compared, forms.ModelForm):
    class Meta:
        model = FundingBasis
        fields = [
            "level", "doctoral_months", "postdocs", "postdoc_months", "pays_fees", "pays_overhead",
        ]  # fmt: skip
