"""Who may be the same person: by e-mail, phone, ORCID iD or name. A warning, never a refusal."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from centre.accounts.policy import sees_all
from centre.web.statements import Slot, kept
from recruitment.candidates import names
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.candidates.pairs import NotSame, told_apart

Kind = CandidateKey.Kind
STRONG = (Kind.EMAIL, Kind.ORCID, Kind.PHONE)
# A name key is shared by strangers too; beyond this many the list would help nobody.
_ROWS = 30


@dataclass
class Match:
    """A person who looks the same, and by what. `seen`: whether the asker may open them."""

    candidate: Candidate
    seen: bool
    kinds: set[str] = field(default_factory=set)

    @property
    def is_strong(self) -> bool:
        return bool(self.kinds.intersection(STRONG))

    @property
    def why(self) -> str:
        """Same e-mail and name."""
        words = {
            Kind.EMAIL: _("e-mail"),
            Kind.ORCID: _("ORCID iD"),
            Kind.PHONE: _("phone number"),
            Kind.STUDY: _("name and university"),
            Kind.NAME: _("name"),
        }
        same = [word for kind, word in words.items() if kind in self.kinds]
        if len(same) > 1:
            same = [_("%(some)s and %(last)s") % {"some": ", ".join(same[:-1]), "last": same[-1]}]
        return _("Same %(what)s") % {"what": same[0]}


def find(
    typed: Candidate, *, user, kinds: Collection[str] = (*STRONG, Kind.NAME), at_school=False
) -> list[Match]:
    """People of `typed`'s centre who look the same, strong reasons first. One statement.

    Whom somebody told apart is left out. `typed` may be unsaved. With `at_school` a name counts
    only beside a university in common: for people already kept, where a namesake is no news.
    """
    typed.tidy()
    wanted = [pair for pair in typed.keys() if pair[0] in kinds]  # noqa: SIM118  no mapping
    if not wanted:
        return []
    found: dict[int, Match] = {}
    for row in _rows(typed, wanted, user, at_school):
        if (row.kind, row.key) not in wanted:
            continue
        if row.kind == Kind.NAME and not _same_person_by_name(typed, row.candidate):
            continue
        match = found.setdefault(row.candidate_id, Match(row.candidate, row.seen))
        match.kinds.add(row.kind)
    # That a namesake exists is no news to somebody who may not open them.
    some = [match for match in found.values() if match.seen or match.is_strong]
    return some if typed.pk else _but_told_apart(some)


def _but_told_apart(some: list[Match]) -> list[Match]:
    """Without those of the same name whom somebody told apart from who has the same address."""
    strong = {match.candidate.pk for match in some if match.is_strong}
    apart = NotSame.objects.between(strong, {match.candidate.pk for match in some} - strong)
    others = {pk for pair in apart for pk in pair} - strong
    return [match for match in some if match.candidate.pk not in others]


def _rows(typed, wanted, user, at_school):
    """Keys of others that are among `wanted`, or cross two of them, which nobody's are."""
    kinds, whole = frozenset(kind for kind, _key in wanted), sees_all(user, typed.centre_id)
    keys = {f"key{n}": key for n, key in enumerate({key for _kind, key in wanted})}
    statement = kept(
        ("duplicates", kinds, len(keys), at_school, bool(typed.pk), whole or user.sight),
        lambda: _alike(kinds, list(keys), None if whole else user, at_school, bool(typed.pk)),
    )
    # Nobody has the number 0, which stands for a person not kept yet.
    return statement.objects(person=typed.pk or 0, centre=typed.centre_id, **keys)


def _alike(kinds, keys, user, at_school, is_kept):
    seen, person = Value(True), Slot("person")
    if user:
        own = Candidate.objects.visible_to(user).filter(pk=OuterRef("candidate_id"))
        seen = Exists(own)
    # Two lists, not pairs joined by "or": so the index on (centre, kind, key) is used.
    rows = CandidateKey.objects.filter(
        centre=Slot("centre"), kind__in=kinds, key__in=[Slot(name) for name in keys]
    )
    if at_school:
        mine = EducationRecord.objects.filter(candidate=person).values("institution")
        theirs = EducationRecord.objects.filter(
            candidate=OuterRef("candidate_id"), institution__in=mine
        )
        rows = rows.filter(~Q(kind=Kind.NAME) | Exists(theirs))
    if is_kept:
        rows = rows.exclude(told_apart(person, "candidate_id"))
    return (
        rows.exclude(candidate=person)
        .annotate(seen=seen, weak=Case(When(kind=Kind.NAME, then=1), default=0))
        .select_related("candidate__current__stage", "candidate__current__intake")
        .order_by("weak", "candidate_id")[:_ROWS]
    )


def shared(
    one: Candidate, other: Candidate, schools: Collection[str], theirs: Collection[str]
) -> set[str]:
    """The kinds of keys two people have in common, each with the universities they were at."""
    both = one.keys(*schools) & other.keys(*theirs)
    kinds = {str(kind) for kind, _key in both if kind != Kind.WORD}
    if not _same_person_by_name(one, other):
        kinds -= {Kind.NAME, Kind.STUDY}
    return kinds - {Kind.NAME} if Kind.STUDY in kinds else kinds


def _same_person_by_name(one: Candidate, other: Candidate) -> bool:
    return any(
        names.same_name(mine, theirs)
        for mine in (one.full_name, one.native_name)
        for theirs in (other.full_name, other.native_name)
        if mine and theirs
    )
