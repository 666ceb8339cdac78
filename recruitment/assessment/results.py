"""The scorecards of interviews as one person may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import Slot
from recruitment.assessment.averages import Mean, means
from recruitment.assessment.models import Interview, PanelMember
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


def sealed_for(user: User, centre: Centre, *, now: datetime) -> list[Interview]:
    """Interviews of `centre` with a scorecard, drafts too, that are sealed to `user`, who sees the
    centre whole."""

    def rows():
        written = Scorecard.objects.filter(member__interview__centre=centre).order_by()
        # The others are open to whoever sees the centre whole: due, and nothing of theirs.
        not_due = Q(due_at=None) | Q(due_at__gt=Slot("now"))
        own = Q(pk__in=PanelMember.objects.filter(user=user).order_by().values("interview"))
        tied = Q(application__in=Application.objects.order_by().about_tied_to(user).values("pk"))
        supervised = Q(application__supervisor__user=user)
        mine = Interview.objects.filter(pk__in=written.values("member__interview"))
        return mine.filter(not_due | own | tied | supervised)

    found = shown("to be sealed", user, rows, centre.pk, now=now)
    seals = [seal_of(one.interview, one.panel, user, tied=one.tied, now=now) for one in found]
    return [one.interview for one, seal in zip(found, seals, strict=True) if not seal.is_open]


def of_candidate(user: User, candidate: Candidate, *, now: datetime) -> list[Result]:
    """Of all their applications that `user` sees, the latest first."""

    def rows():
        own = Application.objects.visible_to(user).filter(candidate=Slot("candidate")).order_by()
        mine = Interview.objects.visible_to(user).filter(application__in=own.values("pk"))
        return mine.order_by("-created_at", "-pk")

    return results(user, shown("of a candidate", user, rows, candidate=candidate.pk), now=now)
