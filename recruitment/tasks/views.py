"""My tasks."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from centre.web.views import require
from recruitment.tasks.waiting import waiting_for


@require_safe
def tasks(request):
    require(request, "view_candidates")
    groups = waiting_for(request.user, request.centre, request.centre.today())
    return render(
        request,
        "recruitment/tasks/tasks.html",
        {"groups": groups, "total": sum(len(rows) for _heading, rows in groups)},
    )
