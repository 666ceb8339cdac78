"""Pages of times to choose from: the office offers them, the candidate takes one."""

from datetime import datetime

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.links.front import TAGS
from centre.links.opening import behind_link
from centre.templatetags.cohort import moment
from centre.web.forms import PickedRows, validate_age
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.assessment import choosing
from recruitment.assessment.clashes import Clash, clashes
from recruitment.assessment.models import Interview
from recruitment.assessment.page_words import PHRASES
from recruitment.assessment.slots import Slot
from recruitment.assessment.when import clocks, place_of
from recruitment.messages.texts import names_in
from recruitment.pipeline.ends import over

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 6


class SlotsForm(forms.Form):
    """A handful of times in the centre's zone, and those of others nobody has taken."""

    def __init__(self, *args, interview: Interview, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = interview.centre.zone
        for number in range(1, ROWS + 1):
            self.fields[f"time{number}"] = forms.DateTimeField(
                label=_("Time %(n)d (%(zone)s)") % {"n": number, "zone": place_of(self.zone)},
                required=False,
                widget=forms.DateTimeInput(
                    format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
                ),
            )
        # What was taken back from everybody is no longer on offer.
        offered = Slot.offered_to.through.objects.exclude(interview=interview).values("slot")
        shared = Slot.objects.free().filter(centre=interview.centre, pk__in=offered)
        shared = shared.exclude(offered_to=interview)
        if shared:
            self.fields["shared"] = _Shared(
                shared, label=_("Times offered to others, not taken yet"), required=False
            )

        self.fields["anyway"] = forms.BooleanField(
            label=_("Offer them anyway"), required=False, widget=forms.HiddenInput
        )
        # Which clashes were on the page when that was ticked: it holds for these.
        self.fields["read"] = forms.CharField(
            required=False, widget=forms.HiddenInput, max_length=10_000
        )
        self.interview = interview

    def clean(self):
        cleaned = super().clean()
        for name, at in list(cleaned.items()):  # what is wrong is taken out of it on the way
            if isinstance(at, datetime):
                self._check(name, at)
        cleaned["times"] = [at for at in cleaned.values() if isinstance(at, datetime)]
        if not self.errors and not cleaned["times"] and not cleaned.get("shared"):
            self.add_error("time1", _("Enter a time to offer."))
        cleaned["knowing"] = cleaned.get("read", "").split() if cleaned["anyway"] else []
        if not self.errors:
            shared = [slot.starts_at for slot in cleaned.get("shared", ())]
            self._warn([*cleaned["times"], *shared], cleaned["knowing"])
        return cleaned

    def _warn(self, times, knowing):
        """Who could not come at one of these, unless all of it was read; two statements a time,
        and there are a handful."""
        interview = self.interview
        panel = [one.user for one in interview.panel.select_related("user") if not one.has_conflict]
        told: dict[Clash, str] = {}
        for at in times:
            told |= clashes(interview.application, at, interview.minutes, panel, but=interview.pk)
        if all(clash.key in knowing for clash in told):
            return
        self.fields["anyway"].widget = forms.CheckboxInput()
        self.data = self.data.copy()
        self.data["read"] = " ".join(clash.key for clash in told)
        self.data.pop("anyway", None)  # it was pressed for what was read before
        self.add_error(
            None, [*told.values(), _("Choose other times, or tick “Offer them anyway”.")]
        )

    def _check(self, name, at):
        try:
            validate_age(at)
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)
            return
        if at <= timezone.now():
            self.add_error(name, _("This time has passed."))


class _Shared(PickedRows):
    def label_from_instance(self, slot):
        return moment(slot.starts_at)


@page_or_post
@writing
def interview_slots(request, pk):
    rows = Interview.objects.select_related(
        "centre", "application__candidate", "application__position"
    )
    found = fetch(request, locked(request, rows), pk=pk)
    require(request, "edit_interviews")
    url = found.get_absolute_url()
    if found.starts_at or found.is_cancelled:
        return refused(request, url, _("This interview has a time already, or was cancelled."))
    if words := over(found.application):
        return refused(request, url, words)
    form = SlotsForm(request.POST or None, interview=found)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            n = choosing.offer(
                found,
                typed["times"],
                typed.get("shared", ()),
                by=request.user,
                knowing=typed["knowing"],
            )
        except Refused as refusal:  # closed while this was read
            return refused(request, url, str(refusal))
        words = ngettext("%(n)d time offered.", "%(n)d times offered.", n) % {"n": n}
        return saved(request, url, words if n else _("These times were offered already."))
    return form_page(
        request,
        form,
        title=_("Offer times"),
        back_url=url,
        back_label=_("Interview"),
        lead=_("The candidate gets a private link by e-mail and takes one of them."),
        submit=_("Offer these times"),
    )


@require_POST
@writing
def slot_take_back(request, pk, slot):
    """One of the times is offered no longer. With Undo."""
    found, one = _offered(request, pk, slot)
    url = found.get_absolute_url()
    try:
        choosing.take_back(found, one)
    except Refused as refusal:
        return refused(request, url, str(refusal))
    undo = reverse("recruitment:slot-offer-back", args=[pk, slot])
    words = _("%(time)s is offered no longer") % {"time": moment(one.starts_at)}
    leave_toast(request, words, undo_url=undo)
    return redirect(url)


@require_POST
@writing
def slot_offer_back(request, pk, slot):
    found, one = _offered(request, pk, slot)
    url = found.get_absolute_url()
    try:
        choosing.offer_back(found, one)
    except Refused as refusal:
        return refused(request, url, str(refusal))
    words = _("%(time)s is offered again.") % {"time": moment(one.starts_at)}
    return saved(request, url, words)


def _offered(request, pk, slot) -> tuple[Interview, Slot]:
    rows = Interview.objects.select_related("centre", "application")
    found = fetch(request, locked(request, rows), pk=pk)
    require(request, "edit_interviews")
    return found, get_object_or_404(Slot, pk=slot, centre=found.centre_id)


@page_or_post
@behind_link(choosing.PURPOSE)
def slot_choose(request, link):
    """Behind the candidate's private link: the free times, and the one they took."""
    rows = Interview.objects.select_related(
        "centre", "application__candidate", "application__position"
    )
    interview = rows.filter(pk=link.subject, centre=link.centre_id).first()
    if interview is None:
        raise Http404
    person = interview.application.candidate
    words = PHRASES[person.writes_in]
    told = words["cancelled"] if interview.is_cancelled else ""
    if not told and not interview.starts_at and not interview.application.is_active:
        told = words["over"]
    is_over = bool(told)
    if request.method == "POST" and not told:
        chosen = request.POST.get("slot", "")
        known = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        slot = interview.slots.filter(pk=chosen).first() if known else None
        try:
            if slot is None:
                raise Refused(words["pick"])
            choosing.take(interview, slot)
            return redirect("recruitment:slot-choose", link=link.pk)
        except Refused as refusal:
            told = str(refusal)
    with translation.override(person.writes_in):
        times = [*reversed(clocks(interview))]
        choices = [] if interview.starts_at or is_over else choosing.choices(interview)
    context = {
        "interview": interview,
        "is_over": is_over,
        "clocks": times,
        "choices": choices,
        "told": told,
        "t": {**words, "press": words["press"].format(minutes=interview.minutes)},
        "lang": TAGS[person.writes_in],
        "centre_name": names_in(person.writes_in, person, interview.centre)["centre"],
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "recruitment/assessment/choose.html", context, status=status)
