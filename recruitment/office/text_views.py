"""E-mail texts: what e-mails of a centre say, in each language, shown as somebody would read it."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.web.sheet import locked, saved, sheet, writing
from centre.web.views import require
from recruitment.messages.forms import TextForm
from recruitment.messages.kinds import Kind, kind_of, written
from recruitment.messages.texts import LANGUAGES, MailText, fill, text_of, values_for
from recruitment.office.menu import frame, section_url
from recruitment.pipeline.models import Application

SECTION = "emails"
page_or_post = require_http_methods(["GET", "HEAD", "POST"])


def texts(request):
    own = MailText.objects.filter(centre=request.centre).values_list("kind", "language", "pk")
    changed = {(kind, language): pk for kind, language, pk in own}
    rows = [
        (
            kind,
            [(code, name, changed.get((kind.slug, code))) for code, name in LANGUAGES],
        )
        for kind in written()
    ]
    return render(request, "recruitment/office/texts.html", {**frame(SECTION), "rows": rows})


@page_or_post
@writing
def text_edit(request, kind, language):
    require(request, "edit_settings")
    which = _which(kind, language)
    rows = locked(request, MailText.objects.all())
    found = rows.filter(centre=request.centre, kind=kind, language=language).first()
    subject, body = text_of(which, request.centre, language)
    row = found or MailText(
        centre=request.centre, kind=kind, language=language, subject=subject, body=body
    )
    form = TextForm(request.POST or None, instance=row, kind=which)
    asks = "preview" in request.POST
    if request.method == "POST" and form.is_valid() and not asks:
        form.save()
        return saved(request, section_url(SECTION), _("Saved."))
    example, values = _sample(request, which, language)
    shown = {name: form[name].value() or "" for name in ("subject", "body")}
    context = {
        "form": form,
        "places": which.places.items(),
        "language": language,
        "preview": {name: fill(text, values) for name, text in shown.items()},
        "example": example,
        "back_url": section_url(SECTION),
    }
    status = 200 if not form.errors else 409 if form.overtaken else 422
    return sheet(
        request,
        "recruitment/office/_text.html",
        context,
        title=_("%(kind)s, %(language)s")
        % {"kind": which.title, "language": dict(LANGUAGES)[language]},
        trail=[(section_url(SECTION), _("E-mail texts"))],
        css="recruitment/messages.css",
        status=status,
    )


@require_POST
@writing
def text_reset(request, pk):
    """Back to our own text: what was sent stays as it was sent."""
    found = fetch(request, MailText.objects.all(), pk=pk)
    require(request, "edit_settings")
    found.delete()
    return saved(request, section_url(SECTION), _("The original text is back."))


def _which(kind: str, language: str) -> Kind:
    found = kind_of(kind)
    if not found.texts or language not in dict(LANGUAGES):
        raise Http404
    return found


def _sample(request, kind: Kind, language: str) -> tuple[str, dict[str, str]]:
    """(name, values) of somebody real, the last who applied; what else there is, in brackets."""
    one = (
        Application.objects.filter(centre=request.centre)
        .select_related("candidate", "position", "intake")
        .order_by("-pk")
        .first()
    )
    values = {name: f"[{label}]" for name, label in kind.places.items()}
    if one:
        values |= values_for(
            one.candidate, one, centre=request.centre, by=request.user, language=language
        )
        values |= {"candidate": values["full_name"]}
    shown = {name: value for name, value in values.items() if name in kind.places}
    return one.candidate.full_name if one and "name" in shown else "", shown
