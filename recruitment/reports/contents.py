"""The report of a quarter, drawn up from the figures as they stood at its end.

A day and a moment in, plain values out; no clock. What is drawn up for a draft is shown and
thrown away; publishing keeps it.
"""

import hashlib
import json
from datetime import date, datetime

from django.utils import translation

from centre.organisation.models import Centre
from recruitment.dashboard.selectors import Dashboard, read_dashboard, read_tracks
from recruitment.reports.document import FORM, plain_section
from recruitment.reports.hiding import hide_in_progress
from recruitment.reports.periods import Quarter
from recruitment.reports.sections import definitions, funnel, intakes, progress


def as_of(quarter: Quarter, today: date) -> date:
    """The day the figures of `quarter` are shown for: its last, or `today` while it runs."""
    return min(quarter.ends_on, today)


def draw_up(
    centre: Centre, quarter: Quarter, *, on: date, known_at: datetime, again: bool = False
) -> dict:
    """The document of recruitment.reports.document, with everything known at `known_at`: now,
    or with `again` a moment of the past, whose figures are worked out from the records of then.

    In English, whoever asks: it is one document, and its words are frozen with its numbers.
    """
    with translation.override("en"):
        return _draw_up(centre, quarter, on, known_at, known_at if again else None)


def _draw_up(
    centre: Centre, quarter: Quarter, on: date, known_at: datetime, known: datetime | None
) -> dict:
    tracks = read_tracks(centre)
    sections = []
    for track in list(tracks)[:1]:
        sections = _sections(read_dashboard(centre, tracks, track, on, known))
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


def _sections(dash: Dashboard) -> list:
    shown = hide_in_progress(dash.progress)
    others = [(other, hide_in_progress(other)) for other in dash.others]
    return [
        progress.section(dash.progress, shown, others),
        funnel.section(dash.stages, shown["started"]),
        intakes.section(dash.progress, shown),
    ]


def digest(document: dict) -> str:
    """What tells one state of the figures from another; when it was drawn up does not matter."""
    said = {key: value for key, value in document.items() if key != "known_at"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
