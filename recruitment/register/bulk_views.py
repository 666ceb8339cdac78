"""The bar under a selection: move, assign or close all of it, and the way back."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from centre.web.refusal import Refused
from centre.web.sheet import leave, refused, saved
from centre.web.toast import leave_toast
from centre.web.views import back, ours, require
from recruitment.moves.permits import insist, may_touch
from recruitment.pipeline.picked import picked
from recruitment.register.bulk import assign_all, take_all
from recruitment.register.bulk_forms import AssignForm, CloseForm, MoveForm
from recruitment.register.bulk_undo import Done, take_back
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
    applications = picked(request)
    if not applications:
        return _nothing(request, _("Nobody is selected. Tick the candidates first."))
    form = action.form(
        request.POST if "sure" in request.POST else None,
        centre=request.centre,
        applications=applications,
        offered=lambda stage: may_touch(request, stage) and not stage.is_start,
    )
    if name != "assign":
        form.offer_telling(request.user, request.centre, applications)
    if form.is_bound and form.is_valid():
        try:
            words, done = _do(request, name, form, applications)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            way_back = done.signed(request.user) if done.rows else ""
            url = reverse("recruitment:applications-bulk-undo") if way_back else ""
            leave_toast(request, words, undo_url=url, version=way_back)
            return leave(request, _next(request))
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


@require_POST
def applications_bulk_undo(request):
    """Take a bulk step back, but for what moved since."""
    done = Done.read(request.POST.get("version", ""), request.user)
    require(request, ACTIONS[done.verb].permission if done else "move_application")
    to = back(request, fallback=address("")).url
    if done is None:
        return refused(request, to, _("This can no longer be undone here. Open each candidate."))
    undone = take_back(
        done,
        user=request.user,
        centre=request.centre,
        may=lambda stage: may_touch(request, stage),
    )
    words = ngettext("Undone for %(n)d application.", "Undone for %(n)d applications.", undone.n)
    words %= {"n": undone.n}
    if not undone.left:
        return saved(request, to, words)
    names = ", ".join(str(one.candidate) for one in undone.left)
    stays = _("Changed since, so left as they are: %(names)s.") % {"names": names}
    return refused(request, to, f"{words} {stays}")


def _do(request, name: str, form, applications) -> tuple[str, Done]:
    """Do it; what happened, in words and for the way back. Raises Refused."""
    if name == "assign":
        done = assign_all(applications, form.changes())
        words = ngettext(
            "%(n)d application assigned.", "%(n)d applications assigned.", len(done.rows)
        )
        nothing = _("Nothing changed: all of them are assigned so.")
        return (words % {"n": len(done.rows)} if done.rows else nothing), done
    stages = {one.stage for one in applications}
    if name == "move":
        stages.add(form.cleaned_data["stage"])
    insist(request, *stages)
    written = take_all(
        applications,
        form.ask(),
        actor=request.user,
        then=lambda steps: form.tell_all(applications, steps, by=request.user),
    )
    done = Done.steps(name, written)
    n = len(done.rows)
    if not n:
        return _("Nothing changed: all of them are there already."), done
    if name == "close":
        words = ngettext("%(n)d application closed.", "%(n)d applications closed.", n)
        return words % {"n": n}, done
    words = ngettext(
        "%(n)d application moved to %(stage)s.", "%(n)d applications moved to %(stage)s.", n
    )
    return words % {"n": n, "stage": form.cleaned_data["stage"]}, done


def _nothing(request, words: str):
    return refused(request, _next(request), words)


def _next(request) -> str:
    """The list the selection was made in."""
    return ours(request, request.POST.get("next", "")) or address("")
