"""The funding page, and the forms of the ledger and of the basis."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.middleware import allowed, enter
from centre.money.models import LedgerEntry
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.views import require
from recruitment.funding import panels
from recruitment.funding.forms import BasisForm, LedgerForm
from recruitment.funding.models import Award, FundingBasis
from recruitment.funding.scenario_panel import AS_PLEDGED
from recruitment.funding.selectors import basis_of, entries_of, read_funding, speaking_agreement
from recruitment.funding.unpaid import read_unpaid

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATES = "recruitment/funding"
ENTRIES = 50
AWARDS = 200


@require_safe
def funding(request):
    """Director and manager: all of it. A supervisor: the awards of their own researchers."""
    require(request, "view_funding")
    awards = Award.objects.visible_to(request.user).by_researcher(request.centre)[: AWARDS + 1]
    if not allowed(request, "view_ledger"):
        return render(request, f"{TEMPLATES}/own.html", {"awards": awards})
    found = read_funding(
        request.centre,
        request.centre.today(),
        as_pledged=request.GET.get("rate") == AS_PLEDGED,
    )
    unpaid = read_unpaid(request.centre, request.centre.today())
    context = {"awards": awards, "funding": found, "unpaid": unpaid}
    if found:
        rows, asked = entries_of(request.user, found.agreement), request.GET.getlist("kind")
        if kinds := [one for one in LedgerEntry.Kind if one in asked]:
            rows = rows.filter(kind__in=kinds)
            context["kinds"] = ", ".join(str(one.label) for one in kinds)
        entries = Paginator(rows, ENTRIES)
        context |= panels.page(found) | {"entries": entries.get_page(request.GET.get("page"))}
    return render(request, f"{TEMPLATES}/page.html", context)


@page_or_post
@writing
def ledger_add(request):
    require(request, "edit_funding")
    agreement = speaking_agreement(request.centre)
    if agreement is None:
        return refused(request, _home(), _("Add an agreement first: the ledger belongs to it."))
    entry = LedgerEntry(agreement=agreement, currency=agreement.pledged_currency)
    if request.GET.get("kind") in LedgerEntry.Kind.values:
        entry.kind = request.GET["kind"]
    form = LedgerForm(request.POST or None, instance=entry)
    if form.is_valid():
        form.add()
        return saved(request, _home(), _("The entry is added."))
    return _ask(request, form, _("Add a ledger entry"), submit=_("Add entry"))


@page_or_post
@writing
def ledger_edit(request, pk):
    entry = _entry(request, pk)
    form = LedgerForm(request.POST or None, instance=entry)
    if form.is_valid():
        form.save()
        return saved(request, _home(), _("Saved."))
    note = _("Entries are kept: to take one back add its opposite. Every change is in the log.")
    return _ask(request, form, _("Edit the ledger entry"), note=note)


def _entry(request, pk) -> LedgerEntry:
    """An entry has no centre of its own: its agreement has."""
    rows = locked(request, LedgerEntry.objects.select_related("agreement__centre"))
    found = rows.visible_to(request.user).filter(pk=pk).first()
    centre = found and next(
        (one for one in request.centres if one.pk == found.agreement.centre_id), None
    )
    if centre is None:
        raise Http404
    enter(request, centre)
    require(request, "edit_funding")
    return found


@page_or_post
@writing
def basis_edit(request):
    require(request, "edit_funding")
    agreement = speaking_agreement(request.centre)
    if agreement is None:
        return refused(request, _home(), _("Add an agreement first: its plan is priced here."))
    rows = locked(request, FundingBasis.objects.filter(agreement=agreement))
    form = BasisForm(request.POST or None, instance=rows.first() or basis_of(agreement))
    if form.is_valid():
        form.save()
        return saved(request, _home(), _("The plan is priced anew."))
    lead = _("What people without an award of their own are assumed to cost.")
    return _ask(request, form, _("What the plan is priced with"), lead=lead)


def _ask(request, form, title, **words):
    return form_page(request, form, title=title, back_url=_home(), back_label=_("Funding"), **words)


def _home() -> str:
    return reverse("recruitment:funding")
