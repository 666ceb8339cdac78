"""The bar under a selection: move, assign or close all of it."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from centre.web.refusal import Refused
from centre.web.sheet import refused, saved
from centre.web.views import ours, require
from recruitment.moves.permits import insist, may_touch
from recruitment.pipeline.models import Application
from recruitment.register.bulk import LIMIT, assign_all, take_all
from recruitment.register.bulk_forms import AssignForm, CloseForm, MoveForm
from recruitment.register.list_views import address, list_sheet


@dataclass(frozen=True)
class Action:
    permission: str
    form: type
    title: str | Promise
    button: str | Promise


ACTIONS = {
    "move": Action("move_application", MoveForm, gettext_lazy("Move"), gettext_lazy("Move")),
    "assign": Action(
        "assign_application", AssignForm, gettext_lazy("Assign"), gettext_lazy("Assign")
    ),
    "close": Action(
        "move_application", CloseForm, gettext_lazy("Close"), gettext_lazy("Close applications")
    ),
}


@require_POST
def applications_bulk(request):
    """Ask what exactly to do with the selection, then do it to all of it or to none."""
    name = request.POST.get("verb", "")
    if name not in ACTIONS:
        # Without an action there is nothing to allow; who may do none of them is told so.
        require(request, "move_application")
        return _nothing(request, _("Choose what to do with the selected candidates."))
    action = ACTIONS[name]
    require(request, action.permission)
    applications = _selected(request)
    if not applications:
        return _nothing(request, _("Nobody is selected. Tick the candidates first."))
    form = action.form(
        request.POST if "sure" in request.POST else None,
        centre=request.centre,
        applications=applications,
        offered=lambda stage: may_touch(request, stage) and not stage.is_start,
    )
    if form.is_bound and form.is_valid():
        try:
            done = _do(request, name, form, applications)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return saved(request, _next(request), done)
    context = {
        "form": form,
        "name": name,
        "action": action,
        "applications": applications,
        "next": _next(request),
    }
    title = ngettext("%(what)s %(n)d application", "%(what)s %(n)d applications", len(applications))
    title %= {"what": action.title, "n": len(applications)}
    status = 422 if form.errors else 200
    return list_sheet(request, "bulk", context, title=title, status=status)


def _selected(request) -> list[Application]:
    """The ticked applications; a 404 if one of them is not this person's to see."""
    ticked = request.POST.getlist("application")
    if not all(pk.isascii() and pk.isdigit() and len(pk) < 19 for pk in ticked):
        raise Http404
    wanted = {int(pk) for pk in ticked}
    if len(wanted) > LIMIT:
        raise Http404
    found = list(
        Application.objects.visible_to(request.user)
        .filter(centre=request.centre, pk__in=wanted)
        .select_related("candidate", "stage", "track", "position", "intake", "centre")
        .order_by("candidate__sort_name", "pk")
    )
    if len(found) != len(wanted):
        raise Http404
    return found


def _do(request, name: str, form, applications) -> str:
    """Do it; what happened, in words. Raises Refused."""
    if name == "assign":
        n = assign_all(applications, form.changes())
        if not n:
            return _("Nothing changed: all of them are assigned so.")
        return ngettext("%(n)d application assigned.", "%(n)d applications assigned.", n) % {"n": n}
    stages = {one.stage for one in applications}
    if name == "move":
        stages.add(form.cleaned_data["stage"])
    insist(request, *stages)
    n = take_all(applications, form.ask(), actor=request.user)
    if not n:
        return _("Nothing changed: all of them are there already.")
    if name == "close":
        return ngettext("%(n)d application closed.", "%(n)d applications closed.", n) % {"n": n}
    return ngettext(
        "%(n)d application moved to %(stage)s.", "%(n)d applications moved to %(stage)s.", n
    ) % {"n": n, "stage": form.cleaned_data["stage"]}


def _nothing(request, words: str):
    return refused(request, _next(request), words)


def _next(request) -> str:
    """The list the selection was made in."""
    return ours(request, request.POST.get("next", "")) or address("")
