"""Import: the list with its upload, the result and its undoing."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import locked, refused, saved, writing
from centre.web.views import require
from recruitment.exchange.columns import HEADINGS, guess
from recruitment.exchange.reader import UnreadableFile
from recruitment.imports import actions
from recruitment.imports.forms import UploadForm
from recruitment.imports.headings import LABELS
from recruitment.imports.models import Import, ImportedRow
from recruitment.imports.progress import how_far
from recruitment.imports.rejected import rejected_csv
from recruitment.reports.exports import attachment, csv_text

TEMPLATES = "recruitment/imports"
PAGE = 50


def one_of(request, pk: int, *, lock: bool = True) -> Import:
    """The import, or 404; 403 for those of the centre who may not import. Locked for a write."""
    rows = Import.objects.select_related("centre", "created_by", "written_by")
    found = fetch(request, locked(request, rows) if lock else rows, pk=pk)
    require(request, "import_candidates")
    return found


def step_of(source: Import) -> str:
    """Where the file is: the address of the page that goes on with it."""
    if source.state == Import.State.COLUMNS:
        return reverse("recruitment:import-columns", args=[source.pk])
    if source.state in (Import.State.CHECKING, Import.State.ROWS):
        return reverse("recruitment:import-rows", args=[source.pk])
    return reverse("recruitment:import-result", args=[source.pk])


def imports(request):
    require(request, "import_candidates")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = actions.upload(
                request.centre, file.name, file.read(), by=request.user,
                token=form.cleaned_data["token"],
            )  # fmt: skip
        except UnreadableFile as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(step_of(source))
    rows = Import.objects.visible_to(request.user).filter(centre=request.centre)
    context = {
        "form": form,
        "imports": rows.select_related("created_by").defer("content", "choices", "found")[:PAGE],
    }
    status = 422 if form.errors else 200
    return render(request, f"{TEMPLATES}/imports.html", context, status=status)


@require_safe
def template(request):
    """An empty sheet with the headings we know."""
    require(request, "import_candidates")
    wanted = [text.split(",")[0].strip().capitalize() for text in HEADINGS.values()]
    names = ["full_name", "native_name", "email", "nationality", "degree", "intake", "result"]
    names += ["result_date", "supervisor", "source", "universities", "remarks"]
    heads = [head for head in wanted if guess(head) in names]
    return attachment(
        request, csv_text([heads]), name="candidates.csv", kind="text/csv", of=request.centre
    )


@require_safe
def one_import(request, pk):
    return redirect(step_of(one_of(request, pk)))


def version_of(request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


@require_safe
def import_result(request, pk):
    source = one_of(request, pk)
    if source.state in (Import.State.COLUMNS, Import.State.CHECKING, Import.State.ROWS):
        return redirect(step_of(source))
    rows = source.rows.exclude(candidate=None).order_by("pk")
    rows = rows.select_related("candidate", "application__intake", "application__position")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    kept = source.rows.exclude(kept="").select_related("candidate")
    counts = dict(source.rows.values_list("state").annotate(n=Count("pk")).order_by())
    context = {
        "source": source,
        "here": reverse("recruitment:import-result", args=[source.pk]),
        **how_far(source),
        "page": page,
        "kept": kept[:PAGE],
        "out": counts.get(ImportedRow.State.OUT, 0),
        "same": counts.get(ImportedRow.State.SAME, 0),
        "labels": LABELS,
    }
    partial = "_result.html" if request.htmx else "result.html"
    return render(request, f"{TEMPLATES}/{partial}", context)


@require_safe
def import_rejected(request, pk) -> HttpResponse:
    """The lines that were or would be left out, as they were written, and why: to mend."""
    source = one_of(request, pk)
    name = f"{source.name.rpartition('.')[0] or source.name}-to-fix.csv"
    return attachment(
        request, rejected_csv(source), name=name, kind="text/csv; charset=utf-8", of=source
    )


@require_POST
@writing
def import_undo(request, pk):
    source = one_of(request, pk)
    try:
        actions.undo(source, by=request.user)
    except Refused as refusal:
        return refused(request, step_of(source), str(refusal))
    return redirect(step_of(source))


@require_POST
@writing
def import_again(request, pk):
    """A step that failed for good: done once more, or left."""
    source = one_of(request, pk)
    (actions.leave if request.POST.get("do") == "leave" else actions.again)(source)
    return redirect(step_of(source))


@require_POST
@writing
def import_discard(request, pk):
    source = one_of(request, pk)
    try:
        actions.discard(source)
    except Refused as refusal:
        return refused(request, step_of(source), str(refusal))
    return saved(request, reverse("recruitment:imports"), _("The file is discarded."))
