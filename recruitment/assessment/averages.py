"""What a panel thinks on the whole: means of the words that were given, never sums.

Who could not say is not counted, so a missing rating lowers nobody; each mean says of how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _

from recruitment.assessment.scorecards import Scorecard, Word


@dataclass(frozen=True)
class Mean:
    """The mean of `n` words, out of `cards` scorecards; None if nobody could say."""

    label: str
    value: float | None
    n: int
    cards: int

    @property
    def word(self) -> str:
        """The nearest of the four; both, if two are as near."""
        if self.value is None:
            return ""
        low, high = Word(ceil(self.value - 0.5)), Word(floor(self.value + 0.5))
        if low == high:
            return str(low.label)
        return _("Between %(low)s and %(high)s") % {"low": low.label, "high": high.label}


def mean_of(label: str, words: Sequence[int | None]) -> Mean:
    given = [word for word in words if word is not None]
    value = sum(given) / len(given) if given else None
    return Mean(label, value, len(given), len(words))


def means(cards: Sequence[Scorecard]) -> tuple[Mean, list[Mean]]:
    """(overall, by criterion in the order they are asked) of cards with their ratings."""
    by_criterion: dict[int, tuple[str, list[int | None]]] = {}
    for card in cards:
        for rating in card.ratings.all():
            _label, words = by_criterion.setdefault(
                rating.criterion_id, (str(rating.criterion), [])
            )
            words.append(rating.value)
    overall = mean_of("", [card.overall for card in cards])
    return overall, [mean_of(label, words) for label, words in by_criterion.values()]
