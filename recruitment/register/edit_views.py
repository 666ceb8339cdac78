"""Editing a person, and adding an application to one."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.accounts.middleware import fetch
from centre.web.sheet import leave, sheet
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.candidates.models import Candidate
from recruitment.register.application_form import ApplicationForm
from recruitment.register.edit import overtaken, save_edit
from recruitment.register.edit_forms import CandidateForm, EducationFormSet
from recruitment.register.forward import forwards

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@forwards
@page_or_post
def candidate_edit(request, pk):
    person = fetch(request, Candidate.objects.select_related("centre"), pk=pk)
    require(request, "edit_candidate")
    form = CandidateForm(request.POST or None, instance=person)
    education = EducationFormSet(request.POST or None, instance=person)
    context = {"candidate": person, "name": str(person), "form": form, "education": education}
    if request.method != "POST":
        return render(request, "recruitment/register/candidate_edit.html", context)
    # Both are asked, so that everything wrong is told at once.
    if not all([form.is_valid(), education.is_valid()]):
        return render(request, "recruitment/register/candidate_edit.html", context, status=422)
    if save_edit(form, education):
        leave_toast(request, _("%(name)s saved") % {"name": person})
        return redirect(person)
    now = Candidate.objects.get(pk=pk)
    context["overtaken"] = overtaken(form, now)
    # What was typed stays; sending it again is then a choice made with open eyes.
    form.catch_up(now)
    return render(request, "recruitment/register/candidate_edit.html", context, status=409)


@forwards
@page_or_post
def application_add(request, pk):
    person = fetch(request, Candidate.objects.select_related("centre"), pk=pk)
    require(request, "add_candidate")
    form = ApplicationForm(request.POST or None, candidate=person)
    if request.method == "POST" and form.is_valid() and form.save(request.user):
        leave_toast(request, _("Application of %(name)s added") % {"name": person})
        return leave(request, person.get_absolute_url())
    return sheet(
        request,
        "recruitment/register/_application_add.html",
        {"candidate": person, "form": form},
        title=_("Add an application of %(name)s") % {"name": person},
        trail=[(person.get_absolute_url(), person)],
        status=422 if request.method == "POST" else 200,
    )
