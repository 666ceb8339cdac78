"""One application: where it stands, how it came there, what can be done."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from centre.accounts.middleware import fetch_kept
from centre.web.views import require
from recruitment.assessment.reading import decisions_of, of_application
from recruitment.documents import shown as documents
from recruitment.moves.history import story
from recruitment.offers.section import offers_of
from recruitment.pipeline.deferrals import is_deferred
from recruitment.pipeline.models import Application
from recruitment.referees import shown as referees


@require_safe
def application(request, pk):
    found = fetch_kept(request, "application", _rows, pk)
    require(request, "view_candidates")
    context = {
        **story(request, found),
        **documents.checklist(request, found),
        **referees.of_application(request, found),
    }
    context["decisions"] = decisions_of(request, found)
    context["interviews"] = of_application(request.user, found)
    context["offers"] = offers_of(request, found)
    return render(request, "recruitment/register/application.html", context)


def _rows():
    rows = Application.objects.for_list().select_related("owner", "source", "centre", "reason")
    return rows.annotate(is_deferred=is_deferred())
