"""Import, the columns: what each heading is, which sheets are read, and how the file is written."""

from dataclasses import replace

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from centre.web.sheet import refused
from recruitment.exchange import encodings
from recruitment.exchange.formats import known_export
from recruitment.exchange.limits import MAX_COLUMNS
from recruitment.exchange.reader import Sheet, UnknownEncoding, UnreadableFile, lettered
from recruitment.imports import actions, checked
from recruitment.imports.forms import ColumnsForm
from recruitment.imports.headings import headings
from recruitment.imports.models import ColumnMatch, Import
from recruitment.imports.views import TEMPLATES, one_of, step_of, version_of


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
    said = (request.POST or request.GET).get("is_headless", str(source.decided.is_headless))
    is_headless = said == "True"
    if is_headless:
        sheet = lettered(sheet)
    matches = list(ColumnMatch.objects.filter(centre=source.centre))
    match = _match(matches, sheet, request.GET.get("match", ""))
    system, its_columns = known_export(sheet.tabs)
    columns = source.decided.columns or (match.columns if match else its_columns)
    initial = {"remember": match.name if match else "", "is_headless": is_headless}
    form = _form(request, source, sheet, columns, initial)
    if len(form.headings) > MAX_COLUMNS:
        told = _("%(name)s has more than %(most)d different headings. Save the table alone.")
        told %= {"name": source.name, "most": MAX_COLUMNS}
        return refused(request, reverse("recruitment:imports"), told)
    if request.method == "POST" and form.is_valid():
        return _matched(request, pk, form)
    context = {
        "source": source,
        "encoding": encodings.KNOWN.get(encodings.named(sheet.encoding), ""),
        "form": form,
        "matches": matches,
        "match": match,
        "system": system,
        "is_headless": is_headless,
        "version": source.version,
        "nothing": not form.headings,
        "notes": sheet.notes,
    }
    status = 422 if form.errors else 200
    return render(request, f"{TEMPLATES}/columns.html", context, status=status)


def _match(matches, sheet: Sheet, wanted: str) -> ColumnMatch | None:
    """The match asked for, else one that knows every heading of the file."""
    if wanted:
        return next((one for one in matches if str(one.pk) == wanted), None)
    keys = {heading.key for heading in headings(sheet, {})}
    return next((one for one in matches if keys and keys <= set(one.columns)), None)


def _form(request, source: Import, sheet: Sheet, columns, initial) -> ColumnsForm:
    choices = source.decided
    intakes = source.centre.intakes.filter(retired_on=None).order_by("starts_on", "pk")
    form = ColumnsForm(
        request.POST or None,
        headings=headings(sheet, columns),
        tabs=sheet.tabs,
        intakes=dict.fromkeys(intakes.values_list("name", flat=True)),
        initial=initial
        | {
            "intake": choices.intake,
            "result": choices.result,
            "is_nameless": choices.is_nameless,
        },
    )
    if choices.tabs is not None and "sheets" in form.fields:
        form.fields["sheets"].initial = sorted(choices.tabs)
    return form


@transaction.atomic
def _matched(request, pk, form):
    source = one_of(request, pk)
    choices = replace(
        source.decided, columns=form.columns, tabs=form.chosen_tabs,
        **{
            name: form.cleaned_data[name]
            for name in ("intake", "result", "is_headless", "is_nameless")
        },
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
