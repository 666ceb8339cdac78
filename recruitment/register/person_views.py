"""The page of one person, and notes about them."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch_kept
from centre.web.views import back, require
from recruitment.register.forward import forwards
from recruitment.register.histories import histories
from recruitment.register.listing import list_query, neighbours
from recruitment.register.person import candidates_with_degree, dossier
from recruitment.register.person_forms import NoteForm
from recruitment.register.tabs import chosen, tabs_for, timeline
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
    person = fetch_kept(request, "candidate", candidates_with_degree, pk)
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
    """The whole page; for htmx, which asks for the notes alone, no more than these."""
    context = {"candidate": person, "note_form": note_form, "named": named, "form": note_form}
    if request.htmx:
        return _notes(request, person, context, status)
    file = dossier(request, person)
    tabs = tabs_for(request)
    tab = chosen(tabs, request.GET.get("tab"))
    context |= {
        "file": file,
        "tabs": tabs,
        "tab": tab,
        "tasks_about": reading.about(request.user, person.pk),
        "today": request.centre.today(),
        **tab.read(request, person, file),
        **_way_back(request, person),
    }
    return render(request, "recruitment/register/candidate.html", context, status=status)


def _notes(request, person, context: dict, status: int):
    query = _kept_query(request).urlencode()
    context |= {"list_query": query, "page_url": _address(person.pk, query)}
    context |= timeline(request, person, histories(request, person))
    return render(request, "recruitment/register/_activity.html", context, status=status)


def _kept_query(request) -> QueryDict:
    """The list this page was opened from, as its query string tells."""
    kept = request.GET.copy()
    for name in ("tab", "shown"):
        kept.pop(name, None)
    return kept


def _way_back(request, person) -> dict:
    """That list, and who stands beside."""
    kept = _kept_query(request)
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
