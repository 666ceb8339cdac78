"""What a list shows, read from its address: view, search, filters, order, columns, page.

An address is written by people, other pages and saved views alike, so nothing in it is trusted:
what cannot be used is left out and named in `problems`. `query` writes the rest back in one
order, so that equal lists have equal addresses.
"""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.templatetags.cohort import full_day
from recruitment.candidates import names
from recruitment.pipeline.models import ApplicationQuerySet
from recruitment.register.filters import (
    FIGURES,
    FILTERS,
    OF_PERSON,
    SETTLE_STATUS,
    Chosen,
)
from recruitment.register.labels import is_number, read_labels
from recruitment.register.search import MAX_TEXT, search_terms
from recruitment.register.setting import Setting, Unusable

VIEWS = {
    "all": gettext_lazy("All"),
    "open": gettext_lazy("In progress"),
    "mine": gettext_lazy("Mine"),
    "attention": gettext_lazy("Needs attention"),
}
COLUMNS = {
    "stage": gettext_lazy("Stage"),
    "days": gettext_lazy("In stage"),
    "area": gettext_lazy("Area"),
    "intake": gettext_lazy("Intake"),
    "supervisor": gettext_lazy("Supervisor"),
    "next": gettext_lazy("Next step"),
    "source": gettext_lazy("Source"),
    "owner": gettext_lazy("Owner"),
    "nationality": gettext_lazy("Nationality"),
    "email": gettext_lazy("E-mail"),
    "language": gettext_lazy("Language of e-mails"),
    "silent": gettext_lazy("May not be written to"),
    "updated": gettext_lazy("Updated"),
}
USUAL_COLUMNS = ("stage", "days", "area", "intake", "supervisor", "next", "updated")
SORTS = {
    "name": gettext_lazy("name"),
    "-name": gettext_lazy("name, last first"),
    "stage": gettext_lazy("time in stage, longest first"),
    "-stage": gettext_lazy("time in stage, shortest first"),
    "updated": gettext_lazy("last update, newest first"),
    "-updated": gettext_lazy("last update, oldest first"),
    "added": gettext_lazy("application, newest first"),
}
OF_APPLICATIONS = ("stage", "-stage", "added")
LAST_PAGE = 10_000
PARAMETERS = ("view", "q", *FILTERS, "on", "known", "sort", "cols", "page", "at")


@dataclass
class Criteria:
    """A list that can be shown. `chosen` are its filters in the order of FILTERS."""

    setting: Setting
    view: str = "all"
    text: str = ""
    terms: list[str] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    sort: str = ""
    columns: tuple[str, ...] = USUAL_COLUMNS
    page: int = 1
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {one.name for one in self.chosen}

    @property
    def of_people(self) -> bool:
        """True if rows are people; False if they are applications, of which some have several."""
        return self.view == "all" and self.names <= set(OF_PERSON)

    @property
    def sorts(self) -> tuple[str, ...]:
        """Orders this list has. Days in a stage mean something for applications alone."""
        return tuple(name for name in SORTS if not (self.of_people and name in OF_APPLICATIONS))

    @property
    def usual_sort(self) -> str:
        if self.terms:
            return "name"
        if self.of_people:
            return "updated"
        # The order an index has: of open applications the stage's, of others that they came in.
        return "stage" if self.view != "all" or {"waiting", "past_limit"} & self.names else "added"

    @property
    def order(self) -> str:
        return self.sort if self.sort in self.sorts else self.usual_sort

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.terms)

    def narrow(self, applications: ApplicationQuerySet) -> QuerySet:
        """The applications that the view and the filters leave; search comes on top."""
        left: QuerySet = self.in_view(self.view, applications)
        for one in self.chosen:
            left = one.narrow(left)
        return left

    def in_view(self, view: str, applications: ApplicationQuerySet) -> ApplicationQuerySet:
        if view == "attention":
            setting = self.setting
            return applications.needing_attention(setting.stages.values(), setting.centre)
        if view == "mine":
            user = self.setting.user
            # Not by a join: what counts them is an index, and holds the key alone.
            theirs = Supervisor.objects.filter(user=user)
            applications = applications.filter(Q(owner=user) | Q(supervisor__in=theirs))
        if view in ("open", "mine") and not (self.names & set(SETTLE_STATUS)):
            applications = applications.active()
        return applications

    def query(self, **changes) -> str:
        """The address's query, with these parameters changed; None takes one out."""
        values = {
            "view": self.view if self.view != "all" else None,
            "q": self.text or None,
            **{one.name: one.value for one in self.chosen},
            "on": f"{self.setting.on}" if self.setting.on else None,
            "known": f"{self.setting.known}" if self.setting.known else None,
            "sort": self.sort if self.sort and self.sort != self.usual_sort else None,
            "cols": ".".join(self.columns) if self.columns != USUAL_COLUMNS else None,
        }
        values.update(changes)
        if not any(values.get(name) for name in FIGURES):
            values["on"] = values["known"] = None
        ordered = sorted(values.items(), key=lambda item: PARAMETERS.index(item[0]))
        return urlencode([(name, value) for name, value in ordered if value not in (None, "")])


def read(
    query: QueryDict,
    *,
    centre: Centre,
    user: User,
    trusted: bool = False,
    beside: Setting | None = None,
) -> Criteria:
    """The list `query` asks for. `trusted`: one this program wrote, whose names need no look-up.
    `beside`: where the list at hand is read, which knows the stages already."""
    setting = Setting(centre, user, track_code=query.get("track", ""))
    if beside:
        setting.stages = beside.stages
    stage = query.get("waiting") or query.get("stage") or ""
    setting.stage_asked = int(stage) if is_number(stage) else None
    criteria = Criteria(setting)
    wanted = {name: typed for name in FILTERS if (typed := query.get(name, "").strip())}
    if trusted:
        setting.labels = {item: "" for item in wanted.items() if is_number(item[1])}
    else:
        setting.labels = read_labels(centre, wanted)
    criteria.setting.known = _read_day(criteria, query.get("known", ""), wanted)
    criteria.setting.on = _read_day(criteria, query.get("on", ""), wanted) or criteria.setting.known
    for name, value in wanted.items():
        _read_filter(criteria, name, value)
    _read_view(criteria, query.get("view", ""))
    _read_text(criteria, query.get("q", ""))
    _read_order(criteria, query.get("sort", ""))
    _read_columns(criteria, query)
    page = query.get("page", "1")
    usable = page.isascii() and page.isdigit() and 0 < int(page[:6]) <= LAST_PAGE
    criteria.page = int(page[:6]) if usable else 1
    return criteria


def _ignored(label, value: str) -> str:
    return _("“%(value)s” is not a %(label)s here, so it was left out.") % {
        "value": value[:40],
        "label": str(label).lower(),
    }


def _read_day(criteria: Criteria, value: str, wanted: dict[str, str]) -> date | None:
    if not value:
        return None
    if not set(FIGURES) & set(wanted):
        criteria.problems.append(_("A day goes with a figure only, so it was left out."))
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        criteria.problems.append(_ignored(_("day"), value))
        return None
    if day.year < 1900 or day > criteria.setting.centre.today():
        criteria.problems.append(_ignored(_("day until today"), value))
        return None
    return day


def _read_filter(criteria: Criteria, name: str, value: str) -> None:
    kind = FILTERS[name]
    try:
        text, narrow = kind.read(criteria.setting, value)
    except Unusable:
        criteria.problems.append(_ignored(kind.label, value))
        return
    if name in FIGURES and criteria.setting.on:
        text = _("%(what)s by %(day)s") % {"what": text, "day": full_day(criteria.setting.on)}
    if name in FIGURES and criteria.setting.known:
        text = _("%(what)s, as known on %(day)s") % {
            "what": text,
            "day": full_day(criteria.setting.known),
        }
    criteria.chosen.append(Chosen(name, value, str(kind.label), text, narrow, str(kind.verb)))


def _read_view(criteria: Criteria, value: str) -> None:
    if value in VIEWS:
        criteria.view = value
    elif value:
        criteria.problems.append(_ignored(_("view"), value))
    # A status that somebody chose says more than "in progress".
    if criteria.view == "open" and criteria.names & set(SETTLE_STATUS):
        criteria.view = "all"


def _read_text(criteria: Criteria, value: str) -> None:
    criteria.text = names.clean(value)[:MAX_TEXT]
    criteria.terms = search_terms(criteria.text)
    if criteria.text and not criteria.terms:
        criteria.problems.append(
            _("“%(value)s” holds no letter or digit to search for.") % {"value": criteria.text[:40]}
        )
        criteria.text = ""


def _read_order(criteria: Criteria, value: str) -> None:
    if value in SORTS:
        criteria.sort = value
    elif value:
        criteria.problems.append(_ignored(_("sort order"), value))


def _read_columns(criteria: Criteria, query: QueryDict) -> None:
    if "cols" not in query:
        return
    wanted = ".".join(query.getlist("cols")).split(".")
    for name in wanted:
        if name and name not in COLUMNS:
            criteria.problems.append(_ignored(_("column"), name))
    criteria.columns = tuple(name for name in COLUMNS if name in wanted)
