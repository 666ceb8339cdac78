"""My tasks: what waits, and what one does with a task somebody wrote down."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.middleware import fetch, settle
from centre.templatetags.cohort import day
from centre.web.forms import validate_age
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.toast import leave_toast
from centre.web.views import back, ours, require
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application
from recruitment.tasks import counted
from recruitment.tasks.forms import TaskForm
from recruitment.tasks.mentions import to_name
from recruitment.tasks.models import Task
from recruitment.tasks.reading import done_lately
from recruitment.tasks.sources import waiting_for

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
TASKS = "recruitment:tasks"


@require_safe
def tasks(request):
    require(request, "view_candidates")
    now = timezone.now()
    waits = waiting_for(request.user, request.centre, now)
    count = counted.count_of(waits)
    context = {
        "waits": waits,
        "waits_count": count,
        "done": done_lately(request.user, request.centre, now),
        "today": request.centre.day_of(now),
    }
    return counted.told(render(request, "recruitment/tasks/tasks.html", context), request, count)


@require_safe
def tasks_count(request):
    """How much waits, for the navigation: asked for after a page that did not know."""
    require(request, "view_candidates")
    count = counted.count_of(waiting_for(request.user, request.centre, timezone.now()))
    context = {"waits_count": count, "is_side": True}
    response = render(request, "recruitment/tasks/_counted.html", context)
    return counted.told(response, request, count)


@require_safe
def colleagues_of(request, pk):
    """Names to choose from after an @ in a note about this candidate."""
    person = fetch(request, Candidate.objects.select_related("centre"), pk=pk)
    require(request, "add_note")
    people = to_name(person, by=request.user)
    return render(request, "recruitment/tasks/_names.html", {"people": people})


@page_or_post
@writing
def task_add(request):
    """For oneself or a colleague: about a candidate, one of their applications, or neither."""
    about = _about(request)
    require(request, "make_task")
    new = Task(centre=request.centre, made_by=request.user, **about)
    usual = {"due_on": request.centre.today(), "owner": request.user}
    form = TaskForm(request.POST or None, instance=new, initial=usual)
    person = new.candidate
    url = ours(request, request.POST.get("next", "")) or _home(new)
    if form.is_valid():
        form.add()
        return counted.changed(saved(request, url, _("The task is written down.")))
    return form_page(
        request, form,
        title=_("Add a task about %(name)s") % {"name": person} if person else _("Add a task"),
        back_url=_home(new),
        back_label=str(person or _("My tasks")),
        submit=_("Add task"),
    )  # fmt: skip


def _about(request) -> dict:
    """Whom the address names, as far as this person sees them."""
    for name, rows in (
        ("application", Application.objects.select_related("candidate")),
        ("candidate", Candidate.objects.all()),
    ):
        asked = request.GET.get(name, "")
        if not asked:
            continue
        if not asked.isdecimal() or len(asked) > 18:
            raise Http404
        found = get_object_or_404(rows.visible_to(request.user), pk=int(asked))
        settle(request, found.centre_id)
        if name == "candidate":
            return {"candidate": found}
        return {"application": found, "candidate": found.candidate}
    return {}


def _home(task: Task) -> str:
    return task.candidate.get_absolute_url() if task.candidate else reverse(TASKS)


@page_or_post
@writing
def task_edit(request, pk):
    rows = Task.objects.standing().by_hand().select_related("centre", "candidate")
    task = fetch(request, locked(request, rows), pk=pk)
    require(request, "make_task")
    form = TaskForm(request.POST or None, instance=task)
    if form.is_valid():
        form.save()
        return counted.changed(saved(request, _home(task), _("Saved.")))
    return form_page(
        request, form,
        title=_("Change the task"),
        back_url=_home(task),
        back_label=str(task.candidate or _("My tasks")),
        **_way_to_delete(request, task),
    )  # fmt: skip


def _way_to_delete(request, task: Task) -> dict:
    if task.made_by_id != request.user.pk or task.is_done:
        return {}
    note = _("You wrote it down: nobody else can delete it.")
    url = reverse("recruitment:task-do", args=[task.pk, "delete"])
    return {"delete_url": url, "delete_note": note}


@require_POST
@writing
def task_do(request, pk, verb):
    """Tick it, put it off, delete it, or take any of these back."""
    rows = Task.objects.select_related("centre", "candidate", "done_by", "made_by")
    task = fetch(request, locked(request, rows), pk=pk)
    require(request, "make_task")
    if verb not in _VERBS:
        raise Http404
    try:
        _VERBS[verb](request, task)
    except Refused as refusal:
        messages.error(request, str(refusal))
    if _is_from(request, task):  # which is gone once it is deleted
        return counted.changed(redirect(_home(task)))
    return counted.changed(back(request, reverse(TASKS)))


def _is_from(request, task: Task) -> bool:
    return urlsplit(request.headers.get("Referer", "")).path == task.get_absolute_url()


def _done(request, task):
    task.tick(by=request.user, at=timezone.now())
    _tell(request, _("Done: %(what)s") % {"what": task}, task, "open")


def _open(request, task):
    task.reopen()
    leave_toast(request, _("To be done again: %(what)s") % {"what": task})


def _put_off(days):
    def later(request, task):
        before = task.due_on
        task.put_off(max(before, request.centre.today()) + timedelta(days=days))
        words = {"what": task, "day": day(task.due_on)}
        _tell(request, _("%(what)s: put off to %(day)s") % words, task, "due", before.isoformat())

    return later


def _due(request, task):
    """Back to the day it was put off from, as the message that told of it carries."""
    try:
        until = date.fromisoformat(request.POST.get("version", "")[:10])
        validate_age(until)
    except (ValueError, ValidationError):
        raise Http404 from None
    if until > task.due_on:
        raise Http404  # nothing was put off from a later day
    task.put_off(until)
    words = {"what": task, "day": day(until)}
    leave_toast(request, _("%(what)s: due %(day)s again") % words)


def _delete(request, task):
    task.take_back(by=request.user, at=timezone.now())
    _tell(request, _("Deleted: %(what)s") % {"what": task}, task, "restore")


def _restore(request, task):
    task.bring_back(by=request.user)
    leave_toast(request, _("It is there again: %(what)s") % {"what": task})


def _tell(request, text, task, verb, version=""):
    undo = reverse("recruitment:task-do", args=[task.pk, verb])
    leave_toast(request, text, undo_url=undo, version=version)


_VERBS = {
    "done": _done,
    "open": _open,
    "day": _put_off(1),
    "week": _put_off(7),
    "due": _due,
    "delete": _delete,
    "restore": _restore,
}
