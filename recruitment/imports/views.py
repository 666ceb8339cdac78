"""Import: the list with its upload, the match of columns, the result and its undoing."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db import transaction
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
from recruitment.exchange import encodings
from recruitment.exchange.columns import HEADINGS, guess
from recruitment.exchange.encodings import KNOWN
from recruitment.exchange.formats import known_export
from recruitment.exchange.reader import UnknownEncoding, UnreadableFile
from recruitment.imports import actions, checked
from recruitment.imports.forms import ColumnsForm, UploadForm
from recruitment.imports.headings import LABELS, headings
from recruitment.imports.models import ColumnMatch, Import, ImportedRow
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


def import_columns(request, pk):
    # Opening the file may take seconds: nobody else waits for it.
    source = one_of(request, pk, lock=False)
    if source.is_busy or source.written_at:
        return redirect(step_of(source))
    try:
        sheet = checked.sheet_of(source)
    except UnknownEncoding:
        return redirect("recruitment:import-encoding", pk=source.pk)
    except UnreadableFile as problem:
        return refused(request, reverse("recruitment:imports"), str(problem))
    choices = source.decided
    matches = list(ColumnMatch.objects.filter(centre=source.centre))
    match = _match(matches, sheet, request.GET.get("match", ""))
    system, its_columns = known_export(sheet.tabs)
    decided = choices.columns or (match.columns if match else its_columns)
    intakes = source.centre.intakes.filter(retired_on=None).order_by("starts_on", "pk")
    form = ColumnsForm(
        request.POST or None, headings=headings(sheet, decided), tabs=sheet.tabs,
        intakes=dict.fromkeys(intakes.values_list("name", flat=True)),
        initial={"remember": match.name if match else "", "intake": choices.intake},
    )  # fmt: skip
    if choices.tabs is not None and "sheets" in form.fields:
        form.fields["sheets"].initial = sorted(choices.tabs)
    if request.method == "POST" and form.is_valid():
        return _matched(request, pk, form)
    context = {
        "source": source,
        "encoding": KNOWN.get(encodings.named(sheet.encoding), ""),
        "form": form,
        "matches": matches,
        "system": system,
        "match": match,
        "version": source.version,
        "nothing": not form.headings,
    }
    status = 422 if form.errors else 200
    return render(request, f"{TEMPLATES}/columns.html", context, status=status)


def _match(matches, sheet, wanted: str) -> ColumnMatch | None:
    """The match asked for, else one that knows every heading of the file."""
    if wanted:
        return next((one for one in matches if str(one.pk) == wanted), None)
    keys = {heading.key for heading in headings(sheet, {})}
    return next((one for one in matches if keys and keys <= set(one.columns)), None)


@transaction.atomic
def _matched(request, pk, form):
    source = one_of(request, pk)
    choices = replace(
        source.decided, columns=form.columns, tabs=form.chosen_tabs,
        intake=form.cleaned_data["intake"],
    )  # fmt: skip
    if name := form.cleaned_data["remember"].strip():
        ColumnMatch.objects.update_or_create(
            centre=source.centre, name=name, defaults={"columns": form.columns}
        )
    try:
        actions.decide(source, choices, version=version_of(request))
    except Refused as refusal:
        return refused(request, step_of(source), str(refusal))
    return redirect(step_of(source))


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
def import_discard(request, pk):
    source = one_of(request, pk)
    try:
        actions.discard(source)
    except Refused as refusal:
        return refused(request, step_of(source), str(refusal))
    return saved(request, reverse("recruitment:imports"), _("The file is discarded."))
