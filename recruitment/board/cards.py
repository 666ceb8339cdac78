"""The cards of the board: read in one statement for all columns, drawn in Python.

A full board holds two hundred cards of ten values. As a template with a statement a column they
took nine tenths of the page's time.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from functools import cache
from html import escape
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from centre.templatetags.cohort import (
    day,
    days_long,
    days_short,
    icon,
    initials,
    month,
    native,
    tint,
)
from centre.web.statements import Slot, Statement, kept
from recruitment.pipeline.deferrals import is_deferred
from recruitment.pipeline.kinds import SUCCEEDED, Status
from recruitment.pipeline.models import Stage

CARDS = 25


class Card(NamedTuple):
    """One application as its card shows it."""

    pk: int
    stage_id: int
    version: int
    entered_stage_at: datetime
    next_step: str
    next_step_on: date | None
    candidate_id: int
    name: str
    native_name: str
    intake: str
    intake_starts_on: date | None
    supervisor_id: int | None
    supervisor: str | None
    area: str | None
    mark: str | None
    is_deferred: bool


_COLUMNS = (
    *("pk", "stage_id", "version", "entered_stage_at", "next_step", "next_step_on"),
    *("candidate_id", "candidate__full_name", "candidate__native_name"),
    *("intake__name", "intake__starts_on"),
    *("supervisor_id", "supervisor__name", "area__name", "area__mark"),
)


def standing(applications: QuerySet, stage, *, started: bool) -> QuerySet:
    """Those a column shows, oldest in the stage first; at the start, the newest first."""
    if started:
        rows = applications.filter(stage=stage, status__in=SUCCEEDED)
        return rows.order_by("-entered_stage_at", "-pk")
    rows = applications.filter(stage=stage, status=Status.ACTIVE)
    return rows.order_by("entered_stage_at", "pk")


def first_cards(
    applications: Callable[[], QuerySet], key: Hashable, stages: Sequence[Stage]
) -> dict[int, list[Card]]:
    """{stage id: its first 25 cards}, in one statement, and one more if the start is open.

    `key` says which applications these are; what is asked of them is kept under it.
    """
    found: dict[int, list[Card]] = {stage.pk: [] for stage in stages}
    for started in (False, True):
        alike = tuple(stage.pk for stage in stages if stage.is_start == started)
        if alike:
            statement = kept(
                ("cards", key, started, alike),
                lambda: _first_of(applications(), alike, started=started),  # noqa: B023
            )
            for card in map(Card._make, statement.rows()):
                found[card.stage_id].append(card)
    return found


def _first_of(applications: QuerySet, stages: Sequence[int], *, started: bool) -> QuerySet:
    rows = standing(applications, Slot("stage"), started=started)
    first = Statement(rows.values_list("pk")[:CARDS])
    if not first.sql:
        return applications.none()
    # Found first and joined then: joins in each part cost PostgreSQL more than the rows.
    cards = applications.model.objects.filter(pk__in=first.for_each("stage", stages))
    cards = cards.annotate(is_deferred=is_deferred())
    return cards.order_by(*rows.query.order_by).values_list(*_COLUMNS, "is_deferred")


class Cards:
    """Draws the cards of one stage after the other. `moves`: the viewer may move applications."""

    def __init__(self, centre: Centre, *, moves: bool):
        self.zone, self.today, self.moves = centre.zone, centre.today(), moves
        self.person_url = reverse("recruitment:candidate", args=[0]).replace("0/", "{}/")
        self.page_url = reverse("recruitment:application", args=[0]).replace("0/", "{}/")
        self.move_url = reverse("recruitment:application-move", args=[0]).replace("0/", "{}/", 1)
        self.more, self.month = icon("more"), cache(month)
        self.deferred, self.later = _("Deferred to %(intake)s"), _("%(intake)s, deferred")
        self.late, self.unassigned = _("past the limit"), _("Assign a supervisor")
        self.actions, self.next = _("Actions for %(name)s"), _("Next: %(step)s")
        self.days_long, self.days_short = cache(days_long), cache(days_short)
        self.day, self.person = cache(day), cache(self._person)

    def draw(self, stage: Stage, cards: Sequence[Card], *, locked: bool) -> str:
        """The items of a column's list."""
        return "\n".join(self._card(stage, card, locked or not self.moves) for card in cards)

    def _card(self, stage: Stage, card: Card, locked: bool) -> str:
        name, area = escape(card.name), escape(card.area or "")
        days = self._days(card)
        is_late = stage.is_exceeded_by(days)
        step = escape(card.next_step or ("" if card.supervisor_id else self.unassigned))
        is_urgent = not card.supervisor_id or (
            card.next_step_on is not None and card.next_step_on < self.today
        )
        label = name
        if area:
            label += f", {area}"
        if not stage.is_start:
            label += f", {self.days_long(days)}"
        if is_late:
            label += f", {self.late}"
        if step:
            label += f". {self.next % {'step': step}}"
        menu = self.page_url if locked or stage.is_start else self.move_url
        area = f'<span class="visually-hidden">{area}, </span>' if area else ""
        intake = self.month(card.intake_starts_on) if card.intake_starts_on else escape(card.intake)
        own_script = ""
        if card.is_deferred and not stage.is_start:
            # In place of the own script: a card is no wider.
            deferred = self.deferred % {"intake": intake}
            label += f". {deferred}"
            intake = self.later % {"intake": intake}
            intake = f'<span class="trunc" title="{deferred}">{intake}</span>'
        elif card.native_name:
            own_script = f'<span class="trunc">{native(card.native_name)}</span>'
        return (
            f'<li class="kard" id="a{card.pk}" data-pk="{card.pk}" data-version="{card.version}" '
            f'data-name="{name}"{" data-locked" if locked else ""} aria-label="{label}">\n'
            f'<div class="top"><a href="{self.person_url.format(card.candidate_id)}">{name}</a>\n'
            f'<div class="dropdown menu"><a class="btn btn-ghost btn-sm btn-icon" '
            f'href="{menu.format(card.pk)}" data-menu '
            f'aria-label="{self.actions % {"name": name}}">{self.more}</a></div></div>\n'
            f'<p class="l2"><span class="area {card.mark or ""}">{area}{intake}</span>'
            f"{own_script}"
            f'<span class="days" data-days>{self._since(stage, card, days, is_late)}</span></p>\n'
            f'<p class="ft">{self.person(card.supervisor_id, card.supervisor)}'
            f'<span class="trunc nxt{" hot" if is_urgent else ""}">{step}</span></p></li>'
        )

    def _days(self, card: Card) -> int:
        return max((self.today - card.entered_stage_at.astimezone(self.zone).date()).days, 0)

    def _since(self, stage: Stage, card: Card, days: int, is_late: bool) -> str:
        if stage.is_start:
            return self.day(card.entered_stage_at)
        short = self.days_short(days)
        return f'<span class="over">{short}</span>' if is_late else short

    @staticmethod
    def _person(pk: int | None, name: str | None) -> str:
        if not pk:
            return '<span class="ava ava-xs none" aria-hidden="true">–</span>'
        return (
            f'<span class="ava ava-xs {tint(pk)}" title="{escape(name or "")}">'
            f"{escape(initials(name))}</span>"
        )
