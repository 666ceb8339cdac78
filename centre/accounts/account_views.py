"""One's own account: tokens of programs and calendar links, made and revoked.

Whoever makes one proves first that it is still them at the keyboard.
"""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.token_forms import CalendarForm, TokenForm
from centre.accounts.tokens import AccessToken
from centre.web.sheet import form_page
from centre.web.views import require

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def account(request):
    now = timezone.now()
    rows = AccessToken.objects.filter(membership__user=request.user)
    made = list(rows.select_related("membership__centre")[:100])
    context = {
        "tokens": [(one, one.state(now)) for one in made if not one.is_for_calendar],
        "links": [(one, one.state(now)) for one in made if one.is_for_calendar],
    }
    return render(request, "account/account.html", context)


@require_POST
def account_mail(request):
    """Which e-mails this person wants of what waits for them: those that are ticked."""
    names = ("mails_mentions", "mails_digest")
    for name in names:
        setattr(request.user, name, request.POST.get(name) == "on")
    request.user.save(update_fields=names)
    messages.success(request, _("Saved."))
    return redirect("account")


@page_or_post
def token_add(request):
    require(request, "make_token")
    return _make(
        request,
        TokenForm,
        title=_("Make a token"),
        lead=_("A program that sends it acts as you, within what you choose here."),
        submit=_("Make the token"),
    )


@page_or_post
def calendar_add(request):
    require(request, "make_calendar_link")
    return _make(
        request,
        CalendarForm,
        title=_("Make a calendar link"),
        lead=_(
            "Deadlines and intakes of the centre, for the calendar program of your choice. No "
            "names. Whoever has the link can read it, until you revoke it."
        ),
        submit=_("Make the link"),
    )


@reauthentication_required
def _make(request, kind, **words):
    """The form; once it is filled, the secret, this one time."""
    where = {"user": request.user, "centre_id": request.centre.pk}
    form = kind(request.POST or None, **where)
    if not form.is_valid():
        back = {"back_url": reverse("account"), "back_label": _("Your account")}
        return form_page(request, form, **back, **words)
    token, secret = form.save()
    context = {"token": token, "secret": secret}
    if token.is_for_calendar:
        context["link"] = settings.SITE_URL + reverse("recruitment:calendar", args=[secret])
    return render(request, "account/made.html", context)


@require_POST
def token_revoke(request, pk):
    found = AccessToken.objects.filter(membership__user=request.user, pk=pk).first()
    if found is None:
        raise Http404
    found.revoke(timezone.now())
    messages.success(request, _("%(name)s is revoked.") % {"name": found.name})
    return redirect("account")
