"""Saved views: a name for what the address says."""

from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.web.sheet import saved
from centre.web.views import require
from recruitment.candidates.models import SavedView
from recruitment.register.list_forms import SavedViewForm
from recruitment.register.list_views import address, list_sheet, read_criteria


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_add(request):
    require(request, "view_candidates")
    typed = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    query = read_criteria(request, typed).query()
    view = SavedView(user=request.user, centre=request.centre, query=query)
    form = SavedViewForm(request.POST if request.method == "POST" else None, instance=view)
    if request.method == "POST" and form.is_valid() and _save(form):
        words = _("View “%(name)s” saved.") % {"name": view.name}
        return saved(request, address(view.query), words)
    status = 422 if form.errors else 200
    context = {"form": form, "query": query, "back_url": address(query)}
    return list_sheet(request, "save_view", context, title=_("Save this view"), status=status)


def _save(form) -> bool:
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:  # the same form, sent twice at once
        form.add_error("name", _("You have a view of that name already."))
    return not form.errors


@require_POST
def saved_view_delete(request, pk):
    require(request, "view_candidates")
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    if view.centre_id not in request.user.roles:
        raise Http404
    view.delete()
    return saved(request, address(view.query), _("View “%(name)s” deleted.") % {"name": view.name})
