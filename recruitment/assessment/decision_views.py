"""Pages of the committee's decision: recorded once, read as minutes, taken along as PDF."""

import re
from uuid import uuid4

from django import forms
from django.db import transaction
from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.middleware import allowed, fetch
from centre.templatetags.cohort import full_day
from centre.web.drawing import draw_again, drawing_of
from centre.web.forms import PickedDays, validate_age
from centre.web.jobs import start
from centre.web.sheet import form_page, refused, saved, writing
from centre.web.views import require
from recruitment.assessment import telling
from recruitment.assessment.decisions import Decision, Minutes
from recruitment.assessment.minutes import draw_minutes
from recruitment.messages.silence import explain
from recruitment.messages.telling import tell
from recruitment.pipeline.ends import over
from recruitment.pipeline.models import Application

SHOWN = (
    "by", "application__candidate", "application__position", "application__intake",
    "application__centre",
)  # fmt: skip


class DecisionForm(PickedDays, forms.ModelForm):
    field_order = ("met_on", "anyway", "recommendation")
    token = forms.UUIDField(widget=forms.HiddenInput)
    anyway = forms.BooleanField(
        label=gettext_lazy("They met before the application was entered here"),
        required=False,
        widget=forms.HiddenInput,
    )
    tell = forms.BooleanField(
        required=False,
        label=gettext_lazy("Tell the candidate now"),
        help_text=gettext_lazy(
            "By e-mail, with the text in Settings. Of “No offer” they are told when the "
            "application is closed."
        ),
    )

    class Meta:
        model = Decision
        fields = [
            "met_on", "recommendation", "votes_for", "votes_against", "abstained", "source",
            "source_note", "present", "reasons",
        ]  # fmt: skip
        widgets = {
            "present": forms.Textarea(attrs={"rows": 4}),
            "reasons": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "source": gettext_lazy("Needed for an offer."),
            "reasons": gettext_lazy("Candidates can ask to read it."),
        }

    def __init__(self, *args, tells, **kwargs):
        super().__init__(*args, **kwargs)
        if not tells:
            del self.fields["tell"]
        else:
            explain(self.fields["tell"], [self.instance.application.candidate])
        self.fields["met_on"].validators.append(validate_age)
        self.fields["present"].validators.append(_not_too_long)
        self.fields["reasons"].validators.append(_not_too_long)
        for name in ("votes_for", "votes_against", "abstained"):
            self.fields[name].max_value = 99
            self.fields[name].validators.append(_few)
        self.initial["token"] = uuid4()

    def clean_met_on(self):
        day = self.cleaned_data["met_on"]
        if day > self.instance.application.centre.today():
            raise forms.ValidationError(_("A meeting still to come has decided nothing."))
        return day

    def _insist_it_had_not_ended(self, day, recommendation) -> None:
        """Minutes of before are written down late, too; that of the day of a rejection says no."""
        application = self.instance.application
        if application.is_active:
            return
        steps = application.transitions.filter(to_status=application.status)
        ended = application.centre.day_of(steps.aggregate(at=Max("effective_at"))["at"])
        if day < ended or (day == ended and recommendation == Decision.Recommendation.NO):
            return
        words = _(
            "%(over)s That was on %(day)s: a committee that met then or later decides nothing."
        )
        self.add_error("met_on", words % {"over": over(application), "day": full_day(ended)})

    def _insist_it_had_begun(self, day) -> None:
        """A slip in the year stands in the minutes for good. Whoever was entered late, from a list
        say, was decided about before: that is said."""
        centre = self.instance.application.centre
        began = self.instance.application.transitions.aggregate(at=Min("effective_at"))["at"]
        if began is None or day >= centre.day_of(began):
            return
        self.fields["anyway"].widget = forms.CheckboxInput()
        words = _(
            "The application began on %(day)s, after this meeting. Check the day, or tick “They "
            "met before the application was entered here”."
        )
        self.add_error("met_on", words % {"day": full_day(centre.day_of(began))})

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("met_on"):
            self._insist_it_had_not_ended(cleaned["met_on"], cleaned.get("recommendation"))
        if cleaned.get("met_on") and not cleaned.get("anyway"):
            self._insist_it_had_begun(cleaned["met_on"])
        votes = [cleaned.get(name) or 0 for name in ("votes_for", "votes_against", "abstained")]
        if not self.errors and not sum(votes):
            self.add_error("votes_for", _("Enter the vote."))
        if not self.errors and votes[0] <= votes[1]:
            self.add_error("votes_for", _("A recommendation has more votes for it than against."))
        here = len([one for one in _NAMES.split(cleaned.get("present", "")) if one.strip()])
        if not self.errors and sum(votes) > here:
            words = ngettext(
                "%(votes)d votes, but %(n)d person is present. Name everybody who voted.",
                "%(votes)d votes, but %(n)d people are present. Name everybody who voted.",
                here,
            )
            self.add_error("present", words % {"votes": sum(votes), "n": here})
        if cleaned.get("recommendation") == "offer" and not cleaned.get("source"):
            self.add_error("source", _("Name who would pay."))
        recommendation = cleaned.get("recommendation")
        if cleaned.get("tell") and recommendation and not telling.kind_for(recommendation):
            words = _("Of “No offer” the candidate is told when the application is closed.")
            self.add_error("tell", words)
        if cleaned.get("tell") and not self.errors and self._is_overtaken(cleaned["met_on"]):
            words = _("A later meeting decided anew: of this one nobody is told.")
            self.add_error("tell", words)
        return cleaned

    def _is_overtaken(self, day) -> bool:
        return self.instance.application.decisions.filter(met_on__gt=day).exists()


_NAMES = re.compile(r"[\n,;，、；]")  # one a line, or however else they were typed


def _not_too_long(text):
    if len(text) > 4000:
        raise forms.ValidationError(_("Write at most 4,000 characters."))


def _few(number):
    if number > 99:
        raise forms.ValidationError(_("A committee has at most 99 votes."))


@require_http_methods(["GET", "HEAD", "POST"])
def decision_add(request, pk):
    rows = Application.objects.for_list().select_related("centre")
    application = fetch(request, rows, pk=pk)
    require(request, "record_decision")
    if Application.objects.partial_to(request.user).filter(pk=pk).exists():
        words = _("You would supervise them or declared a conflict of interest, so someone else "
                  "records what the committee decided.")  # fmt: skip
        return refused(request, application.get_absolute_url(), words)
    mine = Decision(application=application, met_on=application.centre.today(), by=request.user)
    tells = application.is_active and bool(application.candidate.email)
    tells = tells and allowed(request, "write_email")
    form = DecisionForm(request.POST or None, instance=mine, tells=tells)
    if form.is_valid():
        made = _record(form)
        return saved(request, made.get_absolute_url(), _("The decision is recorded."))
    return form_page(
        request,
        form,
        title=_("Record the committee’s decision"),
        back_url=application.get_absolute_url(),
        back_label=str(application.candidate),
        lead=f"{application.position}, {application.intake}",
        note=_("Minutes are not edited afterwards; a later meeting decides anew."),
        submit=_("Record it"),
    )


@transaction.atomic
def _record(form: DecisionForm) -> Decision:
    """The decision of this form; the one that is there if it was sent before."""
    row = form.instance
    # Of two who record and tell at once, the second sees what the first did.
    application = Application.objects.select_for_update(no_key=True).get(pk=row.application_id)
    values = {
        field.name: getattr(row, field.name)
        for field in Decision._meta.concrete_fields
        if field.name not in ("id", "token", "recorded_at")
    }
    made, is_new = Decision.objects.get_or_create(token=form.cleaned_data["token"], defaults=values)
    if is_new:
        telling.unsay_earlier(made)
        counts = application.is_active and application.decisions.first() == made
        if form.cleaned_data.get("tell") and counts:
            telling.tell_of(made)
        start(draw_minutes, decision=made.pk)
    return made


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, pk):
    """Its minutes. Sent, their PDF is drawn anew where it failed."""
    found = _decision(request, pk)
    has_pdf = Minutes.objects.filter(decision=found).exists()
    drawing = None if has_pdf else drawing_of(draw_minutes, decision=found.pk)
    if request.method == "POST":
        if drawing:
            draw_again(drawing)
        return redirect(found)
    context = {
        "decision": found,
        "has_pdf": has_pdf,
        "drawing": drawing,
        "tells": telling.kind_for(found.recommendation) and allowed(request, "write_email"),
    }
    return render(request, "recruitment/assessment/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def decision_tell(request, pk):
    """Tell the candidate of a decision that was recorded without the tick."""
    found = _decision(request, pk)
    require(request, "write_email")
    to, kind = found.get_absolute_url(), telling.kind_for(found.recommendation)
    # Locked, so that no later decision is recorded meanwhile.
    application = Application.objects.select_for_update(no_key=True).get(pk=found.application_id)
    latest = application.decisions.first()
    if kind is None or not application.is_active:
        words = _("Of the end of an application the candidate is told when it is closed.")
        return refused(request, to, words)
    if latest != found:
        return refused(request, to, _("A later meeting decided anew. Tell them of that one."))
    return tell(request, found.application, kind, telling.cause_of(found), to=to, decision=True)


@require_safe
def decision_pdf(request, pk):
    found = _decision(request, pk)
    minutes = Minutes.objects.filter(decision=found).first()
    if minutes is None:
        raise Http404
    response = HttpResponse(bytes(minutes.content), content_type="application/pdf")
    # No name in the name of the file: it travels further than the page.
    name = f"minutes-{found.met_on:%Y-%m-%d}-{found.pk}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _decision(request, pk) -> Decision:
    rows = Decision.objects.visible_to(request.user).select_related(*SHOWN)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    # The request moves to its centre, as with every page about one object.
    fetch(request, Application.objects.all(), pk=found.application_id)
    require(request, "record_decision")
    return found
