"""What one version of an offer says that the version before did not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from centre.money.amounts import Money, written
from recruitment.offers.models import Condition, FundingPart, Offer
from recruitment.offers.words import answer_by


@dataclass(frozen=True)
class Line:
    """One term: its name, what it says, and what it said before if that is another."""

    label: str
    value: str
    before: str | None = None

    @property
    def differs(self) -> bool:
        return self.before is not None


def terms(offer: Offer, parts: Sequence[FundingPart]) -> dict[str, str]:
    """{name: value} of all that is promised, in the order of a letter."""

    def day(value):
        return formats.date_format(value, "j M Y")

    return {
        _("Paid as"): str(offer.get_pay_display()),
        _("A month"): written(offer.pay_a_month),
        _("Months"): str(offer.months),
        _("Altogether"): written(offer.whole),
        _("First day"): day(offer.starts_on),
        _("Supervisor"): str(offer.supervisor),
        _("Co-supervisor"): str(offer.co_supervisor or "–"),
        _("Who pays"): "; ".join(
            f"{part}, {written(Money(part.amount, offer.currency))}" for part in parts
        )
        or "–",
        _("Answer by"): answer_by(offer),
        _("Letter in"): str(offer.get_language_display()),
        _("A paragraph of its own"): offer.paragraph or "–",
    }


def conditions_in_words(conditions: Sequence[Condition]) -> str:
    return "; ".join(f"{one} ({one.get_gate_display()})" for one in conditions) or "–"


def compare(now: dict[str, str], before: dict[str, str] | None) -> list[Line]:
    return [
        Line(
            label,
            value,
            before[label] if before is not None and before[label] != value else None,
        )
        for label, value in now.items()
    ]
