"""Quick add, as a page and in the dialog, and its check for people who look the same."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centre.web.sheet import leave, sheet
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.candidates import duplicates
from recruitment.candidates.models import Candidate
from recruitment.moves.gate import IllegalMove
from recruitment.register.person_forms import QuickAddForm


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_add(request):
    require(request, "add_candidate")
    who = {"centre": request.centre, "user": request.user}
    if request.method != "POST":
        kept = {name: request.GET.get(name, "") for name in ("place", "source", "supervisor")}
        return _form(request, QuickAddForm(initial=kept, **who))
    form = QuickAddForm(request.POST, **who)
    if not form.is_valid():
        return _form(request, form, matches=form.matches(), status=422)
    try:
        person = form.save()
    except IllegalMove as refusal:  # the stage it begins in went this moment
        form.add_error(None, str(refusal))
        return _form(request, form, status=422)
    if "another" in request.POST:
        return _another(request, form, person, who)
    leave_toast(request, _("%(name)s added") % {"name": person})
    return leave(request, person.get_absolute_url())


def _another(request, form, person, who):
    """The form again, empty but for what the next of a batch shares."""
    if request.htmx:
        return _form(request, QuickAddForm(initial=form.for_another, **who), added=person)
    leave_toast(request, _("%(name)s added") % {"name": person})
    return redirect(f"{reverse('recruitment:candidate-add')}?{urlencode(form.for_another)}")


def _form(request, form, *, status=200, **context):
    partial = "recruitment/register/_quick_add.html"
    context |= {"form": form}
    return sheet(request, partial, context, title=_("Add a candidate"), status=status)


@require_safe
def candidate_duplicates(request):
    """The people who look like what is being typed; nothing if there are none."""
    require(request, "add_candidate")
    typed = {
        name: request.GET.get(name, "")[:200] for name in ("full_name", "native_name", "email")
    }
    matches = duplicates.find(Candidate(centre=request.centre, **typed), user=request.user)
    return render(request, "recruitment/register/_matches.html", {"matches": matches})
