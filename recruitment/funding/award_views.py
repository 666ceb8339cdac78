"""Awards of a researcher: add, correct, take away."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.enrolment.models import Researcher
from recruitment.funding.forms import AwardForm
from recruitment.funding.models import Award

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
@writing
def award_add(request, pk):
    person = fetch(request, Researcher.objects.select_related("candidate"), pk=pk)
    require(request, "edit_funding")
    form = AwardForm(request.POST or None, instance=Award(researcher=person))
    if form.is_valid():
        form.add()
        return saved(request, person.get_absolute_url(), _("The award is added."))
    title = _("Add an award of %(name)s") % {"name": person}
    return _ask(request, form, person, title, submit=_("Add award"))


@page_or_post
@writing
def award_edit(request, pk):
    award = _award(request, pk)
    form = AwardForm(request.POST or None, instance=award)
    if form.is_valid():
        if form.has_changed():
            # Typed by somebody, it is no longer what came with the start.
            form.instance.application = None
        form.save()
        return saved(request, award.researcher.get_absolute_url(), _("Saved."))
    title = _("Award of %(name)s") % {"name": award.researcher}
    return _ask(request, form, award.researcher, title)


@require_POST
@writing
def award_delete(request, pk):
    award = _award(request, pk)
    award.delete()
    return saved(request, award.researcher.get_absolute_url(), _("The award is deleted."))


def _award(request, pk) -> Award:
    """The row, locked if the request writes, through the person whose it is."""
    person = fetch(request, Researcher.objects.filter(awards=pk))
    require(request, "edit_funding")
    rows = Award.objects.select_related("researcher__candidate")
    return locked(request, rows).get(pk=pk, researcher=person)


def _ask(request, form, person, title, **words):
    award = form.instance.pk
    return form_page(
        request,
        form,
        title=title,
        back_url=person.get_absolute_url(),
        back_label=str(person),
        lead=_("One source and one amount a month. Two who share a month have an award each."),
        delete_url=award and reverse("recruitment:award-delete", args=[award]),
        delete_note=_("Entered by mistake?"),
        **words,
    )
