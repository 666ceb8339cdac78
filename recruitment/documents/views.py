"""Documents: add, look at, replace, describe, remove, bring back; and the files themselves."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import leave, locked, refused, saved, sheet, writing
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.candidates.models import Candidate
from recruitment.documents import actions
from recruitment.documents.files import serve
from recruitment.documents.forms import AddForm, EditForm, VersionForm
from recruitment.documents.models import Document, Version
from recruitment.documents.shown import shown, with_versions

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "recruitment/documents"


def section_url(candidate_id: int) -> str:
    """The Documents section of a person."""
    return f"{reverse('recruitment:candidate', args=[candidate_id])}?tab=documents#documents"


def _one_of(request, pk, *, action: str, rows=None) -> Document:
    """The document of that number or query: 404 unseen, 403 for who sees it but may not do that."""
    rows = Document.objects.all() if rows is None else rows
    found = fetch(request, rows.select_related("candidate", "kind", "centre"), pk=pk)
    require(request, action)
    return found


@page_or_post
def documents_add(request, pk):
    """Files of a candidate, chosen or dropped; with JavaScript or without."""
    person = fetch(request, Candidate.objects.select_related("centre"), pk=pk)
    require(request, "edit_documents")
    form = AddForm(request.POST or None, request.FILES or None, request=request, candidate=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.add(person, data["file"], form.what, by=request.user, token=data["token"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return leave(request, section_url(pk))
    title = _("Add documents of %(name)s") % {"name": person}
    context = {"form": form, "candidate": person, "back_url": section_url(pk)}
    return sheet(
        request,
        f"{FOLDER}/_add.html",
        context,
        title=title,
        trail=[(person.get_absolute_url(), str(person)), (section_url(pk), _("Documents"))],
        css="recruitment/documents.css",
        status=422 if form.errors else 200,
    )


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_safe
def document(request, pk):
    """One document: the file in a sandbox, what is said of it, and its versions."""
    rows = with_versions(Document.objects.all())
    found = _one_of(request, pk, action="view_documents", rows=rows)
    one = shown(found, request.centre.today())
    asked = request.GET.get("version", "")
    versions = [one.newest, *one.earlier]
    chosen = next((v for v in versions if str(v.number) == asked), one.newest)
    context = {
        "document": found,
        "candidate": found.candidate,
        "shown": one,
        "versions": versions,
        "chosen": chosen,
        "back_url": section_url(found.candidate_id),
    }
    return render(request, f"{FOLDER}/document.html", context)


@require_safe
def document_file(request, pk):
    """A version, to be saved. Its opening is in the log, as is the next one's."""
    return _file(request, pk, download=True)


@require_safe
def document_shown(request, pk):
    """A version, to be looked at in the browser, within the page of its document."""
    return _file(request, pk, download=False)


def _file(request, pk: int, *, download: bool):
    document = _one_of(
        request,
        Version.objects.filter(pk=pk).values("document")[:1],
        action="view_documents",
    )
    version = document.versions.select_related("file").get(pk=pk)
    try:
        return serve(request, version.file, download=download, of=document)
    except Refused as refusal:
        return refused(request, document.get_absolute_url(), str(refusal))


@page_or_post
def document_version(request, pk):
    found = _one_of(request, pk, action="edit_documents")
    form = VersionForm(request.POST or None, request.FILES or None, document=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_version(
                found,
                data["file"][0],
                valid_until=data.get("valid_until"),
                by=request.user,
                token=data["token"],
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return leave(request, section_url(found.candidate_id))
    return _ask(
        request, found, form, title=_("New version of %(what)s") % {"what": found.kind},
        lead=_("The versions before it stay."),
    )  # fmt: skip


@page_or_post
@writing
def document_edit(request, pk):
    rows = locked(request, Document.objects.all())
    found = _one_of(request, pk, action="edit_documents", rows=rows)
    form = EditForm(request.POST or None, instance=found, request=request)
    if request.method == "POST" and form.is_valid():
        actions.want_words(form.save())
        return saved(request, section_url(found.candidate_id), _("Saved."))
    return _ask(request, found, form, title=_("What this document is"))


def _ask(request, found: Document, form, *, title: str, lead: str = ""):
    back = section_url(found.candidate_id)
    person = found.candidate
    context = {
        "form": form, "back_url": back, "lead": lead, "action": request.get_full_path(),
    }  # fmt: skip
    return sheet(
        request,
        f"{FOLDER}/_ask.html",
        context,
        title=title,
        trail=[(person.get_absolute_url(), str(person)), (back, _("Documents"))],
        status=422 if form.errors else 200,
    )


@require_POST
def document_remove(request, pk):
    found = _one_of(request, pk, action="edit_documents")
    actions.remove(found, by=request.user)
    leave_toast(
        request,
        _("%(what)s removed") % {"what": found.kind},
        undo_url=reverse("recruitment:document-restore", args=[pk]),
    )
    return redirect(section_url(found.candidate_id))


@require_POST
def document_restore(request, pk):
    found = _one_of(request, pk, action="edit_documents")
    actions.bring_back(found)
    return saved(request, section_url(found.candidate_id), _("The document is back."))
