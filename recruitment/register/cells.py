"""The rows of the table, drawn in Python.

Fifty rows of seven cells are three thousand nodes in a template, and took most of the page's
time there. Here a stage, an area or a day that many rows share is drawn once.
"""

import html
from collections.abc import Sequence
from datetime import timedelta
from functools import cache, cached_property, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centre.templatetags.cohort import day_seen_in, days_short, icon, month, native, ring, since
from recruitment.pipeline.kinds import SUCCEEDED, Status
from recruitment.register.listing import Row

# Names of areas, people and steps come again in row after row, list after list.
escape = lru_cache(maxsize=4096)(html.escape)
_MINUTE = timedelta(minutes=1)
NOTHING = '<span class="muted">–</span>'
_SPOT = (
    '<svg viewBox="0 0 14 14" aria-hidden="true"><circle class="{}" cx="7" cy="7" r="{}"/></svg>'
)


class Cells:
    """Draws rows with these columns: {name: class}. With `selects` each has a box to tick."""

    def __init__(self, columns: dict[str, str], *, query: str, selects: bool):
        self.columns = [(css, getattr(self, f"_{name}")) for name, css in columns.items()]
        self.query = f"{escape(query)}&amp;" if query else ""
        self.selects, self.zone = selects, timezone.get_current_timezone()
        self.person_url = reverse("recruitment:candidate", args=[0]).replace("0/", "{}/")
        self.words = {
            "select": _("Select"),
            "over": _("Past the limit:"),
            "unassigned": _("Unassigned"),
            "unset": _("None set"),
        }

    def draw(self, rows: Sequence[Row]) -> SafeString:
        return SafeString("".join(map(self._row, rows)))

    def _row(self, row: Row) -> str:
        cells = [self._tick(row), self._name(row)]
        cells += [f'<td class="{css}">{draw(row)}</td>' for css, draw in self.columns]
        return f"<tr>{''.join(cells)}</tr>\n"

    def _tick(self, row: Row) -> str:
        if not self.selects:
            return ""
        if row.application is None:
            return '<td class="c-tick"></td>'
        return (
            '<td class="c-tick"><label class="check-hit"><input class="form-check-input" '
            f'type="checkbox" name="application" value="{row.application.pk}" '
            f'aria-label="{self.words["select"]} {escape(row.candidate.full_name)}"></label></td>'
        )

    def _name(self, row: Row) -> str:
        person = row.candidate
        own_script = f" {native(person.native_name)}" if person.native_name else ""
        url = self.person_url.format(person.pk)
        return (
            f'<td class="c-name"><a class="cell" href="{url}?{self.query}at={row.number}">'
            f"{escape(person.full_name)}</a>{own_script}</td>"
        )

    def _stage(self, row: Row) -> str:
        application = row.application
        if application is None:
            return NOTHING
        if application.status == Status.ACTIVE:
            return self._in_stage(application.stage)
        return self._ended(application.status)

    @cached_property
    def _in_stage(self):
        return cache(
            lambda stage: (
                f'<span class="stage">{ring(stage.step, stage.steps)}{escape(stage.name)}</span>'
            )
        )

    @cached_property
    def _ended(self):
        def draw(status):
            spot = _SPOT.format("done", 6) if status in SUCCEEDED else _SPOT.format("out", 5)
            return f'<span class="stage">{spot}{escape(str(Status(status).label))}</span>'

        return cache(draw)

    def _days(self, row: Row) -> str:
        if row.days is None:
            return NOTHING
        if row.is_past_limit:
            return (
                f'<span class="over">{icon("warn", "i-sm")}<span class="visually-hidden">'
                f"{self.words['over']} </span>{self._short(row.days)}</span>"
            )
        return self._short(row.days)

    @cached_property
    def _short(self):
        return cache(days_short)

    def _area(self, row: Row) -> str:
        area = row.application and row.application.area
        return self._marked(area.mark, area.name) if area else NOTHING

    @cached_property
    def _marked(self):
        return cache(lambda mark, name: f'<span class="area {mark}">{escape(name)}</span>')

    def _intake(self, row: Row) -> str:
        if row.application is None:
            return NOTHING
        intake = row.application.intake
        return self._month(intake.starts_on) if intake.starts_on else escape(intake.name)

    @cached_property
    def _month(self):
        return cache(month)

    def _supervisor(self, row: Row) -> str:
        supervisor = row.application and row.application.supervisor
        return escape(supervisor.name) if supervisor else self._lacking(row, "unassigned")

    def _next(self, row: Row) -> str:
        if not (row.application and row.application.next_step):
            return self._lacking(row, "unset")
        due = ""
        if row.due_on:
            late = ' class="late"' if row.due_on < row.today else ""
            due = f" <span{late}>{self._day(row.due_on)}</span>"
        urgent = "" if row.is_past_limit else " sub"
        step = escape(row.application.next_step)
        return f'<div class="step{urgent}"><span class="trunc">{step}</span>{due}</div>'

    def _lacking(self, row: Row, what: str) -> str:
        if row.days is None:
            return NOTHING
        return f'<span class="muted">{self.words[what]}</span>'

    def _source(self, row: Row) -> str:
        source = row.application and row.application.source
        return escape(source.name) if source else NOTHING

    def _owner(self, row: Row) -> str:
        owner = row.application and row.application.owner
        return escape(str(owner)) if owner else NOTHING

    def _nationality(self, row: Row) -> str:
        return escape(str(row.candidate.nationality.name)) or NOTHING  # type: ignore[attr-defined]

    def _email(self, row: Row) -> str:
        return escape(row.candidate.email) or NOTHING

    def _language(self, row: Row) -> str:
        return row.candidate.get_language_display() or NOTHING

    def _silent(self, row: Row) -> str:
        day = row.candidate.no_contact_on  # why is for who reads notes, as on the person's page
        return self._day(day) if day else NOTHING

    def _updated(self, row: Row) -> str:
        at = row.candidate.updated_at
        here = at.astimezone(self.zone)
        on, words = here.date(), self._since((row.now - at) // _MINUTE)
        if not words:
            return self._then(on)
        title = f"{self._day(on)}, {here:%H:%M}"
        return f'<time datetime="{at.isoformat()}" title="{title}">{words}</time>'

    @cached_property
    def _then(self):
        return cache(lambda on: f'<time datetime="{on}">{self._day(on)}</time>')

    @cached_property
    def _since(self):
        return cache(lambda minutes: escape(since(minutes)))

    @cached_property
    def _day(self):
        return day_seen_in(timezone.localdate().year, get_language())
