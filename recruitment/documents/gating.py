"""What a step asks of documents: those the track must have before that stage. The gate asks."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.documents.models import ORDER, Requirement, StoredFile
from recruitment.documents.waiving import Waiver
from recruitment.moves.planned import Planned


def documents_there(planned: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    """A stage before which a document must be there is come to, or past, once one of that kind is,
    and has not run out, or the office waived it for this application. One statement, for
    several applications two, none where no stage asks."""
    asked = [plan for plan in planned if plan.step.stage.asks_documents and plan.gains]
    if not asked:
        return
    needed = _needed(asked)
    for plan in asked:
        here, track = ORDER[plan.step.stage.kind], plan.application.track_id
        due = [one for one in needed if one.track == track and ORDER[one.before] <= here]
        if what := ", ".join(words for one in due if (words := _lacks(plan, one))):
            text = _(
                "“%(stage)s” needs documents of %(name)s first: %(what)s. Add them under "
                "Documents. To go on without one, the manager or the director waives it on "
                "the page of the application, with a reason."
            )
            name = plan.application.candidate
            yield plan, text % {"stage": plan.step.stage, "name": name, "what": what}


@dataclass
class Needed:
    """A kind of document a track must have before a stage, and who has it."""

    track: int
    before: str
    kind: int
    name: str
    # {document: (candidate, application or None, valid until)}: the version that counts.
    there: dict[int, tuple[int, int | None, date | None]] = field(default_factory=dict)
    waived: set[int | None] = field(default_factory=set)  # of these applications


def _needed(asked: Sequence[Planned]) -> list[Needed]:
    """What the tracks need, in order, with what there is of these people."""
    # Somebody who is added with this step has nothing yet, and nothing was waived.
    people = {pk for plan in asked if (pk := plan.application.candidate_id)}
    stored = {pk for plan in asked if (pk := plan.application.pk)}
    own = Q(kind__documents__candidate__in=people or {0}, kind__documents__removed_at=None)
    # Joined, what was waived of one application adds no row; of many, every waiver would come with
    # every document of everybody.
    alone = stored if len(stored) == 1 else {0}
    waived = Q(kind__waivers__application__in=alone)
    rows = (
        Requirement.objects.filter(
            track__in={plan.application.track_id for plan in asked}, kind__retired_on=None
        )
        .exclude(needed_before="")
        .annotate(
            own=FilteredRelation("kind__documents", condition=own),
            waived=FilteredRelation("kind__waivers", condition=waived),
        )
        .order_by("kind__position", "kind__name", "pk", "own", "own__versions__number")
        .values_list(
            "pk", "track", "needed_before", "kind", "kind__name", "waived__application",
            "own", "own__candidate", "own__application",
            "own__versions__file__scan", "own__versions__valid_until",
        )
    )  # fmt: skip
    found: dict[int, Needed] = {}
    for pk, track, before, kind, name, waived_for, document, whose, about, scan, until in rows:
        one = found.setdefault(pk, Needed(track, before, kind, name))
        one.waived.add(waived_for)
        if scan is not None and scan != StoredFile.Scan.INFECTED:
            one.there[document] = (whose, about, until)
    if found and len(stored) > 1:
        _add_waived(list(found.values()), stored)
    return list(found.values())


def _add_waived(needed: Sequence[Needed], applications: Collection[int]) -> None:
    rows = Waiver.objects.filter(application__in=applications).order_by()
    for kind, application in rows.values_list("kind", "application"):
        for one in needed:
            if one.kind == kind:
                one.waived.add(application)


def _lacks(plan: Planned, needed: Needed) -> str:
    """The document in words if it is missing or has run out; "" if it is there or waived."""
    application = plan.application
    if application.pk and application.pk in needed.waived:
        return ""
    own = [
        until
        for whose, about, until in needed.there.values()
        if whose == application.candidate_id and about in (None, application.pk)
    ]
    today = application.centre.today()
    if any(until is None or until >= today for until in own):
        return ""
    if not own:
        return needed.name
    last = max(until for until in own if until)
    return _("%(what)s (ran out %(day)s)") % {"what": needed.name, "day": day(last)}
