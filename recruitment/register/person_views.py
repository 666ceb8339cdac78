"""The page of one person, and notes about them."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch, fetch_kept
from centre.web.views import back, require
from recruitment.register.forward import forwards
from recruitment.register.listing import list_query, neighbours
from recruitment.register.person import candidates_with_degree, dossier
from recruitment.register.person_forms import NoteForm
from recruitment.register.tabs import chosen, tabs_for
from recruitment.tasks import reading


@forwards
@require_safe
def candidate(request, pk):
    person = fetch_kept(request, "candidate", candidates_with_degree, pk)
    require(request, "view_candidates")
    return _page(request, person, NoteForm())


@forwards
@require_POST
def candidate_note(request, pk):
    """Add a note; sent twice it is kept once."""
    person = fetch(request, candidates_with_degree(), pk=pk)
    require(request, "add_note")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    form.add_to(person, request.user)
    if request.htmx:
        return _page(request, person, NoteForm(), named=form.mentions)
    if form.mentions.said:
        messages.success(request, form.mentions.said)
    for line in form.mentions.unsaid:
        messages.error(request, line)
    return back(request, person.get_absolute_url())


def _page(request, person, note_form, *, status=200, named=None):
    file = dossier(request, person)
    tabs = tabs_for(request)
    tab = chosen(tabs, request.GET.get("tab"))
    context = {
        "candidate": person,
        "file": file,
        "note_form": note_form,
        "named": named,
        "form": note_form,
        "tabs": tabs,
        "tab": tab,
        **tab.read(request, person, file),
        **_way_back(request, person),
    }
    if not request.htmx:  # which asks for the notes alone
        context |= {
            "tasks_about": reading.about(request.user, person.pk),
            "today": request.centre.today(),
        }
    page = "_activity.html" if request.htmx else "candidate.html"
    return render(request, f"recruitment/register/{page}", context, status=status)


def _way_back(request, person) -> dict:
    """The list this page was opened from, as its query string tells, and who stands beside."""
    kept = request.GET.copy()
    for name in ("tab", "shown"):
        kept.pop(name, None)
    found = neighbours(request.user, request.centre, kept, person.pk)
    context = {
        "list_query": kept.urlencode(),
        "back_query": list_query(kept),
        "page_url": _address(person.pk, kept.urlencode()),
        "neighbours": found,
    }
    if found and found.previous_pk:
        query = list_query(kept, found.position - 1)
        context["previous_url"] = _address(found.previous_pk, query)
    if found and found.next_pk:
        context["next_url"] = _address(found.next_pk, list_query(kept, found.position + 1))
    return context


def _address(pk: int, query: str) -> str:
    url = reverse("recruitment:candidate", args=[pk])
    return f"{url}?{query}" if query else url
