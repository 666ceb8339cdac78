"""Telling a candidate afterwards what was done without a word: the e-mail is read before it goes.

What was done makes one e-mail, however it comes to be told: by a tick when it is done, or here.
"""

from django.utils.translation import gettext as _

from centre.web.sheet import refused, saved, sheet
from recruitment.candidates.models import Candidate
from recruitment.messages import outbox
from recruitment.messages.forms import ToldForm
from recruitment.messages.kinds import Kind
from recruitment.messages.models import Message
from recruitment.messages.silence import why_silent
from recruitment.messages.texts import LANGUAGES, values_for, written
from recruitment.pipeline.models import Application


def tell(
    request,
    application: Application,
    kind: Kind,
    cause: str,
    *,
    to: str,
    decision: bool = False,
):
    """The e-mail about it as a form, or sent; then on `to` where it was opened."""
    person = application.candidate
    if words := _why_not(person, cause):
        return refused(request, to, words)
    asked = request.GET.get("language", "")
    language = asked if asked in dict(LANGUAGES) else person.writes_in
    begun = {"about": cause, **_begun(request, application, kind, language)}
    typed = ToldForm(request.POST or None, candidate=person, initial=begun)
    if typed.is_valid():
        if typed.cleaned_data["about"] != cause:
            words = _("Something else was done since you opened this. Nothing was sent.")
            return refused(request, to, words)
        said = {name: typed.cleaned_data[name] for name in ("to", "subject", "body")}
        outbox.post(
            kind.slug,
            cause,
            centre=application.centre,
            candidate=person,
            application=application,
            by=request.user,
            decision=decision,
            **said,
        )
        text = _("The e-mail to %(name)s is on its way.") % {"name": person}
        return saved(request, to, text)
    context = {
        "form": typed,
        "candidate": person,
        "back_url": to,
        "next": to,
        "languages": LANGUAGES,
        "language": language,
    }
    return sheet(
        request,
        "recruitment/messages/_letter.html",
        context,
        title=_("Tell %(name)s") % {"name": person},
        trail=[(person.get_absolute_url(), person)],
        status=422 if typed.errors else 200,
    )


def _why_not(person: Candidate, cause: str) -> str:
    """Why nobody tells this person of it; empty if one may."""
    if not person.emails:
        return _("There is no e-mail address of this person on record.")
    if silent := why_silent(person):
        return silent
    if Message.objects.filter(cause=cause).exists():
        return _("An e-mail about this was written already. It stands under E-mails.")
    return ""


def _begun(request, application: Application, kind: Kind, language: str) -> dict:
    values = values_for(
        application.candidate,
        application,
        centre=application.centre,
        by=request.user,
        language=language,
    )
    subject, body = written(kind, values, centre=application.centre, language=language)
    return {"subject": subject, "body": body}
