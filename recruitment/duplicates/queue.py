"""Possible duplicates of a centre, pair by pair, the person added last first.

Pairs come from the keys people are found by, never from comparing everybody with everybody: one
statement walks the index on (centre, kind, key) for keys of more than one holder, and joins only
those. A key of very many holders, such as the number of a switchboard, makes no pairs: it is named
beside them, so that nobody takes its silence for an answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre
from recruitment.candidates.duplicates import STRONG, Match, shared
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.candidates.pairs import NotSame

PAGE = 25
MOST = 20  # holders of one key
CROWDS = 5  # keys of more holders that are named
Kind = CandidateKey.Kind
# How the queue can be asked: what two people must have in common. A name alone is shared by
# strangers too, so those stand apart.
SURE, NAMES = "sure", "names"
SHOWS = {SURE: _("Likely"), NAMES: _("Same name only")}
_KINDS: dict[str, Collection[str]] = {SURE: (*STRONG, Kind.STUDY), NAMES: (Kind.NAME,)}

# (id of the person added later, id of the other): where a page ends.
Place = tuple[int, int]
_FAR: Place = (2**62, 2**62)


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, `newer` added after `older`, and why."""

    newer: Candidate
    older: Candidate
    why: str


@dataclass(frozen=True)
class Crowd:
    """More people with one key in common than are looked at pair by pair; `one` is one of them."""

    one: Candidate
    why: str
    people: int


@dataclass(frozen=True)
class Page:
    pairs: Sequence[Pair]
    after: Place | None  # where the next page begins; None if there is none
    crowds: Sequence[Crowd] = ()  # on the first page


def queue(centre: Centre, show: str, *, after: Place | None = None) -> Page:
    """A page of the pairs of `centre`. Three statements, whatever there is; on the first page one
    more, and another if somebody is one of a crowd."""
    places = _places(centre, _KINDS[show], after or _FAR)
    more = len(places) > PAGE
    places = places[:PAGE]
    people = _people({pk for place in places for pk in place})
    schools = _schools(people)
    found = []
    for newer, older in places:
        one, other = people[newer], people[older]
        kinds = shared(one, other, schools[newer], schools[older])
        # Without any the letters are the same, and the names are not. Whom more than a name joins
        # stands among the likely ones alone.
        if kinds == {Kind.NAME} if show == NAMES else kinds.intersection(_KINDS[SURE]):
            found.append(Pair(one, other, Match(other, True, kinds).why))
    crowds = () if after else _crowds(centre, _KINDS[show])
    return Page(found, places[-1] if more else None, crowds)


def _crowds(centre: Centre, kinds: Collection[str]) -> list[Crowd]:
    """The largest first."""
    rows = (
        CandidateKey.objects.filter(centre=centre, kind__in=kinds)
        .values("kind", "key")
        .annotate(people=Count("pk"), one=Min("candidate"))
        .filter(people__gt=MOST)
        .order_by("-people", "kind", "key")[:CROWDS]
    )
    found = list(rows)
    people = Candidate.objects.in_bulk([row["one"] for row in found]) if found else {}
    return [
        Crowd(one, Match(one, True, {row["kind"]}).why, row["people"])
        for row in found
        if (one := people.get(row["one"]))
    ]


def _places(centre: Centre, kinds: Collection[str], after: Place) -> list[Place]:
    with connection.cursor() as cursor:
        cursor.execute(*statement(centre, kinds, after))
        return cursor.fetchall()


def statement(centre: Centre, kinds: Collection[str], after: Place) -> tuple[str, dict]:
    """The SQL of one page and its values. Raw, as the ORM joins no table with itself by value;
    what is formatted in are names of tables and kinds, of this code."""
    keys = connection.ops.quote_name(CandidateKey._meta.db_table)
    apart = connection.ops.quote_name(NotSame._meta.db_table)
    # Kind by kind: so each walks its part of the index in order, and nothing is sorted.
    of_kind = (
        f"""SELECT '{kind}' AS kind, key FROM {keys}
            WHERE centre_id = %(centre)s AND kind = '{kind}'
            GROUP BY key HAVING COUNT(*) BETWEEN 2 AND %(most)s"""  # noqa: S608
        for kind in map(str, kinds)
    )
    sql = f"""
        WITH several AS ({" UNION ALL ".join(of_kind)})
        SELECT newer.candidate_id, older.candidate_id
        FROM several
        JOIN {keys} newer ON newer.centre_id = %(centre)s
            AND newer.kind = several.kind AND newer.key = several.key
        JOIN {keys} older ON older.centre_id = %(centre)s
            AND older.kind = several.kind AND older.key = several.key
            AND older.candidate_id < newer.candidate_id
        WHERE (newer.candidate_id < %(newer)s
                OR newer.candidate_id = %(newer)s AND older.candidate_id < %(older)s)
            AND NOT EXISTS (
                SELECT 1 FROM {apart} told
                WHERE told.first_id = older.candidate_id AND told.second_id = newer.candidate_id
            )
        GROUP BY newer.candidate_id, older.candidate_id
        ORDER BY newer.candidate_id DESC, older.candidate_id DESC
        LIMIT {PAGE + 1}
    """  # noqa: S608
    values = {"centre": centre.pk, "most": MOST, "newer": after[0], "older": after[1]}
    return sql, values


def _people(ids: Iterable[int]) -> dict[int, Candidate]:
    related = ("current__stage", "current__intake", "current__position")
    return Candidate.objects.select_related(*related).in_bulk(list(ids))


def _schools(ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = EducationRecord.objects.filter(candidate__in=list(ids))
    for person, school in rows.values_list("candidate", "institution"):
        found[person].append(school)
    return found
