"""Writing to many candidates at once, from a list."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from centre.web.sheet import refused, saved, sheet, writing
from centre.web.views import ours, require
from recruitment.messages import many
from recruitment.messages.forms import ManyForm
from recruitment.messages.kinds import LETTER
from recruitment.pipeline.picked import picked


@require_POST
@writing
def emails_write(request):
    """Ask what to say to those ticked, show how the first would read it, then write to all."""
    require(request, "write_email")
    applications = picked(request)
    to = ours(request, request.POST.get("next", "")) or reverse("recruitment:candidates")
    if not applications:
        return refused(request, to, _("Nobody is selected. Tick the candidates first."))
    circle = many.circle(applications, by=request.user)
    if not circle.to:
        return refused(request, to, _("None of those selected can be written to."))
    form = _form(request, circle)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        return saved(request, to, _write(request, form, circle))
    shown = many.letters(
        circle.to[: many.PREVIEWED], form.texts, language=form.only, by=request.user
    )
    n = len(circle.to)
    context = {
        "form": form,
        "applications": applications,
        "circle": circle,
        "previewed": shown,
        "places": LETTER.places.items(),
        "back_url": to,
        "next": to,
    }
    title = ngettext("E-mail %(n)d candidate", "E-mail %(n)d candidates", n) % {"n": n}
    return sheet(
        request,
        "recruitment/messages/_many.html",
        context,
        title=title,
        trail=[(to, _("Candidates"))],
        css="recruitment/candidates.css",
        status=422 if form.errors else 200,
    )


def _form(request, circle: many.Circle) -> ManyForm:
    """As typed; or anew, with another text or in other languages."""
    if "sure" in request.POST and "begin" not in request.POST:
        return ManyForm(request.POST, circle=circle, centre=request.centre)
    asked = {name: request.POST.get(name, "") for name in ("kind", "language")}
    begun = {"token": uuid.uuid4(), "kind": asked["kind"] or LETTER.slug}
    return ManyForm(
        circle=circle, centre=request.centre, initial=begun | {"language": asked["language"]}
    )


def _write(request, form: ManyForm, circle: many.Circle) -> str:
    """Write them; what happened, in words."""
    n = many.write_all(
        circle.to,
        form.texts,
        form.begun,
        language=form.only,
        token=form.cleaned_data["token"],
        by=request.user,
    )
    told = ngettext("%(n)d e-mail is on its way.", "%(n)d e-mails are on their way.", n)
    told %= {"n": n}
    if circle.left_out:
        names = ", ".join(str(person) for person, _why in circle.left_out)
        told += " " + _("Left out: %(names)s.") % {"names": names}
    return told
