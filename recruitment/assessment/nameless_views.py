"""Files of somebody in anonymous review, for their panel: nothing in them says whose they are."""

from django.http import Http404
from django.views.decorators.http import require_safe

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import refused
from centre.web.views import require
from recruitment.assessment import reading
from recruitment.assessment.models import Interview
from recruitment.documents.files import serve
from recruitment.documents.nameless import Nameless, copy_of, nameless


def papers_of(one: reading.Shown) -> list[Nameless]:
    """What the panel may read of somebody they do not know yet. Nothing for anybody else: whoever
    knows the candidate opens their documents as they are, whoever is tied to them none."""
    interview = one.interview
    reads = one.mine and not (one.known or one.tied or one.mine.has_conflict)
    if not reads or interview.is_cancelled or not interview.application.stage.is_anonymous:
        return []
    return nameless(interview.application)


@require_safe
def interview_file(request, pk, version):
    """One of them; its opening stands in the log at the document."""
    rows = Interview.objects.for_list().select_related("application__stage")
    found = fetch(request, rows, pk=pk)
    require(request, "view_documents")
    one = reading.shown_one(request.user, found)
    paper = next((each for each in papers_of(one) if each.version.pk == version), None)
    if paper is None or paper.withheld:
        raise Http404
    try:
        return serve(
            request,
            paper.version.file,
            download="shown" not in request.GET,
            of=paper.version.document,
            copy=(paper.file_name, copy_of),
        )
    except Refused as refusal:
        return refused(request, found.get_absolute_url(), str(refusal))
