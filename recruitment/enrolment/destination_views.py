"""Where researchers went after the centre: add, correct, take away."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.enrolment.forms import DestinationForm
from recruitment.enrolment.models import Destination, Researcher

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
def destination_add(request, pk):
    person = fetch(request, Researcher.objects.select_related("candidate"), pk=pk)
    require(request, "edit_researchers")
    form = DestinationForm(
        request.POST or None,
        instance=Destination(researcher=person),
        today=request.centre.today(),
    )
    if form.is_valid():
        form.add()
        return saved(request, person.get_absolute_url(), _("Destination added."))
    title = _("Add a destination of %(name)s") % {"name": person}
    return _ask(request, form, person, title, submit=_("Add destination"))


@page_or_post
@writing
def destination_edit(request, pk):
    found = _destination(request, pk)
    form = DestinationForm(request.POST or None, instance=found, today=request.centre.today())
    if form.is_valid():
        form.save()
        return saved(request, found.researcher.get_absolute_url(), _("Saved."))
    title = _("Destination of %(name)s") % {"name": found.researcher}
    return _ask(request, form, found.researcher, title)


@require_POST
@writing
def destination_delete(request, pk):
    found = _destination(request, pk)
    found.delete()
    return saved(request, found.researcher.get_absolute_url(), _("The destination is deleted."))


def _destination(request, pk) -> Destination:
    """The row, locked if the request writes, through the person whose it is."""
    person = fetch(request, Researcher.objects.filter(destinations=pk))
    require(request, "edit_researchers")
    rows = Destination.objects.select_related("researcher__candidate")
    return locked(request, rows).get(pk=pk, researcher=person)


def _ask(request, form, person, title, **words):
    added = form.instance.pk
    return form_page(
        request,
        form,
        title=title,
        back_url=person.get_absolute_url(),
        back_label=str(person),
        lead=_("For the talent flow: what the centre knows, and the day it was true."),
        delete_url=added and reverse("recruitment:destination-delete", args=[added]),
        delete_note=_("Entered by mistake?"),
        **words,
    )
