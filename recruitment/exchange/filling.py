"""What lines say of a person beyond what is known: blanks are filled, what differs is a note.

Nothing that somebody knew is overwritten, and nothing that a list says is lost.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from centre.accounts.models import User
from centre.languages import NAMED
from recruitment.candidates import names
from recruitment.candidates.models import Candidate, CandidateKey
from recruitment.exchange import silences
from recruitment.exchange.lists import fold
from recruitment.exchange.matching import Group

# {field: before, after}, as a plan and the log keep them.
Filled = dict[str, tuple[str, str]]
_FIELDS: dict[str, Callable[[str], object]] = {
    "native_name": fold,
    "preferred_name": fold,
    "phone": lambda text: names.fold_phone(text) or text,
    "orcid": str,
    "nationality": str,
    "current_place": fold,
    "language": str,
    "home_pages": lambda text: set(text.split()),
}


@dataclass
class Beyond:
    """What lines bring to a person: `filled` goes into the row, `differing` into a note."""

    filled: Filled = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)

    @property
    def note(self) -> str:
        if not self.differing:
            return ""
        return _("A list says otherwise. %(what)s") % {"what": "; ".join(self.differing)}


def beyond(person: Candidate, one: Group, taken: Set[str]) -> Beyond:
    """`person`: as known, or as made from the first line that says something.

    `taken`: addresses of somebody else, which are not added to this person.
    """
    found = Beyond()
    called = {fold(person.full_name), fold(person.native_name)}
    for value in dict.fromkeys(reading.full_name for reading in one.readings):
        if fold(value) not in called and not names.same_name(value, person.full_name):
            found.differing.append(_told("full_name", value))
    for name, folded in _FIELDS.items():
        before = has = str(getattr(person, name) or "")
        for value in dict.fromkeys(getattr(reading, name) for reading in one.readings):
            if not value or value == has:
                continue
            if not has:
                has = value
            elif folded(value) != folded(has):
                found.differing.append(_told(name, value))
        if has != before:
            found.filled[name] = (before, has)
    _silence(person, one, found)
    _addresses(person, one, taken, found)
    return found


def _silence(person: Candidate, one: Group, found: Beyond) -> None:
    """Day and reason go together: nobody's day stands with somebody else's reason."""
    has = (person.no_contact_on, person.no_contact_reason)
    for value in dict.fromkeys(filter(None, (reading.silent for reading in one.readings))):
        if has[0] is None:
            has = value
            for name, after in zip(silences.FIELDS, value, strict=True):
                found.filled[name] = ("", str(after))
        elif value != has:
            found.differing.append(_told(silences.FIELDS[0], silences.said(*value)))


def _addresses(person: Candidate, one: Group, taken: Set[str], found: Beyond) -> None:
    known = person.emails
    new = [email for email in one.emails if email not in known and email not in taken]
    theirs = [email for email in one.emails if email not in known and email in taken]
    found.differing.extend(_told("email", email) for email in theirs)
    if new and not person.email:
        found.filled["email"] = ("", new.pop(0))
    if new:
        before = person.other_emails
        found.filled["other_emails"] = (before, "\n".join(filter(None, [before, *new])))


def _told(name: str, value: str) -> str:
    label = next(str(one.verbose_name) for one in Candidate._meta.fields if one.name == name)
    if name == "nationality":
        value = countries.name(value)
    elif name == "language":
        value = dict(NAMED)[value]
    return f"{label[0].upper()}{label[1:]}: {' '.join(value.split())}"


def fill(wanted: Sequence[tuple[Candidate, Filled]], actor: User | None) -> bool:
    """Write what is filled; False, nothing written, if somebody filled it meanwhile.

    Each is in the log, as if it had been edited alone.
    """
    rows = Candidate.objects.select_for_update().in_bulk([person.pk for person, _f in wanted])
    for person, filled in wanted:
        row = rows.get(person.pk)
        if row is None or any(
            str(getattr(row, name) or "") != before for name, (before, _after) in filled.items()
        ):
            return False
    for person, filled in wanted:
        _set(person, filled)
    _put(rows, {person.pk: filled for person, filled in wanted}, actor)
    return True


def empty(filled: dict[int, Filled], actor: User | None) -> set[int]:
    """Take out again what an import filled and nobody changed; the ids of those who keep some."""
    rows = Candidate.objects.select_for_update().in_bulk(list(filled))
    back: dict[int, Filled] = {}
    kept = set()
    for pk, row in rows.items():
        same = {
            name: (after, before)
            for name, (before, after) in filled[pk].items()
            if str(getattr(row, name) or "") == after
        }
        if not same.keys() >= filled[pk].keys() & set(silences.FIELDS):
            same = {name: one for name, one in same.items() if name not in silences.FIELDS}
        if len(same) < len(filled[pk]):
            kept.add(pk)
        if same:
            back[pk] = same
    _put({pk: rows[pk] for pk in back}, back, actor)
    return kept


def _set(person: Candidate, filled: Filled) -> None:
    for name, (_before, after) in filled.items():
        if name == silences.FIELDS[0]:  # a day that is not there is none, and no text
            person.no_contact_on = date.fromisoformat(after) if after else None
        else:
            setattr(person, name, after)


def _put(rows: dict[int, Candidate], changes: dict[int, Filled], actor: User | None) -> None:
    if not rows:
        return
    now = timezone.now()
    for pk, row in rows.items():
        _set(row, changes[pk])
        row.tidy()
        row.updated_at = now
    fields = sorted({name for change in changes.values() for name in change})
    Candidate.objects.bulk_update(rows.values(), [*fields, "updated_at"], batch_size=200)
    # Whoever has the form open is told.
    Candidate.objects.filter(pk__in=rows).update(version=F("version") + 1)
    CandidateKey.refresh(list(rows.values()))
    kind = ContentType.objects.get_for_model(Candidate)
    LogEntry.objects.bulk_create(
        [
            LogEntry(
                content_type=kind,
                object_pk=str(pk),
                object_id=pk,
                object_repr=str(row),
                action=LogEntry.Action.UPDATE,
                changes={name: list(change) for name, change in changes[pk].items()},
                actor=actor,
            )
            for pk, row in rows.items()
        ],
        batch_size=500,
    )
