"""Settings: the menu, the centre itself and its members."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.accounts.models import Membership
from centre.organisation.models import Centre
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.moves.rebuild import rebuild
from recruitment.office import hook_views, list_views, stage_views, target_views, text_views
from recruitment.office.forms import CentreForm
from recruitment.office.lists import BY_SLUG
from recruitment.office.menu import TITLES, frame, section_url


@require_safe
def settings(request):
    require(request, "view_settings")
    return redirect(section_url("centre"))


@require_safe
def section(request, slug):
    """One section of settings; each is read by those who may see settings at all."""
    require(request, "view_settings")
    if slug in BY_SLUG:
        return list_views.listing(request, BY_SLUG[slug])
    pages = {
        "centre": centre,
        "members": members,
        "stages": stage_views.stages,
        "targets": target_views.targets,
        "emails": text_views.texts,
        "webhooks": hook_views.webhooks,
    }
    if slug not in pages:
        raise Http404
    return pages[slug](request)


def centre(request):
    fields = [
        (Centre._meta.get_field(name).verbose_name, getattr(request.centre, name))
        for name in CentreForm._meta.fields
    ]
    return render(request, "recruitment/office/centre.html", {**frame("centre"), "fields": fields})


@writing
def centre_edit(request):
    require(request, "edit_settings")
    found = locked(request, Centre.objects.all()).get(pk=request.centre.pk)
    form = CentreForm(request.POST or None, instance=found)
    if form.is_valid():
        form.save()
        if "time_zone" in form.changed_data:
            # On another clock an event may fall on another day.
            for pipeline in found.pipelines.all():
                rebuild(pipeline)
        return saved(request, section_url("centre"), _("Saved."))
    return form_page(
        request,
        form,
        title=_("Edit the centre"),
        back_url=section_url("centre"),
        back_label=TITLES["centre"],
    )


def members(request):
    people: dict = {}
    rows = Membership.objects.filter(centre=request.centre).select_related("user")
    for row in rows.order_by("user__name", "role"):
        people.setdefault(row.user, []).append(row)
    return render(
        request,
        "recruitment/office/members.html",
        {**frame("members"), "people": list(people.items())},
    )
