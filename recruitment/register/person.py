"""Everything the page of one person shows, read in as few statements as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from recruitment.candidates import duplicates
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate, EducationRecord
from recruitment.register.histories import History, histories

TWINS = 5  # namesakes named on the page; a search finds the others


def candidates_with_degree():
    """Candidates with who added them, their latest degree, and whether somebody was merged into
    them, for `fetch`."""
    latest = EducationRecord.objects.filter(candidate=OuterRef("pk"))
    return Candidate.objects.select_related("created_by", "centre").annotate(
        degree_level=Subquery(latest.values("level")[:1]),
        degree_from=Subquery(latest.values("institution")[:1]),
        degree_ended=Subquery(latest.values("ended")[:1]),
        was_merged=Exists(Merge.objects.standing().filter(kept=OuterRef("pk"))),
    )


def latest_degree(candidate) -> str:
    """Master, Jiangnan Polytechnic, 2026."""
    if not candidate.degree_from:
        return ""
    level = EducationRecord.Level(candidate.degree_level)
    parts = [] if level == EducationRecord.Level.UNKNOWN else [str(level.label)]
    parts.append(candidate.degree_from)
    if candidate.degree_ended:
        parts.append(str(candidate.degree_ended))
    return ", ".join(parts)


@dataclass(frozen=True)
class Dossier:
    """One person: who they are, what they applied for, who may be the same."""

    candidate: Candidate
    degree: str
    histories: Sequence[History]
    matches: Sequence[duplicates.Match]

    @property
    def main(self) -> History | None:
        """The application the page is about: the open one moved last, else the last."""
        return self.histories[0] if self.histories else None

    @property
    def merges(self) -> list[Merge]:
        """Who became one with this person. A statement, for the few of whom that is so."""
        if not getattr(self.candidate, "was_merged", False):
            return []
        return list(self.candidate.merges.standing().defer("before").select_related("by"))

    @property
    def twins(self) -> list[duplicates.Match]:
        """Those who share more than a name, who come first, and of the others a few."""
        return [match for n, match in enumerate(self.matches) if match.is_strong or n < TWINS]

    @property
    def has_more_twins(self) -> bool:
        return len(self.twins) < len(self.matches)

    @property
    def open(self) -> list[History]:
        return [history for history in self.histories if history.is_open]

    @property
    def left_open(self) -> list[History]:
        """Open ones that began before this person started: the start did not close them."""
        starts = [one.application.entered_stage_at for one in self.histories if one.has_started]
        return [one for one in self.open if starts and one.rows[0].effective_at <= max(starts)]

    @property
    def shown(self) -> list[History]:
        """Those with a card of their own; the rest are lines."""
        return self.open or list(self.histories[:1])

    @property
    def earlier(self) -> list[History]:
        return [history for history in self.histories if history not in self.shown]


def dossier(request, candidate) -> Dossier:
    """Three statements: stages, steps with their applications, and who may be the same."""
    found = duplicates.find(candidate, user=request.user, at_school=True)
    return Dossier(
        candidate=candidate,
        degree=latest_degree(candidate),
        histories=histories(request, candidate),
        matches=[match for match in found if match.seen],
    )
