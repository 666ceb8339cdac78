"""Two people side by side: what differs, what both have, and why they cannot be one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from centre.templatetags.cohort import full_day
from recruitment.candidates.models import Candidate, EducationRecord, Note
from recruitment.duplicates import rows
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.kinds import SUCCEEDED
from recruitment.pipeline.models import Application

# One of two values stays.
FIELDS = (
    "full_name", "native_name", "preferred_name", "email", "phone", "orcid", "nationality",
    "current_place", "language", "no_contact_on", "no_contact_reason",
)  # fmt: skip
# Both stay.
LISTS = ("other_emails", "home_pages")


@dataclass(frozen=True)
class Line:
    """A field of both: the values as stored, and as shown."""

    name: str
    label: str
    values: tuple[str, str]
    shown: tuple[str, str]

    @property
    def differs(self) -> bool:
        """Whether somebody has to choose. A value that is missing on one side is no choice."""
        return all(self.values) and self.values[0] != self.values[1]


@dataclass(frozen=True)
class Clash:
    """Two applications to the same position and intake: one will count."""

    applications: tuple[Application, Application]

    @property
    def name(self) -> str:
        return "clash{}-{}".format(*(one.pk for one in self.applications))

    @property
    def fixed(self) -> Application | None:
        """The one that must count: who has started, started there."""
        return next((one for one in self.applications if one.status in SUCCEEDED), None)

    @property
    def usual(self) -> Application:
        """What is proposed: started before open before ended, then the furthest, then the first."""
        rank = {True: 0, False: 1}
        return min(
            self.applications,
            key=lambda one: (
                rank[one.status in SUCCEEDED], rank[one.is_active], -one.stage.position, one.pk,
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One person with what hangs on them."""

    person: Candidate
    studies: Sequence[EducationRecord]
    applications: Sequence[Application]
    notes: int


@dataclass(frozen=True)
class Pair:
    """Both people with all the page shows. `people` are in the order they were added."""

    people: tuple[Candidate, Candidate]

    @cached_property
    def lines(self) -> list[Line]:
        return [_line(name, self.people) for name in (*FIELDS, *LISTS)]

    @cached_property
    def applications(self) -> tuple[list[Application], list[Application]]:
        found: dict[int, list[Application]] = {one.pk: [] for one in self.people}
        everything = Application.objects.filter(candidate__in=self.people).for_list()
        for one in everything.select_related("reason").order_by("pk"):
            found[one.candidate_id].append(one)
        return found[self.people[0].pk], found[self.people[1].pk]

    @cached_property
    def clashes(self) -> list[Clash]:
        ones, others = self.applications
        places = {_place(one): one for one in ones if not one.set_aside}
        return [
            Clash((places[_place(other)], other))
            for other in others
            if not other.set_aside and _place(other) in places
        ]

    @cached_property
    def sides(self) -> list["Side"]:
        """What comes together, of each: it all stays, so nothing is to choose."""
        studies: dict[int, list[EducationRecord]] = {one.pk: [] for one in self.people}
        for record in EducationRecord.objects.filter(candidate__in=self.people):
            studies[record.candidate_id].append(record)
        rows = Note.objects.filter(candidate__in=self.people).order_by().values("candidate")
        notes = dict(rows.annotate(n=Count("pk")).values_list("candidate", "n"))
        return [
            Side(one, studies[one.pk], applications, notes.get(one.pk, 0))
            for one, applications in zip(self.people, self.applications, strict=True)
        ]

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        found = Enrolment.objects.filter(researcher__candidate__in=self.people)
        return list(found.select_related("researcher", "track").order_by("started_on"))

    @cached_property
    def refusals(self) -> list[str]:
        """Why these cannot be one person; empty if they can."""
        one, other = self.people
        words = {"one": _named(one), "other": _named(other)}
        found = []
        if one.centre_id != other.centre_id:
            return [_("%(one)s and %(other)s are of different centres.") % words]
        if both := self._at_once():
            words |= {"day": full_day(max(stay.started_on for stay in both))}
            found.append(
                _(
                    "%(one)s and %(other)s are both in post on %(day)s, and nobody is twice. "
                    "Correct the start that was a mistake first."
                )
                % words
            )
        for clash in self.clashes:
            if all(one.status in SUCCEEDED for one in clash.applications):
                first = clash.applications[0]
                place = {"place": f"{first.position}, {first.intake}"}
                found.append(
                    _(
                        "%(one)s and %(other)s both started from %(place)s. "
                        "Correct the start that was a mistake first."
                    )
                    % (words | place)
                )
        return found

    def _at_once(self) -> Sequence[Enrolment]:
        """Two stays, one of each, that share a day."""
        mine, theirs = (
            [stay for stay in self.enrolments if stay.researcher.candidate_id == one.pk]
            for one in self.people
        )
        for stay in mine:
            for other in theirs:
                if _before_end(stay, other) and _before_end(other, stay):
                    return stay, other
        return ()

    @property
    def digest(self) -> str:
        """A word for all that is shown, to know it again when the form comes back."""
        shown = repr([rows.prints(one.pk) for one in self.people])
        return blake2b(shown.encode(), digest_size=10).hexdigest()


def _line(name: str, people: Sequence[Any]) -> Line:
    field: Any = Candidate._meta.get_field(name)
    values = [str(getattr(one, name) or "") for one in people]
    shown = values
    if name == "nationality":
        shown = [str(one.nationality.name or "") for one in people]
    elif name == "language":
        shown = [one.get_language_display() for one in people]
    label = capfirst(str(field.verbose_name))
    return Line(name, label, (values[0], values[1]), (shown[0], shown[1]))


def _named(one: Candidate) -> str:
    return f"{one} ({one.email})" if one.email else str(one)


def _place(one: Application) -> tuple[int, int]:
    return one.position_id, one.intake_id


def _before_end(one: Enrolment, other: Enrolment) -> bool:
    return other.left_on is None or one.started_on < other.left_on
