"""Who the lines of a file may be about as well: suggestions, for somebody to decide.

Found by indexed keys in chunks, so the cost does not grow with what is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from recruitment.candidates import names
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.candidates.pairs import NotSame
from recruitment.exchange.choices import Choices, Where
from recruitment.exchange.lists import fold
from recruitment.exchange.matching import CHUNK, Group, Kind
from recruitment.exchange.planned import Alike

MOST = 3  # suggestions a line
_HOLDERS = 20  # of one key: a name so common tells nothing


def find_alike(
    centre: Centre, groups: Sequence[Group], choices: Choices
) -> dict[Where, list[Alike]]:
    """{first line of a person: who they may be}; nobody twice, surest first."""
    found: dict[Where, list[Alike]] = {}
    open_ones = []
    for one in groups:
        if one.known and not one.is_decided:
            found[_where(one)] = [_recognised(one)]
        elif not one.known or one.is_decided:
            open_ones.append(one)
    for one, alike in _stored(centre, open_ones):
        found.setdefault(_where(one), []).append(alike)
    for one, alike in _in_file(open_ones):
        found.setdefault(_where(one), []).append(alike)
    return {where: some[:MOST] for where, some in found.items()}


def _where(one: Group) -> Where:
    return one.readings[0].tab, one.readings[0].row


def _recognised(one: Group) -> Alike:
    person = one.known
    assert person is not None
    if set(one.emails) & set(person.emails):
        why = _("Same e-mail as %(name)s")
    elif one.orcid and one.orcid == person.orcid:
        why = _("Same ORCID iD as %(name)s")
    else:
        why = _("Same name as %(name)s")
    return Alike(why % {"name": _shown(person)}, person.pk, person.full_name, is_taken=True)


def _shown(person: Candidate) -> str:
    return f"{person.full_name} {person.native_name}".strip()


def _keys(one: Group) -> set[tuple[str, str]]:
    called = {one.first("full_name"), one.first("native_name")} - {""}
    keys = {(Kind.NAME, names.name_key(name)) for name in called}
    keys.add((Kind.PHONE, names.fold_phone(one.first("phone"))))
    keys |= {(Kind.EMAIL, email) for email in one.emails}
    if one.orcid:
        keys.add((Kind.ORCID, one.orcid))
    return {(str(kind), key) for kind, key in keys if key}


def _stored(centre: Centre, groups: Sequence[Group]) -> Iterable[tuple[Group, Alike]]:
    for start in range(0, len(groups), CHUNK):
        part = [(one, _keys(one)) for one in groups[start : start + CHUNK]]
        holders = _holders(centre, {pair for _one, keys in part for pair in keys})
        ids = {person for found in holders.values() for person in found}
        people = Candidate.objects.in_bulk(ids)
        schools: dict[int, set[str]] = defaultdict(set)
        rows = EducationRecord.objects.filter(candidate__in=ids)
        for person, school in rows.values_list("candidate", "institution"):
            schools[person].add(fold(school))
        meant = {one.known.pk for one, _keys in part if one.known}
        apart = NotSame.objects.between(meant, ids)
        for one, keys in part:
            kinds: dict[int, set[str]] = defaultdict(set)
            for pair in keys:
                for person in holders.get(pair, ()):
                    if one.known is None or frozenset((one.known.pk, person)) not in apart:
                        kinds[person].add(pair[0])
            some = [
                (_why(one, kinds[pk], people[pk], schools[pk]), people[pk]) for pk in sorted(kinds)
            ]
            for (rank, why), who in sorted(some, key=lambda row: row[0][0]):
                if rank:
                    yield one, Alike(why % {"name": _shown(who)}, who.pk, who.full_name)


def _holders(centre: Centre, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, key in pairs:
        by_kind[kind].append(key)
    for kind, keys in by_kind.items():
        for start in range(0, len(keys), CHUNK):
            rows = CandidateKey.objects.filter(
                centre=centre, kind=kind, key__in=sorted(keys)[start : start + CHUNK]
            )
            for key, person in rows.order_by("key", "candidate").values_list("key", "candidate"):
                if len(found[kind, key]) < _HOLDERS:
                    found[kind, key].append(person)
    return found


def _why(one: Group, kinds: set[str], person: Candidate, schools: set[str]) -> tuple[int, str]:
    """(rank, reason with %(name)s); rank 0: no reason, since letters alone are no name."""
    if Kind.ORCID in kinds:
        return 1, _("Same ORCID iD as %(name)s")
    if Kind.EMAIL in kinds:
        return 2, _("Same e-mail as %(name)s")
    if Kind.PHONE in kinds:
        return 3, _("Same phone number as %(name)s")
    called = [name for name in (one.first("full_name"), one.first("native_name")) if name]
    theirs = [name for name in (person.full_name, person.native_name) if name]
    if not any(names.same_name(mine, other) for mine in called for other in theirs):
        return 0, ""
    if schools & {fold(school) for reading in one.readings for school in reading.schools}:
        return 4, _("Same name and university as %(name)s")
    return 5, _("Same name as %(name)s")


def _in_file(groups: Sequence[Group]) -> Iterable[tuple[Group, Alike]]:
    """Lines that share a phone, an address or a name with a line above them."""
    first: dict[tuple[str, str], Group] = {}
    for one in groups:
        told: set[int] = set()
        for kind, key in sorted(_keys(one)):
            other = first.setdefault((kind, key), one)
            if other is one or id(other) in told:
                continue
            why = _why_in_file(kind, one, other)
            if why:
                told.add(id(other))
                tab, row = _where(other)
                yield one, Alike(why % {"row": row}, name=str(row), where=(tab, row))


def _why_in_file(kind: str, one: Group, other: Group) -> str:
    if kind == Kind.EMAIL:
        return _("Same e-mail as row %(row)d")
    if kind == Kind.ORCID:
        return _("Same ORCID iD as row %(row)d")
    if kind == Kind.PHONE:
        return _("Same phone number as row %(row)d")
    if not names.same_name(one.first("full_name"), other.first("full_name")):
        return ""
    mine = {fold(school) for reading in one.readings for school in reading.schools}
    theirs = {fold(school) for reading in other.readings for school in reading.schools}
    return (
        _("Same name and university as row %(row)d")
        if mine & theirs
        else _("Same name as row %(row)d")
    )
