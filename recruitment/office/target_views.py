"""Targets and their plans. Before one is saved, the page says what that does to the numbers."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from centre.accounts.middleware import allowed, enter
from centre.targets.models import Target, TrackKind
from centre.web.sheet import form_page, locked, saved, sheet, writing
from centre.web.views import require
from recruitment.office.areas import read_cover
from recruitment.office.effect import effect, forecast_effect, plan_effect, promise_of, with_plan
from recruitment.office.menu import frame, section_url
from recruitment.office.staircase import read_changes, read_starts, stairs
from recruitment.office.target_forms import AreaPlanForm, NewTargetForm, PlanForm, TargetForm


def targets(request):
    rows = list(
        Target.objects.filter(agreement__centre=request.centre)
        .select_related("agreement")
        .prefetch_related("plan", "area_plan__area")
        .order_by("-agreement__starts_on", "kind")
    )
    today = request.centre.today()
    starts, changes = read_starts(request.centre, today), read_changes(rows)
    shown = []
    for target in rows:
        plan = [(step.on, step.starts) for step in target.plan.all()]
        came = starts.get(target.kind, [])
        staircase = stairs(plan, came, on=today, by=target.levelled_by)
        shown.append((target, staircase, changes.get(target.pk, [])))
    return render(
        request,
        "recruitment/office/targets.html",
        {
            **frame("targets"),
            "targets": shown,
            "complete": len(shown) >= len(TrackKind.values) - 1,
            "edits": allowed(request, "edit_target"),
        },
    )


@writing
def target_add(request):
    require(request, "edit_target")
    form = NewTargetForm(request.POST or None, centre=request.centre)
    if form.is_valid():
        form.save()
        return saved(request, section_url("targets"), _("The target is set. Plan it next."))
    return _form(request, form, _("Set a target"))


@writing
def target_edit(request, pk):
    target = _target(request, pk)
    before = promise_of(target, _plan(target))
    form = TargetForm(request.POST or None, instance=target)
    if not form.is_valid():
        return _form(request, form, _("Target: %(track)s") % {"track": target.get_kind_display()})
    if "confirm" not in request.POST:
        after = promise_of(form.instance, before.plan)
        return _preview(request, target, form, before, after, _("Save target"))
    form.save()
    return saved(request, section_url("targets"), _("The target is saved."))


@writing
def plan_edit(request, pk):
    target = _target(request, pk)
    form = PlanForm(request.POST or None, target=target)
    if not form.is_valid():
        return _form(
            request,
            form,
            _("Plan: %(track)s") % {"track": target.get_kind_display()},
            lead=_("How many starts each intake should bring. Empty or 0: none."),
        )
    if "confirm" not in request.POST:
        before = promise_of(target, _plan(target))
        after = with_plan(before, form.steps())
        today = request.centre.today()
        came = read_starts(request.centre, today).get(target.kind, [])
        then = [
            stairs(before.plan, came, on=today, by=target.levelled_by),
            stairs(after.plan, came, on=today, by=form.cleaned_data["levelled_by"]),
        ]
        return _preview(
            request, target, form, before, after, _("Save plan"), steps=plan_effect(*then)
        )
    form.save()
    return saved(request, section_url("targets"), _("The plan is saved."))


@writing
def area_plan_edit(request, pk):
    target = _target(request, pk)
    form = AreaPlanForm(request.POST or None, target=target)
    if not form.is_valid():
        return _form(
            request,
            form,
            _("Plan by area: %(track)s") % {"track": target.get_kind_display()},
            lead=_("How many people each research area should bring. Empty or 0: no number."),
        )
    if "confirm" not in request.POST:
        cover = read_cover(target, form.areas, form.stored, form.numbers())
        return _sheet(
            request, "recruitment/office/_area_preview.html", target, form, _("Save plan"),
            {"cover": cover},
        )  # fmt: skip
    form.save()
    return saved(request, section_url("targets"), _("The plan is saved."))


def _target(request, pk) -> Target:
    rows = Target.objects.select_related("agreement__centre")
    target = _fetch(request, rows, pk)
    require(request, "edit_target")
    return target


def _fetch(request, rows, pk):
    """A target has no centre of its own: its agreement has."""
    found = locked(request, rows).visible_to(request.user).filter(pk=pk).first()
    centre = found and next(
        (one for one in request.centres if one.pk == found.agreement.centre_id), None
    )
    if centre is None:
        raise Http404
    enter(request, centre)
    return found


def _plan(target: Target):
    return list(target.plan.values_list("on", "starts"))


def _form(request, form, title, **more):
    return form_page(
        request,
        form,
        title=title,
        back_url=section_url("targets"),
        back_label=_("Targets and plan"),
        submit=_("Go on"),
        **more,
    )


def _preview(request, target, form, before, after, submit, *, steps=()):
    planned = sum(starts for _day, starts in after.plan)
    lines = effect(request.centre, target.kind, before, after)
    context = {
        # A plan touches the last four alone; with its steps they fit in the dialog.
        "lines": lines[-4:] if steps else lines,
        "steps": steps,
        "forecast": forecast_effect(request.centre, target.kind, before, after),
        "planned": planned,
        "headcount": after.headcount,
        "differs": bool(after.headcount) and planned != after.headcount,
    }
    return _sheet(request, "recruitment/office/_preview.html", target, form, submit, context)


def _sheet(request, template, target, form, submit, context):
    """What saving does, with everything that was typed carried along."""
    return sheet(
        request,
        template,
        {
            **context,
            "target": target,
            "sent": [
                (name, value)
                for name, value in request.POST.items()
                if name not in ("csrfmiddlewaretoken", "seen")
            ],
            "seen": form.seen_now,
            "submit": submit,
            "action": request.get_full_path(),
            "back_url": section_url("targets"),
        },
        title=_("Before saving"),
        trail=[(section_url("targets"), _("Targets and plan"))],
        css="recruitment/office.css",
    )
