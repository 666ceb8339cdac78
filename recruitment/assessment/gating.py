"""What a step asks of scorecards: a stage may be left with all of them in. The gate asks."""

from collections.abc import Iterator, Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from recruitment.assessment.models import PanelMember
from recruitment.moves.planned import Planned


def scorecards_in(planned: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    """A stage that is left with all scorecards in is left once there is one and none is missing.
    One statement, and none where no stage asks."""
    asked = [plan for plan in planned if _asks(plan)]
    if not asked:
        return
    rows = PanelMember.objects.filter(
        interview__application__in={plan.application.pk for plan in asked},
        interview__cancelled_at=None,
    ).select_related("interview", "user", "scorecard")
    found: dict[int, list[PanelMember]] = {}
    first = F("interview__starts_at").asc(nulls_first=True)
    for one in rows.order_by(first, "interview", "pk"):
        found.setdefault(one.interview.application_id, []).append(one)
    for plan in asked:
        stage = plan.before[-1].stage
        if words := _lacks(found.get(plan.application.pk, []), str(stage)):
            yield plan, words


def _asks(plan: Planned) -> bool:
    """On from where it is; closing, going back and what happened in the past ask for nothing."""
    if not plan.before or not plan.before[-1].stage.needs_scorecards or not plan.gains:
        return False
    return plan.step.stage.position > plan.before[-1].stage.position


def _lacks(members: Sequence[PanelMember], stage: str) -> str:
    """What is missing, in a sentence; "" if nothing is."""
    missing = dict.fromkeys(str(one) for one in members if not (one.is_in or one.has_conflict))
    if missing:
        return _(
            "“%(stage)s” is left with all scorecards in. Still missing: %(names)s. Ask them, or "
            "cancel the interview if it is not to count."
        ) % {"stage": stage, "names": ", ".join(missing)}
    if not any(one.is_in for one in members):
        return _(
            "“%(stage)s” is left with all scorecards in, and there is none yet. Arrange an "
            "interview first."
        ) % {"stage": stage}
    return ""
