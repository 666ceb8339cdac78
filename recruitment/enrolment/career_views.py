"""What happened after a start, and who supervises: recorded, corrected, taken back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.templatetags.cohort import full_day
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.enrolment import ties
from recruitment.enrolment.career_forms import CareerStepForm, SupervisionForm
from recruitment.enrolment.careers import CareerStep, Supervision
from recruitment.enrolment.kinds import Change, SupervisorRole
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.enrolment.places import overfull

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
@writing
def career_step_add(request, pk):
    found = _of(request, Enrolment.objects.all(), pk=pk)
    form = CareerStepForm(request.POST or None, enrolment=found, today=request.centre.today())
    if form.is_valid() and (step := form.record(by=request.user)):
        url = found.researcher.get_absolute_url()
        undo = reverse("recruitment:career-step-take-back", args=[step.pk])
        said = _("%(name)s: %(what)s.") % {
            "name": found.researcher,
            "what": step.get_change_display().lower(),
        }
        unpaid = ties.notice(found, step.until) if step.change == Change.RENEWED else ""
        leave_toast(request, f"{said} {unpaid}".strip(), undo_url=undo)
        return saved(request, url)
    title = _("What happened with %(name)s") % {"name": found.researcher}
    return _ask(
        request, form, found, title, submit=_("Record it"),
        note=_(
            "Graduated, the end of a contract, or any other leaving is entered under “Edit dates "
            "or enter leaving”."
        ),
    )  # fmt: skip


@require_POST
@writing
def career_step_take_back(request, pk):
    rows = CareerStep.objects.select_related("enrolment__researcher__candidate", "enrolment__track")
    researcher = _person(request, enrolments__steps=pk)
    step = rows.get(pk=pk)
    try:
        step.take_back(by=request.user)
    except Refused as wrong:
        return refused(request, researcher.get_absolute_url(), str(wrong))
    text = _("“%(what)s” is taken back.") % {"what": step.get_change_display()}
    return saved(request, researcher.get_absolute_url(), text)


@page_or_post
@writing
def supervision_add(request, pk):
    found = _of(request, Enrolment.objects.all(), pk=pk)
    form = SupervisionForm(
        request.POST or None,
        instance=Supervision(enrolment=found),
        today=request.centre.today(),
    )
    if form.is_valid() and (added := form.add()):
        text = _told(_("The supervisor is added."), found, added.role)
        return saved(request, found.researcher.get_absolute_url(), text)
    title = _("Add a supervisor of %(name)s") % {"name": found.researcher}
    return _ask(request, form, found, title, submit=_("Add supervisor"))


def _told(text: str, enrolment: Enrolment, *roles: str) -> str:
    """That it is done; and if whoever is chief now has more people than places, that too."""
    words = overfull(enrolment.application_id) if SupervisorRole.CHIEF in roles else ""
    return f"{text} {words}".strip()


@page_or_post
@writing
def supervision_edit(request, pk):
    row = _supervision(request, pk)
    before = row.role
    form = SupervisionForm(request.POST or None, instance=row, today=request.centre.today())
    if form.is_valid():
        form.save()
        text = _told(_("Saved."), row.enrolment, before, row.role)
        return saved(request, row.enrolment.researcher.get_absolute_url(), text)
    return _ask(
        request, form, row.enrolment, str(row),
        delete_url=reverse("recruitment:supervision-delete", args=[pk]),
        delete_note=_("Entered by mistake?"),
    )  # fmt: skip


@require_POST
@writing
def supervision_delete(request, pk):
    row = _supervision(request, pk)
    row.delete()
    url = row.enrolment.researcher.get_absolute_url()
    return saved(request, url, _told(_("The supervision is deleted."), row.enrolment, row.role))


def _person(request, **of) -> Researcher:
    person = fetch(request, Researcher.objects.filter(**of))
    require(request, "edit_researchers")
    return person


def _of(request, rows, *, pk) -> Enrolment:
    _person(request, enrolments=pk)
    return rows.select_related("researcher__candidate", "track").get(pk=pk)


def _supervision(request, pk) -> Supervision:
    """The row, locked if the request writes, through the person whose it is."""
    _person(request, enrolments__supervisions=pk)
    rows = Supervision.objects.select_related("enrolment__researcher__candidate", "supervisor")
    return locked(request, rows).get(pk=pk)


def _ask(request, form, enrolment, title, **words):
    person = enrolment.researcher
    return form_page(
        request, form, title=title, back_url=person.get_absolute_url(), back_label=str(person),
        lead=f"{enrolment.track}, {full_day(enrolment.started_on)}", **words,
    )  # fmt: skip
