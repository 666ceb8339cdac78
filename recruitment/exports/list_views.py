"""“Export” of a list: how many people it names, and as which kind of file it is to be saved."""

from io import BytesIO

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from centre.web.sheet import sheet
from centre.web.views import require
from recruitment.exports import actions
from recruitment.exports.listed import Asked, Listed
from recruitment.exports.lists import LISTS
from recruitment.exports.often import TooOften, count_one, told_to_wait
from recruitment.exports.writing import csv_parts, write_xlsx
from recruitment.reports.exports import CSV, XLSX, attachment, stream

# Rows a request may take; more go to a job. A workbook is ten times the work.
AT_ONCE = {"csv": 10_000, "xlsx": 1_000}


def list_export(request, what):
    """A form beside the list; sent, the file itself, or the page of the job that makes it."""
    require(request, "export_lists")
    if what not in LISTS:
        raise Http404
    source = LISTS[what]
    require(request, source.page)
    listed = source.read(request.GET, Asked(request.user, request.centre))
    form = request.POST.get("form", "")
    if form not in AT_ONCE or not listed.rows:
        return _form(request, listed, status=422 if request.method == "POST" else 200)
    try:
        if listed.rows <= AT_ONCE[form]:
            count_one(request.user)
            return _at_once(request, what, form, listed)
        file = actions.ask_for_list(
            listed, what, form, request.GET, centre=request.centre, by=request.user
        )
    except TooOften as refusal:
        return told_to_wait(request, refusal, back=listed.back)
    except Refused as busy:
        return _form(request, listed, problem=str(busy), status=409)
    return redirect(file)


def _form(request, listed: Listed, *, problem: str = "", status: int = 200):
    context = {
        "listed": listed,
        "problem": problem,
        "action": request.get_full_path(),
        "back_url": listed.back,
        "in_background": listed.rows > AT_ONCE["xlsx"],
    }
    trail = [(listed.back, listed.title)]
    partial = "recruitment/exports/_list.html"
    return sheet(request, partial, context, title=_("Export"), trail=trail, status=status)


def _at_once(request, what: str, form: str, listed: Listed):
    name = actions.file_name(request.centre, what, form)
    told = {
        "list": listed.title, "filter": listed.narrowed, "rows": listed.rows,
        "people": listed.people,
    }  # fmt: skip
    of = request.centre
    if form == "csv":
        return stream(request, csv_parts(listed), name=name, kind=CSV, of=of, told=told)
    book = BytesIO()
    write_xlsx(listed, book, lambda _rows: None)
    return attachment(request, book.getvalue(), name=name, kind=XLSX, of=of, told=told)
