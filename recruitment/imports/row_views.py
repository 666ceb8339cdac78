"""Import, the rows: what the check found, what is decided about it, and the last button."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centre.web.refusal import Refused
from centre.web.sheet import refused, writing
from recruitment.exchange.choices import ANYONE_NEW, Choices
from recruitment.exchange.dates import DAY_FIRST, MONTH_FIRST
from recruitment.imports import actions, checked
from recruitment.imports.models import Import, ImportedRow
from recruitment.imports.progress import how_far
from recruitment.imports.repairs import NAMELESS
from recruitment.imports.shown import shown
from recruitment.imports.views import PAGE, TEMPLATES, one_of, step_of, version_of

State = ImportedRow.State
LEAVE, MAKE, EMPTY, USE = "leave", "make", "empty", "use"


@require_safe
def import_rows(request, pk):
    source = one_of(request, pk)
    if source.state not in (Import.State.CHECKING, Import.State.ROWS):
        return redirect(step_of(source))
    context = {"source": source, "here": reverse("recruitment:import-rows", args=[source.pk])}
    context |= how_far(source)
    if source.state == Import.State.ROWS:
        context |= _rows(request, source)
    partial = "_rows.html" if request.htmx else "rows.html"
    return render(request, f"{TEMPLATES}/{partial}", context)


def _rows(request, source: Import) -> dict:
    counts = source.found.get("counts", {})
    fix, asked = counts.get(State.FIX, 0), counts.get("asked", 0)
    show = request.GET.get("show", "")
    known = {"fix", "asked", "ready", "out", "all", "look"}
    show = show if show in known else ("look" if fix or asked else "all")
    rows = source.rows.all()
    if show == "fix":
        rows = rows.filter(state=State.FIX)
    elif show == "asked":
        rows = rows.filter(is_asked=True)
    elif show == "look":
        rows = rows.filter(state=State.FIX) | rows.filter(is_asked=True)
    elif show == "ready":
        rows = rows.filter(state__in=[State.NEW, State.MORE, State.SAME])
    elif show == "out":
        rows = rows.filter(state=State.OUT)
    page = Paginator(rows.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    ready = sum(counts.get(state, 0) for state in (State.NEW, State.MORE, State.SAME))
    out = counts.get(State.OUT, 0)
    return {
        "show": show,
        "pages": f"show={show}&",
        "page": page,
        "rows": [shown(row, source) for row in page],
        "counts": {"ready": ready, "fix": fix, "asked": asked, "out": out},
        "look": fix + asked,
        "total": sum(counts.get(state, 0) for state in State.values),
        "left": fix + out,
        "told": checked.told(source),
    }


@require_POST
@writing
def import_mend(request, pk):
    """One answer for every line that has the same problem."""
    source = one_of(request, pk)
    if source.version != version_of(request):
        return refused(request, step_of(source), actions.overtaken())
    if request.POST.get("do") == "make-all":
        lacking = {(kind, name) for kind, name in source.found.get("lacking", ())}
        made = replace(source.decided, make=source.decided.make | lacking)
        return _decide(request, source, made)
    number = request.POST.get("repair", "")
    repairs = source.found.get("repairs", [])
    if not (number.isdecimal() and len(number) < 5 and int(number) < len(repairs)):
        raise Http404
    choices = _mended(source.decided, repairs[int(number)], request.POST)
    if choices is None:
        return refused(request, step_of(source), _("Choose what to do with these rows first."))
    return _decide(request, source, choices)


def _mended(choices: Choices, repair: dict, said) -> Choices | None:
    """`choices` with an answer to `repair`; None if nothing was answered."""
    verb, text = said.get("do", ""), said.get("text", "").strip()
    if repair["is_order"]:
        order = said.get("value", "")
        return replace(choices, order=order) if order in (DAY_FIRST, MONTH_FIRST) else None
    where = frozenset((tab, row) for tab, row in repair["rows"])
    if verb == LEAVE:
        return replace(choices, left_out=choices.left_out | where)
    value = said.get("value", "")
    if verb == MAKE or (verb == USE and value == "+"):
        if repair["kind"] == NAMELESS:
            return replace(choices, is_nameless=True)
        lack = (repair["kind"], repair["name"])
        return replace(choices, make=choices.make | {lack}) if repair["kind"] else None
    if verb == EMPTY or (verb == USE and value == "-"):
        instead = "" if repair["may_empty"] or repair["kind"] in ("supervisor", "source") else None
    else:
        instead = text or (value if value in repair["options"] else None)
    if instead is None or not repair["field"]:
        return None
    answers = {**choices.answers, (repair["field"], repair["value"]): instead}
    return replace(choices, answers=answers)


@require_POST
@writing
def import_decide(request, pk):
    """Who single lines are about, which are left out and which taken in again."""
    source = one_of(request, pk)
    if source.version != version_of(request):
        return refused(request, step_of(source), actions.overtaken())
    wanted = {
        int(name[1:]): value
        for name, value in request.POST.items()
        if name.startswith("d") and name[1:].isdecimal() and len(name) < 18
    }
    choices = source.decided
    for row in source.rows.filter(pk__in=list(wanted)[: 2 * PAGE]):
        choices = _decided(choices, row, wanted[row.pk])
    if choices == source.decided:
        return redirect(step_of(source))
    return _decide(request, source, choices)


def _decided(choices: Choices, row: ImportedRow, said: str) -> Choices:
    where = row.where
    people = {key: value for key, value in choices.people.items() if key != where}
    joined = {key: value for key, value in choices.joined.items() if key != where}
    left_out = choices.left_out - {where}
    if said == LEAVE:
        left_out |= {where}
    elif said == "new":
        people[where] = ANYONE_NEW
    elif said.startswith("p") and said[1:] in {str(one["person"]) for one in row.alike}:
        people[where] = int(said[1:])
    elif said.startswith("r"):
        for one in row.alike:
            if one["where"] and said == f"r{one['where'][1]}":
                joined[where] = (one["where"][0], one["where"][1])
    elif said != "as-is":
        return choices
    return replace(choices, people=people, joined=joined, left_out=left_out)


def _decide(request, source: Import, choices: Choices):
    back = step_of(source)
    show = request.POST.get("show", "")
    try:
        actions.decide(source, choices, version=version_of(request))
    except Refused as refusal:
        return refused(request, back, str(refusal))
    return redirect(f"{back}?show={show}" if show.isalpha() else back)


@require_POST
@writing
def import_run(request, pk):
    source = one_of(request, pk)
    try:
        actions.run(source, version=version_of(request), by=request.user)
    except Refused as refusal:
        return refused(request, step_of(source), str(refusal))
    return redirect(step_of(source))
