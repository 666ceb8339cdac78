"""The candidates list, and the two sheets that change what it shows."""

from functools import cache

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.accounts.middleware import allowed
from centre.web.sheet import sheet
from centre.web.statements import Slot, Statement
from centre.web.views import require
from recruitment.candidates.models import SavedView
from recruitment.register.criteria import Criteria, read
from recruitment.register.list_forms import ColumnsForm, FilterForm
from recruitment.register.listing import Listing
from recruitment.register.page import ListPage


@cache
def _saved_views() -> Statement:
    return Statement(SavedView.objects.filter(user=Slot("user"), centre=Slot("centre")))


@require_safe
def candidates(request):
    """The list. htmx gets the rows and what stands above them; everybody else the page."""
    require(request, "view_candidates")
    criteria = read_criteria(request)
    url = address(criteria.query(page=criteria.page if criteria.page > 1 else None))
    # A form sent by GET names every field. The address is for keeping, so it says what is set.
    if "" in request.GET.values() and not criteria.problems and not request.htmx:
        return redirect(url)
    saved = _saved_views().objects(user=request.user.pk, centre=request.centre.pk)
    selects = any(
        allowed(request, action)
        for action in ("move_application", "assign_application", "write_email")
    )
    part = request.htmx and not request.htmx.history_restore_request
    listing = Listing(criteria, of_views=bool(saved) or not part)
    page = ListPage(listing, saved, selects=selects)
    template = "_live" if part else "candidates"
    response = render(request, f"recruitment/register/{template}.html", {"page": page})
    if part:
        response["HX-Push-Url"] = url
    return response


@require_safe
def candidates_filters(request):
    require(request, "view_candidates")
    criteria = read_criteria(request)
    cleared = ListPage(Listing(criteria)).cleared
    context = {"form": FilterForm(criteria), "cleared": cleared}
    return list_sheet(request, "filters", context, title=_("Filters"))


@require_safe
def candidates_columns(request):
    require(request, "view_candidates")
    context = {"form": ColumnsForm(read_criteria(request))}
    return list_sheet(request, "columns", context, title=_("Columns"))


def read_criteria(request, query=None) -> Criteria:
    query = request.GET if query is None else query
    return read(query, centre=request.centre, user=request.user)


def address(query: str) -> str:
    url = reverse("recruitment:candidates")
    return f"{url}?{query}" if query else url


def list_sheet(request, name: str, context: dict, *, title: str, status: int = 200):
    """A form about the list, in a dialog of it or on a page of its own."""
    partial, css = f"recruitment/register/_{name}.html", "recruitment/candidates.css"
    trail = [(address(""), _("Candidates"))]
    return sheet(request, partial, context, title=title, trail=trail, css=css, status=status)
