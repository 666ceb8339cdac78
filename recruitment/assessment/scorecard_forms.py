"""What a member of a panel answers: whether something ties them, and then the scorecard."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from recruitment.assessment.models import PanelMember
from recruitment.assessment.scorecards import Criterion, Scorecard, Word
from recruitment.assessment.scoring import CANNOT_SAY, Answers

LONGEST = 4000
WORDS = [(str(word.value), word.label) for word in Word]
Conflict = PanelMember.Conflict


class TakeBackForm(forms.Form):
    """The office takes back a conflict of interest that was declared by mistake."""

    reason = forms.CharField(label=_("Why it is none"), max_length=300)


class ConflictForm(forms.Form):
    conflict = forms.ChoiceField(
        label=_("Does anything tie you to this candidate?"),
        choices=[
            (Conflict.NONE, _("No. I can judge freely.")),
            (Conflict.DECLARED, _("Yes. I declare a conflict of interest.")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Family, friendship, money, a paper together, supervision, a quarrel."),
    )
    note = forms.CharField(
        label=_("What ties you"),
        max_length=300,
        required=False,
        help_text=_("The office reads it. A declared conflict closes this file to you."),
    )


@dataclass(frozen=True)
class Question:
    """A criterion with its two fields."""

    criterion: Criterion
    word: forms.BoundField
    evidence: forms.BoundField


def _word(label, *, required=False, choices=WORDS):
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=required
    )


def _text(label):
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ScorecardForm(forms.Form):
    """Fields for each criterion that is asked; a draft may leave any of them out."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, criteria: Sequence[Criterion], card: Scorecard | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            choices = [*WORDS, (CANNOT_SAY, _("Cannot say"))]
            self.fields[f"word-{one.pk}"] = _word(one.name, choices=choices)
            self.fields[f"evidence-{one.pk}"] = _text(_("Evidence"))
        self.fields["overall"] = _word(_("Overall"))
        self.fields["why"] = _text(_("Why"))
        self.initial = {"seen": card.saves, **_stored(card)} if card else {"seen": 0}

    @cached_property
    def questions(self) -> list[Question]:
        return [
            Question(one, self[f"word-{one.pk}"], self[f"evidence-{one.pk}"])
            for one in self.criteria
        ]

    def answers(self) -> Answers:
        typed = self.cleaned_data
        words = {one.pk: typed[f"word-{one.pk}"] for one in self.criteria}
        return Answers(
            overall=int(typed["overall"]) if typed["overall"] else None,
            why=typed["why"],
            words={
                pk: None if word == CANNOT_SAY else int(word) for pk, word in words.items() if word
            },
            evidence={one.pk: typed[f"evidence-{one.pk}"] for one in self.criteria},
        )


def _stored(card: Scorecard) -> dict:
    found = {"overall": card.overall and str(card.overall), "why": card.evidence}
    for rating in card.ratings.all():
        word = CANNOT_SAY if rating.value is None else str(rating.value)
        found[f"word-{rating.criterion_id}"] = "" if rating.is_open else word
        found[f"evidence-{rating.criterion_id}"] = rating.evidence
    return found
