"""What the page of a list shows around its rows: tabs, chips, headings, counts in words."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.policy import sees_all
from recruitment.candidates.models import SavedView
from recruitment.register.cells import Cells
from recruitment.register.counts import CAP
from recruitment.register.criteria import COLUMNS, SORTS, USUAL_COLUMNS, VIEWS, Criteria
from recruitment.register.listing import PAGE, Listing
from recruitment.register.saved_counts import saved_counts

# Right-aligned, and hidden first where the window is narrow.
_RIGHT = ("days", "updated")
_FIRST_TO_GO = ("intake", "supervisor", "updated")
_SORTED_BY = {"name": "name", "days": "stage", "updated": "updated"}
# Longest first and newest first are descending.
_DESCENDING = ("-name", "stage", "updated")


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    query: str
    count: str
    is_current: bool
    pk: int | None = None


@dataclass(frozen=True)
class Heading:
    name: str
    label: str | Promise
    css: str
    query: str | None  # to sort by it; None if it cannot be sorted by
    sorted: str  # the value of aria-sort


class ListPage:
    """A listing with the words and links around it."""

    def __init__(self, listing: Listing, saved=(), *, selects: bool = False):
        self.selects = selects
        self.listing, self.criteria, self.saved = listing, listing.criteria, list(saved)

    @cached_property
    def tabs(self) -> list[Tab]:
        criteria = self.criteria
        kept = self.kept
        columns = {"cols": ".".join(criteria.columns)}
        columns = columns if criteria.columns != USUAL_COLUMNS else {}
        tabs = []
        for view, label in VIEWS.items():
            bare = Criteria(criteria.setting, view=view).query(**columns)
            count = self.listing.counts[view]
            tabs.append(Tab(label, bare, at_most(count), not kept and view == criteria.view))
        counts = saved_counts(criteria, self.saved)
        for own in self.saved:
            shown = at_most(counts[own.pk]) if own.pk in counts else ""
            tabs.append(Tab(own.name, own.query, shown, own == kept, own.pk))
        return tabs

    @cached_property
    def kept(self) -> SavedView | None:
        """The saved view this list is, if it is one."""
        return next((view for view in self.saved if view.query == self.query), None)

    @property
    def chips(self):
        """(filter, query without it)."""
        return [(one, self.criteria.query(**{one.name: None})) for one in self.criteria.chosen]

    @cached_property
    def query(self) -> str:
        return self.criteria.query()

    @property
    def page_query(self) -> str:
        page = self.criteria.page
        return self.criteria.query(page=page if page > 1 else None)

    @property
    def hidden(self):
        """What the search form has to carry besides its text."""
        return list(QueryDict(self.criteria.query(q=None)).items())

    @cached_property
    def headings(self) -> list[Heading]:
        usual = self.criteria.columns == USUAL_COLUMNS
        headings = [self._heading("name", _("Candidate"), "")]
        for name in self.criteria.columns:
            classes = ["r"] if name in _RIGHT else []
            if usual and name in _FIRST_TO_GO:
                classes.append("h-lg")
            headings.append(self._heading(name, COLUMNS[name], " ".join(classes)))
        return headings

    def _heading(self, name: str, label: str | Promise, css: str) -> Heading:
        sort = _SORTED_BY.get(name)
        if sort not in self.criteria.sorts:
            return Heading(name, label, css, None, "")
        order = self.criteria.order
        is_sorted = order.removeprefix("-") == sort
        turned = f"-{sort}" if order == sort else sort
        direction = "descending" if order in _DESCENDING else "ascending"
        return Heading(
            name, label, css, self.criteria.query(sort=turned), direction if is_sorted else ""
        )

    @property
    def body(self) -> SafeString:
        """The rows of the table."""
        columns = {
            one.name: f"{one.css} c-{one.name}" if one.css else f"c-{one.name}"
            for one in self.headings[1:]
        }
        return Cells(columns, query=self.query, selects=self.selects).draw(self.listing.rows)

    @property
    def count_words(self) -> str:
        """12 candidates; more than 1,000 applications."""
        n, many = self.listing.total, self.listing.is_capped
        if self.criteria.of_people:
            words = ngettext("%(n)s candidate", "%(n)s candidates", n)
        else:
            words = ngettext("%(n)s application", "%(n)s applications", n)
        words = words % {"n": f"{n:,}"}
        return _("more than %(count)s") % {"count": words} if many else words

    @property
    def caption(self) -> str:
        return _("%(count)s, %(view)s, sorted by %(order)s") % {
            "count": self.count_words,
            "view": str(VIEWS[self.criteria.view]).lower(),
            "order": SORTS[self.criteria.order],
        }

    @property
    def span(self) -> str:
        """1–50 of 186."""
        start, rows = self.listing.start, len(self.listing.rows)
        total = self.listing.total
        words = (
            _("%(first)s–%(last)s of more than %(n)s")
            if self.listing.is_capped
            else _("%(first)s–%(last)s of %(n)s")
        )
        return words % {"first": f"{start + 1:,}", "last": f"{start + rows:,}", "n": f"{total:,}"}

    @property
    def previous(self) -> str | None:
        page = self.criteria.page
        return self.criteria.query(page=page - 1 if page > 2 else None) if page > 1 else None

    @property
    def next(self) -> str | None:
        return self.criteria.query(page=self.criteria.page + 1) if self.listing.has_next else None

    @property
    def is_paged(self) -> bool:
        return self.listing.has_next or self.criteria.page > 1 or self.listing.total > PAGE

    @property
    def nothing(self) -> str:
        """Why there is no row."""
        criteria, narrowed = self.criteria, len(self.criteria.chosen)
        if criteria.page > 1:
            return _("There is nothing on page %(n)s.") % {"n": criteria.page}
        if criteria.terms and not narrowed:
            return _("No candidate matches “%(text)s”.") % {"text": criteria.text}
        if criteria.is_narrowed:
            narrowed += bool(criteria.terms)
            return ngettext(
                "No candidate matches this filter.",
                "No candidate matches these %(n)s filters.",
                narrowed,
            ) % {"n": narrowed}
        return {
            "open": _("Nobody is in progress."),
            "mine": _("None in progress is yours."),
            "attention": _("Nothing needs attention."),
        }.get(criteria.view) or self._nobody_yet()

    def _nobody_yet(self) -> str:
        """Who sees only some of the candidates is not told that the centre has none."""
        setting = self.criteria.setting
        if sees_all(setting.user, setting.centre.pk):
            return _("No candidates yet.")
        return _("No candidate is yours to see yet.")

    @property
    def in_documents(self) -> str | None:
        """This list of whoever's documents say what was searched for, in place of names."""
        criteria = self.criteria
        if not criteria.terms or "says" in criteria.names:
            return None
        return criteria.query(q=None, says=criteria.text)

    @property
    def cleared(self) -> str:
        """This view without search and filters."""
        without = dict.fromkeys(self.criteria.names)
        return self.criteria.query(q=None, on=None, **without)


def at_most(count: int) -> str:
    """186; 1,000+ for more than is counted."""
    return f"{CAP:,}+" if count > CAP else f"{count:,}"
