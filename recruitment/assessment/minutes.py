"""The minutes of a committee's decision on paper, and what a decision asks of a step."""

from collections.abc import Iterator, Sequence

from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from centre.web import paper
from centre.web.jobs import job
from recruitment.assessment.decisions import Decision, Minutes
from recruitment.moves.planned import Planned
from recruitment.pipeline.models import Application

STYLES = ["cohort/tokens.css", "recruitment/minutes.css", "cohort/print.css"]


def pdf(decision: Decision) -> bytes:
    """On A4. Raises Unable without Pango."""
    markup = render_to_string("recruitment/assessment/minutes_paper.html", {"decision": decision})
    return paper.drawn(markup, STYLES)


@job
def draw_minutes(decision: int) -> None:
    """Draw and keep them. Without Pango the page is printed instead."""
    found = Decision.objects.select_related(
        "by", "application__candidate", "application__position", "application__intake",
        "application__centre",
    ).get(pk=decision)  # fmt: skip
    if paper.is_able() and not Minutes.objects.filter(decision=found).exists():
        Minutes.objects.get_or_create(decision=found, defaults={"content": pdf(found)})


def committee_decided(planned: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    """A stage that asks for the committee's recommendation is entered once its latest decision
    recommends an offer. One statement, and none where no stage asks."""
    asked = [plan for plan in planned if plan.step.stage.needs_decision and plan.gains]
    if not asked:
        return
    latest = Decision.objects.filter(application=OuterRef("pk")).order_by("-met_on", "-pk")
    rows = Application.objects.filter(pk__in=[plan.application.pk for plan in asked])
    found = dict(rows.order_by().values_list("pk", Subquery(latest.values("recommendation")[:1])))
    for plan in asked:
        if found.get(plan.application.pk) != Decision.Recommendation.OFFER:
            text = _(
                "“%(stage)s” needs the committee’s recommendation of an offer, recorded first."
            )
            yield plan, text % {"stage": plan.step.stage}
