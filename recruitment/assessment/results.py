"""The scorecards of interviews as one person may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from centre.accounts.models import User
from recruitment.assessment.averages import Mean, means
from recruitment.assessment.models import Interview
from recruitment.assessment.reading import Shown, shown
from recruitment.assessment.scorecards import Scorecard
from recruitment.assessment.seals import Seal, seal_of
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application


@dataclass(frozen=True)
class Result:
    """An interview, its seal, and what is read of it; nothing where it is sealed."""

    shown: Shown
    seal: Seal
    cards: Sequence[Scorecard]
    overall: Mean | None
    criteria: Sequence[Mean]


def results(user: User, interviews: Sequence[Shown], *, now: datetime) -> list[Result]:
    """Two statements where some are open, none where all are sealed."""
    seals = {
        one.interview.pk: seal_of(one.interview, one.panel, user, tied=one.tied, now=now)
        for one in interviews
    }
    readable = [pk for pk, seal in seals.items() if seal.is_open]
    cards: dict[int, list[Scorecard]] = {}
    for card in Scorecard.objects.of_interviews(readable) if readable else ():
        if not card.member.has_conflict:
            cards.setdefault(card.member.interview_id, []).append(card)
    return [
        _result(one, seals[one.interview.pk], cards.get(one.interview.pk, [])) for one in interviews
    ]


def _result(one: Shown, seal: Seal, cards: Sequence[Scorecard]) -> Result:
    overall, criteria = means(cards) if cards else (None, [])
    return Result(one, seal, cards, overall, criteria)


def of_candidate(user: User, candidate: Candidate, *, now: datetime) -> list[Result]:
    """Of all their applications that `user` sees, the latest first."""
    own = Application.objects.visible_to(user).filter(candidate=candidate).order_by()
    rows = Interview.objects.visible_to(user).filter(application__in=own.values("pk"))
    return results(user, shown(user, rows.for_list().order_by("-created_at", "-pk")), now=now)
