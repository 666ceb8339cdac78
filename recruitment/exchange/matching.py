"""Who in a file is the same person: as another line, and as somebody we have already.

By ORCID iD, else by folded e-mail if the names agree: an office, a couple or a lab may share one.
Lines with neither are matched by name and nationality, and only with people who have neither: two
people may share a name, and joining them cannot be undone. What is left is a suggestion (alike.py).
Everything is looked up by indexed keys in chunks, so the cost does not grow with what is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from centre.organisation.models import Centre
from recruitment.candidates import names
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.exchange.choices import Choices
from recruitment.exchange.lists import fold
from recruitment.exchange.rows import Reading
from recruitment.pipeline.models import Application

CHUNK = 500
_SHARED = 20  # people of one address whose names are compared word by word
Kind = CandidateKey.Kind
Holders = dict[tuple[str, str], list[int]]


@dataclass
class Group:
    """The lines about one person, and the person if we have them."""

    readings: list[Reading] = field(default_factory=list)
    known: Candidate | None = None
    is_decided: bool = False  # somebody said who it is
    by_name: bool = False  # name and nationality alone tell who it is
    has_namesake: bool = False  # somebody of that name is here, and is taken for another
    shares: str = ""  # whose address it has, who is taken for another: their names differ

    # Asked for again and again; all lines are here by then.
    @cached_property
    def emails(self) -> list[str]:
        return list(dict.fromkeys(email for one in self.readings for email in one.emails))

    @cached_property
    def orcid(self) -> str:
        return next((one.orcid for one in self.readings if one.orcid), "")

    @property
    def called(self) -> set[str]:
        """Their names, in any script."""
        both = ((one.full_name, one.native_name) for one in self.readings)
        return {name for pair in both for name in pair if name}

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

    # Addresses of the file that somebody has: {address: candidate ids}.
    addresses: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
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
    shared: dict[str, list[Group]] = defaultdict(list)  # of one address
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
        alone = Group([reading])
        keys = _keys_of(reading, alone)
        beside = [one for email in reading.emails for one in shared[email]]
        mine = next((of[key] for key in keys if key in of), None)
        mine = mine or next((one for one in beside if may_be_one(one.called, alone.called)), None)
        if mine is None:
            mine = alone
            mine.shares = beside[0].readings[0].full_name if beside else ""
            groups.append(mine)
            for email in reading.emails:
                shared[email] = [*shared[email], mine][:_SHARED]
        else:
            mine.readings.append(reading)
        for key in [where, *keys]:
            of.setdefault(key, mine)
    return groups


def _keys_of(reading: Reading, alone: Group) -> list[tuple]:
    """What tells who a line is about: of lines with one of them in common."""
    keys: list[tuple] = [
        (Kind.EMAIL, email, name) for email in reading.emails for name in _spelt(alone.called)
    ]
    if reading.orcid:
        keys.insert(0, (Kind.ORCID, reading.orcid))
    if not keys:
        (first, *_native) = _spelt([reading.full_name])
        keys.append((Kind.NAME, first, fold(reading.native_name), reading.nationality))
    return keys


def _spelt(called: Iterable[str]) -> list[str]:
    """Each name as its words in the order of the alphabet, or as it is if it has none."""
    return [" ".join(sorted(names.words(name))) or name for name in called]


def may_be_one(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two people of one address may be the same: a name of one is the other's, in any
    order and script, or has some of its words. A number tells namesakes apart."""
    return any(_agree(one, other) for one in some for other in others)


def _agree(one: str, other: str) -> bool:
    if fold(one) == fold(other):
        return True
    mine, theirs = set(names.words(one)), set(names.words(other))
    apart = mine ^ theirs
    if any(word.isdecimal() for word in apart):
        return False
    return (bool(mine & theirs) and (mine <= theirs or theirs <= mine)) or names.same_name(
        one, other
    )


def recognise(centre: Centre, groups: Sequence[Group], choices: Choices | None = None) -> None:
    """Set `known` of every group whose person the centre has; what was decided comes first."""
    decided = _decided(centre, groups, choices or Choices())
    groups = [one for one in groups if id(one) not in decided]
    here = _Here(_holders(centre, groups))
    for one in groups:
        if by_iD := here.holders.get((Kind.ORCID, one.orcid)):
            one.known = here.people[by_iD[0]]
        else:
            _recognise_one(one, here)


def _holders(centre: Centre, groups: Sequence[Group]) -> Holders:
    """{(kind, key): ids of those of the centre who have it}, of the keys these groups have."""
    wanted = {
        Kind.EMAIL: {email for one in groups for email in one.emails},
        Kind.ORCID: {one.orcid for one in groups if one.orcid},
        Kind.NAME: {
            names.name_key(one.first("full_name"))
            for one in groups
            if not one.emails and not one.orcid
        },
    }
    holders: Holders = defaultdict(list)
    for kind, keys in wanted.items():
        for part in _chunks(sorted(keys - {""})):
            rows = CandidateKey.objects.filter(centre=centre, kind=kind, key__in=part)
            for key, person in rows.order_by("candidate").values_list("key", "candidate"):
                holders[kind, key].append(person)
    return holders


class _Here:
    """The people of the centre whom some group has something in common with."""

    def __init__(self, holders: Holders):
        self.holders = holders
        self.people: dict[int, Candidate] = {}
        for ids in _chunks(sorted({person for found in holders.values() for person in found})):
            self.people.update(Candidate.objects.in_bulk(ids))
        # Of an address that many have, those of one name at once.
        self.by_name = {
            (email, name): self.people[pk]
            for (kind, email), found in holders.items()
            if kind == Kind.EMAIL
            for pk in reversed(found)
            for name in _spelt(_called(self.people[pk]))
        }

    def having(self, emails: Iterable[str]) -> list[Candidate]:
        """Those who have one of these addresses, the first of each."""
        ids = (pk for one in emails for pk in self.holders.get((Kind.EMAIL, one), ())[:_SHARED])
        return [self.people[pk] for pk in ids]


def _recognise_one(one: Group, here: _Here) -> None:
    """By its addresses together with its name; one with neither address nor iD by its name."""
    spelt = [(email, name) for email in one.emails for name in _spelt(one.called)]
    having = here.having(one.emails)
    named = next((here.by_name[key] for key in spelt if key in here.by_name), None)
    one.known = named or next((who for who in having if may_be_one(_called(who), one.called)), None)
    if having and not one.known:
        one.shares = having[0].full_name
    elif not one.emails and not one.orcid:
        name = one.first("full_name")
        ids = here.holders.get((Kind.NAME, names.name_key(name)), ())
        same = [here.people[pk] for pk in ids]
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
    # Whom somebody chose may have been merged into another since.
    gone = Merge.objects.standing().filter(centre=centre, gone__in=ids) if ids else ()
    now = {row.gone: row.kept_id for row in gone}
    said = {key: (one, now.get(person, person)) for key, (one, person) in said.items()}
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


def _called(person: Candidate) -> set[str]:
    return {person.full_name, person.native_name} - {""}


def _is_namesake(person: Candidate, one: Group, name: str) -> bool:
    if person.emails or person.orcid or str(person.nationality or "") != one.first("nationality"):
        return False
    if fold(person.native_name) != fold(one.first("native_name")):
        return False
    return fold(person.full_name) == fold(name) or names.same_name(person.full_name, name)


def what_they_have(centre: Centre, groups: Sequence[Group]) -> Held:
    """Applications, institutions and notes of the people we know."""
    held = Held()
    written = {email for one in groups for email in one.emails}
    for part in _chunks(sorted(written)):
        rows = CandidateKey.objects.filter(centre=centre, kind=Kind.EMAIL, key__in=part)
        for email, person in rows.values_list("key", "candidate"):
            held.addresses[email].add(person)
    for ids in _chunks([one.known.pk for one in groups if one.known]):
        for person, position, intake, *standing in Application.objects.filter(
            candidate__in=ids, set_aside=0
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
