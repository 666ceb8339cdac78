"""What a step asks of documents: those the track must have before that stage. The gate asks."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.documents.models import ORDER, Requirement, StoredFile, Version
from recruitment.documents.waiving import Waiver
from recruitment.moves.planned import Planned
from recruitment.moves.steps import IllegalMove


def documents_there(planned: Sequence[Planned]) -> None:
    """Refuse a step to or past the stage before which a document must be there, until one of that
    kind is, and has not run out, or the office waived it for this application. Two statements for
    all of them, a third where something lacks, none where no stage asks."""
    asked = [plan for plan in planned if plan.step.stage.asks_documents and plan.gains]
    if not asked:
        return
    needed = list(
        Requirement.objects.filter(
            track__in={plan.application.track_id for plan in asked}, kind__retired_on=None
        )
        .exclude(needed_before="")
        .select_related("kind")
    )
    there = _newest(asked, {one.kind_id for one in needed})
    lacking: list[tuple[Planned, dict[int, str]]] = []
    for plan in asked:
        here, track = ORDER[plan.step.stage.kind], plan.application.track_id
        due = [one for one in needed if one.track_id == track and ORDER[one.needed_before] <= here]
        found = {one.kind_id: words for one in due if (words := _lacks(plan, one, there))}
        if found:
            lacking.append((plan, found))
    waived = _waived([plan for plan, _found in lacking])
    for plan, found in lacking:
        still = [what for kind, what in found.items() if (plan.application.pk, kind) not in waived]
        if still:
            raise IllegalMove(
                _(
                    "“%(stage)s” needs documents of %(name)s first: %(what)s. Add them under "
                    "Documents. To go on without one, the manager or the director waives it on "
                    "the page of the application, with a reason."
                )
                % {
                    "stage": plan.step.stage,
                    "name": plan.application.candidate,
                    "what": ", ".join(still),
                }
            )


def _waived(asked: Sequence[Planned]) -> set[tuple[int, int]]:
    """(application, kind) of what is needed no more."""
    stored = [pk for plan in asked if (pk := plan.application.pk)]
    if not stored:
        return set()
    return set(Waiver.objects.filter(application__in=stored).values_list("application", "kind"))


def _newest(asked: Sequence[Planned], kinds: Iterable[int]) -> list[Version]:
    """The version that counts of each document of these kinds, of these people."""
    # Somebody who is added with this step has nothing yet.
    people = {pk for plan in asked if (pk := plan.application.candidate_id)}
    if not people or not kinds:
        return []
    rows = Version.objects.filter(
        document__candidate__in=people,
        document__kind__in=kinds,
        document__removed_at=None,
    ).exclude(file__scan=StoredFile.Scan.INFECTED)
    rows = rows.select_related("document").order_by("document", "number")
    return list({one.document_id: one for one in rows}.values())


def _lacks(plan: Planned, asked: Requirement, there: Sequence[Version]) -> str:
    """The document in words if it is missing or has run out; "" if it is there."""
    application = plan.application
    own = [
        one
        for one in there
        if one.document.kind_id == asked.kind_id
        and one.document.candidate_id == application.candidate_id
        and one.document.application_id in (None, application.pk)
    ]
    today = application.centre.today()
    if any(one.valid_until is None or one.valid_until >= today for one in own):
        return ""
    if not own:
        return str(asked.kind)
    last = max(one.valid_until for one in own if one.valid_until)
    return _("%(what)s (ran out %(day)s)") % {"what": asked.kind, "day": day(last)}
