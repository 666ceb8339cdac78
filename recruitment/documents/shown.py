"""What pages show of documents: those of one person, and what an application still lacks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, Prefetch, Q, Value
from django.utils import timezone

from centre.accounts.middleware import allowed
from centre.accounts.models import User
from centre.accounts.policy import sees_all
from recruitment.candidates.models import Candidate
from recruitment.documents.actions import BACK_FOR
from recruitment.documents.forms import AddForm
from recruitment.documents.models import ORDER, Document, Requirement, Version
from recruitment.pipeline.models import Application

_VERSIONS = Prefetch("versions", Version.objects.select_related("file__kept_by"))


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
    return rows.select_related(
        "kind", "application__position", "application__intake"
    ).prefetch_related(_VERSIONS)


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


def section(request, candidate: Candidate, _file=None) -> dict:
    """What the Documents section of a person needs. Three statements, and two for the form."""
    rows = Document.objects.visible_to(request.user).filter(candidate=candidate)
    since = timezone.now() - BACK_FOR
    rows = with_versions(rows.filter(Q(removed_at=None) | Q(removed_at__gt=since)))
    today = candidate.centre.today()
    found = [shown(one, today) for one in rows.select_related("removed_by")]
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
        if self.requirement.waived_at:  # type: ignore[attr-defined]  # by _asked_of
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
    user, centre = request.user, application.centre
    rows = Document.objects.visible_to(user).standing().filter(candidate=application.candidate_id)
    rows = with_versions(rows.filter(Q(application=None) | Q(application=application)))
    today = centre.today()
    by_kind: dict[int, Shown] = {}
    for one in rows:
        found = shown(one, today)
        have = by_kind.get(one.kind_id)
        if have is None or have.has_run_out:
            by_kind[one.kind_id] = found
    here = ORDER[application.stage.kind]
    lines = [
        Line(one, by_kind.get(one.kind_id), ORDER[one.from_stage] <= here)
        for one in _asked_of(request, application)
    ]
    return {
        "checklist": lines,
        "lacking": sum(one.state in ("missing", "out") for one in lines),
    }


def _asked_of(request, application: Application):
    """What its track asks for, each with when, by whom and why it is waived, if it is; a panel is
    not told why."""
    asked = Requirement.objects.filter(track=application.track_id, kind__retired_on=None)
    if not sees_all(request.user, application.centre_id):
        asked = asked.filter(kind__is_private=False)
    waiver = FilteredRelation(
        "kind__waivers", condition=Q(kind__waivers__application=application.pk)
    )
    return (
        asked.select_related("kind")
        .annotate(waiver=waiver)
        .annotate(
            waived_at=F("waiver__at"),
            waived_by=F("waiver__by__name"),
            waived_for=F("waiver__reason") if allowed(request, "read_notes") else Value(""),
        )
    )
