"""The lists of settings: show, add, rename, retire, bring back; delete what nothing uses."""

from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.views import require
from recruitment.office.lists import BY_SLUG, Listing
from recruitment.office.menu import frame, section_url
from recruitment.office.paper_views import withheld


def listing(request, which: Listing):
    rows = [(row, which.cells(row)) for row in which.rows(request.centre)]
    current = [pair for pair in rows if not getattr(pair[0], "retired_on", None)]
    return render(
        request,
        "recruitment/office/listing.html",
        {
            **frame(which.slug),
            "which": which,
            "current": current,
            "withheld": withheld(which, [row for row, _cells in current]),
            "retired": [pair for pair in rows if getattr(pair[0], "retired_on", None)],
        },
    )


def row_add(request, slug):
    which = _which(slug)
    require(request, "edit_settings")
    form = which.form(request.POST or None, instance=which.model(centre=request.centre))
    if form.is_valid() and _stored(form, which.create):
        return saved(request, section_url(slug), _("“%(row)s” is added.") % {"row": form.instance})
    return _ask(request, form, which, title=which.add)


@writing
def row_edit(request, slug, pk):
    which = _which(slug)
    row = _row(request, which, pk)
    form = which.form(request.POST or None, instance=row)
    if form.is_valid() and _stored(form, lambda valid: valid.save()):
        return saved(request, section_url(slug), _("Saved."))
    return _ask(request, form, which, title=_("Edit “%(row)s”") % {"row": row})


@require_POST
@writing
def row_retire(request, slug, pk):
    """Retire a row, or bring it back: what it was used for stays as it is."""
    which = _which(slug)
    row = _row(request, which, pk)
    if not which.retires:
        raise Http404
    back = request.POST.get("back") == "1"
    row.retired_on = None if back else row.retired_on or request.centre.today()
    row.save(update_fields=["retired_on"])
    text = _("“%(row)s” is in use again.") if back else _("“%(row)s” is retired.")
    return saved(request, section_url(slug), text % {"row": row})


@require_POST
def row_delete(request, slug, pk):
    which = _which(slug)
    row = _row(request, which, pk)
    name = str(row)
    try:
        which.delete(row)
    except Refused as refusal:
        return refused(request, section_url(slug), str(refusal))
    return saved(request, section_url(slug), _("“%(row)s” is deleted.") % {"row": name})


def _which(slug) -> Listing:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _row(request, which: Listing, pk):
    rows = which.model._default_manager.all()
    # A lock asks for a transaction, which only @writing views have.
    if transaction.get_connection().in_atomic_block:
        rows = locked(request, rows)
    row = fetch(request, rows, pk=pk)
    require(request, "edit_settings")
    row.centre = request.centre
    return row


def _stored(form, store) -> bool:
    """Store the row; a name that somebody took this moment is an error of the form."""
    try:
        with transaction.atomic():
            store(form)
    except IntegrityError:
        form.add_error(None, _("Somebody added the same at this moment. Look at the list."))
        return False
    return True


def _ask(request, form, which: Listing, *, title):
    row = form.instance
    return form_page(
        request,
        form,
        title=title,
        back_url=section_url(which.slug),
        back_label=which.title,
        delete_url=row.pk and reverse("recruitment:settings-row-delete", args=[which.slug, row.pk]),
    )
