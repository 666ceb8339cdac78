"""The rows of a candidates list.

Rows are people as long as nothing is asked of applications (the view "All", with search or not):
each with the application their row shows (`Candidate.current`). As soon as stage, status, intake
or a figure of another page is asked, rows are the applications it counts. A person with two of
them has two rows then, and the number of rows is the figure.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import NamedTuple

from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils import timezone

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import Statement, kept, statement_of
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application, ApplicationQuerySet
from recruitment.register.counts import CAP, CappedCount, counting
from recruitment.register.criteria import VIEWS, Criteria, read
from recruitment.register.filters import OF_PERSON
from recruitment.register.search import LIMIT, bounds, people_matching

PAGE = 50
SOON = timedelta(days=7)
NEAR = 5  # rows either side among which a person is looked for who moved in the list meanwhile

_PERSON_ORDERS = {
    "name": ("sort_name", "pk"),
    "-name": ("-sort_name", "-pk"),
    "updated": ("-updated_at", "-pk"),
    "-updated": ("updated_at", "pk"),
}
_ORDERS = {
    **{name: tuple(f"-candidate__{field[1:]}" if field[0] == "-" else f"candidate__{field}"
                   for field in fields) for name, fields in _PERSON_ORDERS.items()},
    "stage": ("entered_stage_at", "pk"),
    "-stage": ("-entered_stage_at", "-pk"),
    "added": ("-pk",),
}  # fmt: skip
# What a row shows of each table; of a joined one, if its column is shown.
_SHOWN_OF_PERSON = (
    "full_name", "native_name", "email", "nationality", "language", "no_contact_on",
    "no_contact_reason", "updated_at",
)  # fmt: skip
_SHOWN_OF_APPLICATION = ("stage", "status", "entered_stage_at", "next_step", "next_step_on")
# Who a search finds, where a statement names them first (`Listing._with_joins`).
_FOUND = RawSQL("SELECT candidate FROM found", ())
_HOW_MANY = RawSQL("SELECT COUNT(*) FROM found", (), IntegerField())
_SHOWN_OF_JOIN = {
    "area": ("name", "mark"),
    "intake": ("name", "starts_on"),
    "supervisor": ("name",),
    "source": ("name",),
    "owner": ("name", "email"),
}


@dataclass(frozen=True)
class Row:
    """One line of a list. `number` counts from 1 through all pages; `days` is how long an open
    application has been in its stage."""

    number: int
    candidate: Candidate
    application: Application | None
    now: datetime
    today: date
    days: int | None

    @property
    def is_past_limit(self) -> bool:
        return bool(self.application and self.application.stage.is_exceeded_by(self.days))

    @property
    def due_on(self) -> date | None:
        """The day of the next step if it is near or gone by."""
        due = self.days is not None and self.application and self.application.next_step_on
        return due if due and due <= self.today + SOON else None


class Listing:
    """A list as one person may see it: its rows, its length, and the lengths of the other views.

    With `is_whole` a search is not cut at its limit: for `size`, `keys` and `read`, which keep no
    statement. Without `of_views` the other views are not counted.
    """

    def __init__(self, criteria: Criteria, *, is_whole: bool = False, of_views: bool = True):
        self.criteria, self.is_whole, self.of_views = criteria, is_whole, of_views
        setting = criteria.setting
        self.centre, self.user = setting.centre, setting.user

    # Built when a statement is not yet kept: a list opened again asks for neither.
    @cached_property
    def people(self) -> QuerySet:
        return Candidate.objects.visible_to(self.user).filter(centre=self.centre)

    @cached_property
    def applications(self) -> ApplicationQuerySet:
        return Application.objects.visible_to(self.user).filter(centre=self.centre)

    @cached_property
    def _found(self) -> QuerySet | None:
        """Ids of the people the search finds, cut at its limit."""
        terms = self.criteria.terms
        if not terms:
            return None
        return people_matching(self.centre, terms, user=self.user, is_whole=self.is_whole)

    @cached_property
    def queryset(self) -> QuerySet:
        """People or applications, all that match, in order."""
        return self._among(self._found)

    def _among(self, found: QuerySet | RawSQL | None) -> QuerySet:
        """The rows of these people, in order."""
        criteria = self.criteria
        if not criteria.of_people:
            rows = criteria.narrow(self.applications)
            if found is not None:
                rows = rows.filter(candidate__in=found)
            return rows.order_by(*_ORDERS[criteria.order])
        rows = self.people
        if found is not None:
            # Who is found is seen. Said twice, SQLite would walk the centre's people by name and
            # ask of each whether they are found.
            rows = Candidate.objects.filter(pk__in=found)
        for one in criteria.chosen:
            rows = OF_PERSON[one.name](criteria.setting, one.value, rows)
        return rows.order_by(*_PERSON_ORDERS[criteria.order])

    @cached_property
    def given(self) -> dict[str, str]:
        return bounds(self.criteria.terms)

    def _statement(self, what: str, build: Callable[[], QuerySet | Statement]) -> Statement:
        """Kept for the lists that are opened all day: every view, searched or not. Filters are of
        too many kinds."""
        criteria = self.criteria
        if criteria.chosen:
            return statement_of(build())
        shape = (criteria.view, len(criteria.terms), criteria.order, criteria.columns, self.start)
        return kept((what, shape, LIMIT, criteria.setting.key), build)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows of each view, of this list ("rows"), and people found ("found"); all cut at CAP."""
        view, terms = self.criteria.view, self.criteria.terms
        names = list(VIEWS) if self.of_views else []
        if self.criteria.chosen or (terms and not self.criteria.of_people):
            names.append("rows")
        elif not (terms or self.of_views):
            names.append(view)
        counts = {}
        if terms and self._fetched:
            counts["found"] = self._fetched[0].people_found
        elif terms:
            names.append("found")
        if names:
            statement = self._statement(
                f"counts of {names}", lambda: counting(self.centre, map(self._rows_of, names))
            )
            counts |= dict(zip(names, *statement.rows(**self.given), strict=True))
        return {"rows": counts["found"] if terms else counts.get(view, 0), **counts}

    def _rows_of(self, name: str) -> QuerySet:
        if name == "all":
            return self.people
        if name == "rows":
            return self.queryset
        if name == "found" and self._found is not None:
            return self._found  # ids, cut at the limit: who they are does not matter here
        return Criteria(self.criteria.setting).in_view(name, self.applications)

    @property
    def total(self) -> int:
        return min(self.counts["rows"], CAP)

    @property
    def is_capped(self) -> bool:
        return self.counts["rows"] > CAP

    @property
    def is_cut(self) -> bool:
        """True if the search finds more people than it looks at."""
        return self.counts.get("found", 0) > LIMIT

    @property
    def start(self) -> int:
        return (self.criteria.page - 1) * PAGE

    @cached_property
    def _fetched(self) -> list:
        # One more than a page, to know whether there is another.
        rows = slice(self.start, self.start + PAGE + 1)
        return self._statement("rows", lambda: self._with_joins(rows)).objects(**self.given)

    @property
    def has_next(self) -> bool:
        return len(self._fetched) > PAGE

    @cached_property
    def rows(self) -> Sequence[Row]:
        return self._drawn(enumerate(self._fetched[:PAGE], self.start + 1))

    def _drawn(self, numbered: Iterable[tuple[int, Candidate | Application]]) -> list[Row]:
        now = timezone.now()
        row = partial(self._row, self.criteria.of_people, now, self.centre.day_of(now))
        return [row(number, found) for number, found in numbered]

    def _row(self, of_people: bool, now: datetime, today: date, number: int, found) -> Row:
        person, application = (found, found.current) if of_people else (found.candidate, found)
        days = None
        if application:
            application.stage = self.criteria.setting.stages[application.stage_id]
            if application.is_active:
                days = (today - self.centre.day_of(application.entered_stage_at)).days
        return Row(number, person, application, now, today, days)

    def _with_joins(self, rows: slice) -> Statement:
        """These rows, with only what the shown columns need: candidates and applications are wide.

        Found first and joined then: PostgreSQL would join all that match to sort them. Who a
        search finds is looked up once, to be read and to be counted.
        """
        if self._found is None:
            return Statement(self._page_of(self.queryset, rows))
        page = self._page_of(self._among(_FOUND), rows).annotate(people_found=_HOW_MANY)
        return Statement(page, found=self._found)

    def _page_of(self, queryset: QuerySet, rows: slice) -> QuerySet:
        return self._shown(queryset.values("pk")[rows]).order_by(*queryset.query.order_by)

    def _shown(self, keys) -> QuerySet:
        page = self.queryset.model.objects.filter(pk__in=keys)
        columns = self.criteria.columns
        joins = [join for join in _SHOWN_OF_JOIN if join in columns]
        of_application = [*_SHOWN_OF_APPLICATION, *joins]
        of_application += [f"{join}__{name}" for join in joins for name in _SHOWN_OF_JOIN[join]]
        if self.criteria.of_people:
            return page.select_related("current", *(f"current__{join}" for join in joins)).only(
                *_SHOWN_OF_PERSON, "current", *(f"current__{name}" for name in of_application)
            )
        return page.select_related("candidate", *joins).only(
            "candidate", *of_application, *(f"candidate__{name}" for name in _SHOWN_OF_PERSON)
        )

    def size(self) -> tuple[int, int]:
        """(rows, people) of the whole list, counted to its end. One statement."""
        rows = self.queryset.order_by()
        person = "pk" if self.criteria.of_people else "candidate_id"
        people = rows.values(person).distinct()
        counts = [Statement(one).counted(**self.given) for one in (rows.values("pk"), people)]
        return type(self.centre).objects.filter(pk=self.centre.pk).values_list(*counts).get()

    def keys(self) -> array:
        """The ids of all its rows, in order: eight bytes each, however long the list."""
        found = Statement(self.queryset.values_list("pk")).rows(**self.given)
        return array("q", (pk for (pk,) in found))

    def read(self, keys: Sequence[int]) -> list[Row]:
        """The rows of these ids, in their order, without those gone meanwhile. One statement."""
        found = {one.pk: one for one in self._shown(keys).order_by()}
        return self._drawn((0, found[pk]) for pk in keys if pk in found)


class Neighbours(NamedTuple):
    """Where a person stands in a list: the `position`-th of `total` (None: more than counted)."""

    position: int
    total: int | None
    previous_pk: int | None
    next_pk: int | None


def neighbours(
    user: User, centre: Centre, query: QueryDict, candidate_pk: int
) -> Neighbours | None:
    """Who stands before and after a person in the list they were opened from.

    `query` is the list's own, with the row's number as "at"; None without it, and if the person
    is no longer near that row. At most two statements and a handful of rows, however long the
    list is.
    """
    at = query.get("at", "")
    if not (at.isascii() and at.isdigit() and int(at[:7]) > 0):
        return None
    listing = Listing(read(query, centre=centre, user=user, trusted=True))
    first = max(int(at[:7]) - 1 - NEAR, 0)
    field = "pk" if listing.criteria.of_people else "candidate_id"
    near = listing.queryset.values_list(field, CappedCount(listing.queryset))
    shown = Statement(near[first : first + 2 * NEAR + 1]).rows(**listing.given)
    places = [i for i, (pk, _total) in enumerate(shown) if pk == candidate_pk]
    if not places:
        return None
    place = min(places, key=lambda i: abs(first + i + 1 - int(at[:7])))
    total = shown[place][1]
    return Neighbours(
        position=first + place + 1,
        total=total if total <= CAP else None,
        previous_pk=shown[place - 1][0] if place else None,
        next_pk=shown[place + 1][0] if place + 1 < len(shown) else None,
    )


def list_query(query: QueryDict, at: int | None = None) -> str:
    """`query` without "at", to go back to the list; or with another, for a neighbour's link."""
    kept = query.copy()
    kept.pop("at", None)
    if at is not None:
        kept["at"] = str(at)
    return kept.urlencode()
