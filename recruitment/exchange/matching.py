"""Who in a file is the same person: as another line, and as somebody we have already.

By folded e-mail, else ORCID iD. Lines with neither are matched by name and nationality, and only
with people who have neither: two people may share a name, and joining them cannot be undone.
Everything is looked up by indexed keys in chunks, so the cost does not grow with what is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from centre.organisation.models import Centre
from recruitment.candidates import names
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.exchange.choices import Choices
from recruitment.exchange.lists import fold
from recruitment.exchange.rows import Reading
from recruitment.pipeline.models import Application

CHUNK = 500
Kind = CandidateKey.Kind


@dataclass
class Group:
    """The lines about one person, and the person if we have them."""

    readings: list[Reading] = field(default_factory=list)
    known: Candidate | None = None
    is_decided: bool = False  # somebody said who it is
    by_name: bool = False  # name and nationality alone tell who it is
    has_namesake: bool = False  # somebody of that name is here, and is taken for another

    # Asked for again and again; all lines are here by then.
    @cached_property
    def emails(self) -> list[str]:
        return list(dict.fromkeys(email for one in self.readings for email in one.emails))

    @cached_property
    def orcid(self) -> str:
        return next((one.orcid for one in self.readings if one.orcid), "")

    def first(self, name: str):
        """The first value any line gives for a field."""
        return next((value for one in self.readings if (value := getattr(one, name))), "")


@dataclass(frozen=True)
class Standing:
    """An application somebody has already."""

    stage_kind: str
    status: str


@dataclass
class Held:
    """What the people of a file have already, by candidate id."""

    applications: dict[tuple[int, int, int], Standing] = field(default_factory=dict)
    schools: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    notes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def group(readings: Sequence[Reading], choices: Choices | None = None) -> list[Group]:
    """The lines of each person together, in the order of the file.

    Lines somebody decided about stand alone, or with the line they were joined with.
    """
    choices = choices or Choices()
    groups: list[Group] = []
    of: dict[tuple, Group] = {}
    for reading in readings:
        where = (reading.tab, reading.row)
        if where in choices.people and where not in choices.joined:
            groups.append(Group([reading]))
            of.setdefault(where, groups[-1])
            continue
        if (other := choices.joined.get(where)) in of:
            of[other].readings.append(reading)
            of.setdefault(where, of[other])
            continue
        keys: list[tuple] = [where, *((Kind.EMAIL, email) for email in reading.emails)]
        if reading.orcid:
            keys.append((Kind.ORCID, reading.orcid))
        if len(keys) == 1:
            folded = " ".join(sorted(names.words(reading.full_name))) or reading.full_name
            keys.append((Kind.NAME, folded, fold(reading.native_name), reading.nationality))
        mine = next((of[key] for key in keys if key in of), None)
        if mine is None:
            mine = Group()
            groups.append(mine)
        mine.readings.append(reading)
        for key in keys:
            of.setdefault(key, mine)
    return groups


def recognise(centre: Centre, groups: Sequence[Group], choices: Choices | None = None) -> None:
    """Set `known` of every group whose person the centre has; what was decided comes first."""
    decided = _decided(centre, groups, choices or Choices())
    groups = [one for one in groups if id(one) not in decided]
    wanted = {
        Kind.EMAIL: {email for one in groups for email in one.emails},
        Kind.ORCID: {one.orcid for one in groups if one.orcid},
        Kind.NAME: {
            names.name_key(one.first("full_name"))
            for one in groups
            if not one.emails and not one.orcid
        },
    }
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for kind, keys in wanted.items():
        for part in _chunks(sorted(keys - {""})):
            rows = CandidateKey.objects.filter(centre=centre, kind=kind, key__in=part)
            for key, person in rows.order_by("candidate").values_list("key", "candidate"):
                holders[kind, key].append(person)
    people: dict[int, Candidate] = {}
    for ids in _chunks(sorted({person for found in holders.values() for person in found})):
        people.update(Candidate.objects.in_bulk(ids))
    for one in groups:
        own = [*((Kind.EMAIL, email) for email in one.emails), (Kind.ORCID, one.orcid)]
        found = next((holders[key][0] for key in own if key in holders), None)
        if found is not None:
            one.known = people[found]
        elif not one.emails and not one.orcid:
            name = one.first("full_name")
            same = [people[person] for person in holders.get((Kind.NAME, names.name_key(name)), ())]
            one.known = next((person for person in same if _is_namesake(person, one, name)), None)
            one.by_name, one.has_namesake = one.known is not None, bool(same)


def _decided(centre: Centre, groups: Sequence[Group], choices: Choices) -> set[int]:
    """The groups somebody decided about, their `known` set. An id of nobody here is nobody."""
    said: dict[int, tuple[Group, int]] = {}
    for one in groups if choices.people else ():
        for reading in one.readings:
            if (person := choices.people.get((reading.tab, reading.row))) is not None:
                said[id(one)] = one, person
    ids = {person for _one, person in said.values()}
    people = {
        row.pk: row
        for part in _chunks(sorted(ids))
        for row in Candidate.objects.filter(centre=centre, pk__in=part)
    }
    for one, person in said.values():
        one.known, one.is_decided = people.get(person), True
    return set(said)


def of_one_person(groups: Sequence[Group]) -> list[Group]:
    """`groups`, those of the same known person as one: two lines may have found them by
    different keys."""
    kept: list[Group] = []
    of: dict[int, Group] = {}
    for one in groups:
        same = of.get(one.known.pk) if one.known else None
        if same is not None:
            same.readings.extend(one.readings)
            continue
        if one.known:
            of[one.known.pk] = one
        kept.append(one)
    return kept


def _is_namesake(person: Candidate, one: Group, name: str) -> bool:
    if person.emails or person.orcid or str(person.nationality or "") != one.first("nationality"):
        return False
    if fold(person.native_name) != fold(one.first("native_name")):
        return False
    return fold(person.full_name) == fold(name) or names.same_name(person.full_name, name)


def what_they_have(groups: Sequence[Group]) -> Held:
    """Applications, institutions and notes of the people we know."""
    held = Held()
    for ids in _chunks([one.known.pk for one in groups if one.known]):
        for person, position, intake, *standing in Application.objects.filter(
            candidate__in=ids
        ).values_list("candidate", "position", "intake", "stage__kind", "status"):
            held.applications[person, position, intake] = Standing(*standing)
        for person, school in EducationRecord.objects.filter(candidate__in=ids).values_list(
            "candidate", "institution"
        ):
            held.schools[person].add(fold(school))
        for person, text in Note.objects.filter(candidate__in=ids).values_list("candidate", "text"):
            held.notes[person].add(text)
    return held


def _chunks(keys: Iterable) -> Iterator[list]:
    listed = list(keys)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
