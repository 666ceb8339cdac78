"""What pages show of documents: those of one person, and what an application still lacks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from centre.accounts.middleware import allowed
from centre.accounts.models import User
from centre.accounts.policy import sees_all
from centre.web.statements import Slot, Statement, kept
from recruitment.candidates.models import Candidate
from recruitment.documents.actions import BACK_FOR
from recruitment.documents.forms import AddForm
from recruitment.documents.models import ORDER, Document, Requirement, Version
from recruitment.pipeline.models import Application

_JOINED = "kind", "application__position", "application__intake"


def _versions() -> QuerySet:
    return Version.objects.select_related("file__kept_by")


@dataclass(frozen=True)
class Shown:
    """A document with the version that counts."""

    document: Document
    newest: Version
    earlier: list[Version]
    today: date

    @property
    def has_run_out(self) -> bool:
        until = self.newest.valid_until
        return until is not None and until < self.today


def with_versions(rows):
    return rows.select_related(*_JOINED).prefetch_related(Prefetch("versions", _versions()))


def shown(document: Document, today: date) -> Shown:
    newest, *earlier = document.versions.all()
    return Shown(document, newest, earlier, today)


def of_candidate(user: User, candidate: Candidate) -> list[Shown]:
    """Those `user` may see, without what was removed. Two statements."""
    rows = Document.objects.visible_to(user).standing().filter(candidate=candidate)
    today = candidate.centre.today()
    return [shown(one, today) for one in with_versions(rows)]


def for_panel(application: Application) -> list[Shown]:
    """Those of an application and of its person, but for those for the office only. Two statements.
    Who may meet them is for the caller to ask."""
    rows = Document.objects.standing().filter(
        Q(application=None) | Q(application=application),
        candidate=application.candidate_id,
        kind__is_private=False,
    )
    today = application.centre.today()
    return [shown(one, today) for one in with_versions(rows)]


def _read(
    what: str, user: User, rows: Callable[[], QuerySet], today: date, **given
) -> Iterator[Shown]:
    """Those of `rows()` with their versions: two statements, kept by `what` they ask for and who
    looks."""
    key = "documents", what, user.sight
    documents = kept((*key, "rows"), lambda: rows().select_related(*_JOINED, "removed_by"))
    versions = kept(
        (*key, "versions"), lambda: _versions().filter(document__in=rows().values("pk"))
    )
    found: dict[int, tuple[Document, list[Version]]] = {
        one.pk: (one, []) for one in documents.objects(**given)
    }
    for version in versions.objects(**given) if found else ():
        if version.document_id in found:  # else somebody has added it just now
            found[version.document_id][1].append(version)
    for document, its in found.values():
        if its:
            yield Shown(document, its[0], its[1:], today)


def section(request, candidate: Candidate, _file=None) -> dict:
    """What the Documents section of a person needs. Two statements, and two for the form."""
    user = request.user

    def rows():
        mine = Document.objects.visible_to(user).filter(candidate=Slot("candidate"))
        return mine.filter(Q(removed_at=None) | Q(removed_at__gt=Slot("since")))

    since, today = timezone.now() - BACK_FOR, candidate.centre.today()
    found = list(_read("of a person", user, rows, today, candidate=candidate.pk, since=since))
    return {
        "documents": [one for one in found if one.document.removed_at is None],
        "removed": [one for one in found if one.document.removed_at is not None],
        "upload": AddForm(request=request, candidate=candidate),
    }


@dataclass(frozen=True)
class Line:
    """One line of an application's checklist: there, waived, run out, missing, or not asked for
    yet."""

    requirement: Requirement
    has: Shown | None
    is_due: bool

    @property
    def state(self) -> str:
        if self.has and not self.has.has_run_out:
            return "there"
        if self.requirement.waived_at:  # type: ignore[attr-defined]  # by _asked
            return "waived"
        if self.has:
            return "out"
        return "missing" if self.is_due else "later"

    @property
    def may_be_waived(self) -> bool:
        """Where it lacks now, or holds up a step before it is asked for."""
        held_up = self.state == "later" and bool(self.requirement.needed_before)
        return held_up or self.state in ("missing", "out")


def checklist(request, application: Application) -> dict:
    """What this application must have by its stage, as far as this person may know. The documents
    of the person and of this application count. Three statements."""
    user, today = request.user, application.centre.today()

    def rows():
        mine = Document.objects.visible_to(user).standing().filter(candidate=Slot("candidate"))
        return mine.filter(Q(application=None) | Q(application=Slot("application")))

    which = {"candidate": application.candidate_id, "application": application.pk}
    by_kind: dict[int, Shown] = {}
    for one in _read("of an application", user, rows, today, **which):
        have = by_kind.get(one.document.kind_id)
        if have is None or have.has_run_out:
            by_kind[one.document.kind_id] = one
    asked = _asked(sees_all(user, application.centre_id), allowed(request, "read_notes"))
    here = ORDER[application.stage.kind]
    lines = [
        Line(one, by_kind.get(one.kind_id), ORDER[one.from_stage] <= here)
        for one in asked.objects(track=application.track_id, application=application.pk)
    ]
    return {
        "checklist": lines,
        "lacking": sum(one.state in ("missing", "out") for one in lines),
    }


@cache
def _asked(private: bool, reads: bool) -> Statement:
    """What a track asks for, each with when, by whom and why it is waived of an application, if it
    is. With what is for the office only if `private`; a panel is not told why (`reads`)."""
    asked = Requirement.objects.filter(track=Slot("track"), kind__retired_on=None)
    if not private:
        asked = asked.filter(kind__is_private=False)
    its = Q(kind__waivers__application=Slot("application"))
    return Statement(
        asked.select_related("kind")
        .annotate(waiver=FilteredRelation("kind__waivers", condition=its))
        .annotate(
            waived_at=F("waiver__at"),
            waived_by=F("waiver__by__name"),
            waived_for=F("waiver__reason") if reads else Value(""),
        )
    )
