"""The report of a quarter, drawn up from the figures as they stood at its end.

A day and a moment in, plain values out; no clock. What is drawn up for a draft is shown and
thrown away; publishing keeps it.
"""

import hashlib
import json
from datetime import date, datetime

from django.utils import translation

from centre.organisation.models import Centre
from recruitment.dashboard.known import known_stays
from recruitment.dashboard.selectors import Dashboard, read_dashboard, read_tracks
from recruitment.enrolment.stays import Stay, read_stays
from recruitment.forecast.answer import forecast
from recruitment.forecast.evidence.question import read_inputs
from recruitment.forecast.outcome import Outcome
from recruitment.funding.selectors import read_funding
from recruitment.reports.document import FORM, Section, plain_section
from recruitment.reports.hiding import hide_in_progress
from recruitment.reports.periods import Quarter
from recruitment.reports.sections import (
    areas,
    definitions,
    destinations,
    funding,
    funnel,
    intakes,
    outlook,
    placements,
    progress,
    talent,
)
from recruitment.reports.selectors import (
    applicants,
    applied_by_area,
    destinations_of,
    in_post_by_area,
    placed_in,
    planned_by_area,
)


def as_of(quarter: Quarter, today: date) -> date:
    """The day the figures of `quarter` are shown for: its last, or `today` while it runs."""
    return min(quarter.ends_on, today)


def draw_up(
    centre: Centre,
    quarter: Quarter,
    *,
    on: date,
    known_at: datetime,
    again: bool = False,
    before: dict | None = None,
) -> dict:
    """The document of recruitment.reports.document, with everything known at `known_at`: now,
    or with `again` a moment of the past, whose figures are worked out from the records of then.
    `before`: the document published last before this one.

    In English, whoever asks: it is one document, and its words are frozen with its numbers.
    """
    with translation.override("en"):
        return _draw_up(centre, quarter, on, known_at, known_at if again else None, before)


def _draw_up(
    centre: Centre,
    quarter: Quarter,
    on: date,
    known_at: datetime,
    known: datetime | None,
    before: dict | None,
) -> dict:
    tracks = read_tracks(centre)
    sections: list[Section] = []
    for track in list(tracks)[:1]:
        earlier = {one["key"]: one for one in before["sections"]} if before else {}
        sections = _sections(read_dashboard(centre, tracks, track, on, known), known, earlier)
    return {
        "form": FORM,
        "period": quarter.code,
        "on": on.isoformat(),
        "known_at": known_at.isoformat(),
        "centre": {
            "name": centre.name,
            "native_name": centre.native_name,
            "host_university": centre.host_university,
            "industry_partner": centre.industry_partner,
        },
        "sections": [plain_section(one) for one in sections],
        "definitions": definitions.terms(),
    }


def _sections(dash: Dashboard, known: datetime | None, earlier: dict[str, dict]) -> list[Section]:
    shown = hide_in_progress(dash.progress)
    others = [(other, hide_in_progress(other)) for other in dash.others]
    counts = funnel.hidden(dash.stages, shown["started"])
    stays = read_stays(dash.centre) if known is None else known_stays(dash.centre, known)
    outcome = _outcome(dash, stays) if known is None else None
    found = [
        progress.section(dash.progress, shown, others, outcome),
        outlook.section(outcome),
        intakes.section(dash.progress, shown),
        funnel.section(dash.stages, counts),
        areas.section(
            applied_by_area(dash.track, dash.on, known),
            in_post_by_area(dash.track, stays, dash.on),
            planned_by_area(dash.track, known),
            all_applied=funnel.applied(dash.stages, counts),
            all_here=shown["in post"],
            on=dash.on,
            before=earlier.get("areas"),
        ),
        funding.section(read_funding(dash.centre, dash.on)),
        talent.section(applicants(dash.track, dash.on)),
        placements.section(placed_in(dash.track, stays, dash.on, known), shown["in post"]),
        destinations.section(destinations_of(dash.track, stays, dash.on), shown["left"]),
    ]
    return [one for one in found if one is not None]


def _outcome(dash: Dashboard, stays: list[Stay]) -> Outcome | None:
    """The forecast, where there is something to foresee. It draws from a seed: the same figures
    give the same answer, so that what was looked at is what is published."""
    promise = dash.progress.promise
    if promise is None or not promise.headcount or promise.ends_on <= dash.on:
        return None
    return forecast(read_inputs(dash.track, dash.on, promise=promise, stays=stays))


def digest(document: dict) -> str:
    """What tells one state of the figures from another; when it was drawn up does not matter."""
    said = {key: value for key, value in document.items() if key != "known_at"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
