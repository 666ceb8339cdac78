"""Pages of e-mails: those that wait for a person, and one written to a candidate."""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.sheet import refused, saved, sheet, writing
from centre.web.views import ours, require
from recruitment.candidates.models import Candidate
from recruitment.messages import blocked, mailbox, outbox, reading
from recruitment.messages.forms import LetterForm
from recruitment.messages.kinds import LETTER
from recruitment.messages.models import Message, State
from recruitment.messages.silence import TO_SILENT, why_silent
from recruitment.messages.texts import LANGUAGES, values_for, written
from recruitment.pipeline.models import Application

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def emails(request):
    """What nobody but a person can bring on: unclear, held and failed ones."""
    require(request, "settle_emails")
    context: dict = {
        name: reading.in_state(request.user, request.centre, state)
        for name, state in reading.WAITING_FOR_A_PERSON.items()
    }
    held = len(context["held"])
    context["mailbox_problem"] = mailbox.problem()
    context["blocked"] = blocked.problem()
    context["sent_from"] = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    context["held_n"] = held if held < reading.SHOWN else _held(request).count()
    return render(request, "recruitment/messages/emails.html", context)


@page_or_post
@writing
def email_add(request, pk):
    """Write to one candidate; what is typed is what goes out."""
    person = fetch(request, Candidate.objects.select_related("centre"), pk=pk)
    require(request, "write_email")
    to = f"{person.get_absolute_url()}?tab=emails"
    if not person.emails:
        return refused(request, to, _("There is no e-mail address of this person on record."))
    if silent := why_silent(person):
        return refused(request, to, silent)
    asked = request.GET.get("language", "")
    language = asked if asked in dict(LANGUAGES) else person.writes_in
    form = LetterForm(
        request.POST or None, candidate=person, initial=_begun(request, person, language)
    )
    if form.is_valid():
        typed = form.cleaned_data
        application = _current(request, person)
        outbox.post(
            LETTER.slug,
            f"letter:{request.user.pk}:{typed['token']}",
            centre=person.centre,
            to=typed["to"],
            subject=typed["subject"],
            body=typed["body"],
            candidate=person,
            application=application,
            by=request.user,
        )
        return saved(request, to, _("The e-mail to %(name)s is on its way.") % {"name": person})
    context = {
        "form": form,
        "candidate": person,
        "back_url": to,
        "languages": LANGUAGES,
        "language": language,
    }
    return sheet(
        request,
        "recruitment/messages/_letter.html",
        context,
        title=_("Write to %(name)s") % {"name": person},
        trail=[(to, person)],
        status=422 if form.errors else 200,
    )


def _begun(request, person: Candidate, language: str) -> dict:
    if request.method == "POST":
        return {}
    values = values_for(
        person, _current(request, person), centre=person.centre, by=request.user, language=language
    )
    subject, body = written(LETTER, values, centre=person.centre, language=language)
    return {"token": uuid.uuid4(), "subject": subject, "body": body}


def _current(request, person: Candidate) -> Application | None:
    seen = Application.objects.visible_to(request.user).select_related("position", "intake")
    return seen.filter(pk=person.current_id).first()


@require_POST
@writing
def emails_release(request):
    """Send the held ones that were ticked, or all there are, together."""
    require(request, "settle_emails")
    to, rows = reverse("recruitment:emails"), _held(request)
    if "all" in request.POST:
        n = rows.count()
        if request.POST["all"] != str(n):
            words = ngettext(
                "%(n)d e-mail is held by now. Look at it first.",
                "%(n)d e-mails are held by now. Look at them first.",
                n,
            )
            return refused(request, to, words % {"n": n})
    else:
        ticked = [
            int(one) for one in request.POST.getlist("email") if one.isdecimal() and len(one) < 19
        ]
        rows = rows.filter(pk__in=ticked)
    silent = rows.filter(TO_SILENT).select_related("candidate")
    stays = " ".join(dict.fromkeys(f"{why_silent(one.candidate)}." for one in silent))
    count = outbox.release(list(rows.values_list("pk", flat=True)), by=request.user)
    if not count:
        return refused(request, to, stays or _("None was ticked that is still held."))
    words = ngettext("%(n)d e-mail is on its way.", "%(n)d e-mails are on their way.", count)
    return saved(request, to, f"{words % {'n': count}} {stays}".strip())


def _held(request):
    return reading.all_in_state(request.user, request.centre, State.HELD)


@require_POST
@writing
def email_settle(request, pk, verb):
    """What becomes of one e-mail that waits for a person."""
    found = fetch(request, Message.objects.select_related("centre", "candidate"), pk=pk)
    require(request, "settle_emails")
    if verb not in _VERBS:
        raise Http404
    act, told = _VERBS[verb]
    to = ours(request, request.POST.get("next", "")) or reverse("recruitment:emails")
    person = found.candidate if found.to_candidate else None
    if verb in ("release", "again") and person and (silent := why_silent(person)):
        return refused(request, to, silent)
    if not act(found, request.user):
        return refused(request, to, _("Somebody else settled it meanwhile."))
    return saved(request, to, told())


_VERBS = {
    "release": (
        lambda one, user: outbox.release([one.pk], by=user),
        lambda: _("It is on its way."),
    ),
    "withdraw": (
        lambda one, user: outbox.withdraw([one.pk], by=user),
        lambda: _("It is withdrawn and will not be sent."),
    ),
    "went": (
        lambda one, user: outbox.say_it_went_out(one, by=user),
        lambda: _("Noted: it went out."),
    ),
    "again": (
        lambda one, user: outbox.send_again([one.pk], by=user),
        lambda: _("It is sent again."),
    ),
}
