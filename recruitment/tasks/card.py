"""The first of one's tasks, for the dashboard: one statement, compiled once a person.

Tasks that were written down, mentions, and next steps; My tasks has the rest.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import kept
from recruitment.tasks.models import Task
from recruitment.tasks.own import first_with_a_step
from recruitment.tasks.waiting import group_of

SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One of them. `task`: its number, if it can be ticked."""

    due: date
    group: str
    task: int | None
    what: str
    name: str
    native_name: str
    url: str


def first_tasks(user: User, centre: Centre, today: date) -> list[Line]:
    found = kept(("first tasks", user.sight, centre.pk), lambda: _both(user, centre)).rows()
    return [_line(row, today) for row in found]


def _both(user: User, centre: Centre):
    columns = ("day", "task", "words", "by", "person", "name", "native")
    tasks = Task.objects.visible_to(user).filter(centre=centre, owner=user).open()
    tasks = tasks.annotate(
        day=F("due_on"),
        task=F("pk"),
        words=F("what"),
        by=Coalesce("made_by__name", Value("")),
        person=F("candidate"),
        name=Coalesce("candidate__full_name", Value("")),
        native=Coalesce("candidate__native_name", Value("")),
    )
    steps = first_with_a_step(user, centre, SHOWN).annotate(
        day=F("next_step_on"),
        task=Value(None, IntegerField()),
        words=F("next_step"),
        by=Value("", CharField()),
        person=F("candidate"),
        name=F("candidate__full_name"),
        native=F("candidate__native_name"),
    )
    parts = [rows.order_by().values_list(*columns) for rows in (tasks, steps)]
    return parts[0].union(parts[1], all=True).order_by("day", "name")[:SHOWN]


def _line(row, today: date) -> Line:
    due, task, words, by, person, name, native = row
    what = words or _("%(name)s mentioned you") % {"name": by or _("Somebody")}
    url = reverse("recruitment:candidate", args=[person]) if person else ""
    return Line(due, group_of(due, today), task, what, name, native, url)
