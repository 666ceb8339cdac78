"""Files for the panel of an interview, on its page: as they are where the candidate may be known;
in anonymous review copies in which nothing says whose they are."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.views.decorators.http import require_safe

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import refused
from centre.web.views import require
from recruitment.assessment import reading
from recruitment.assessment.models import Interview
from recruitment.documents.files import serve
from recruitment.documents.models import StoredFile, Version
from recruitment.documents.nameless import Nameless, copy_of, nameless
from recruitment.documents.shown import for_panel


@dataclass(frozen=True)
class Paper:
    """A document as a member of the panel meets it; `copy` goes out in place of the file."""

    name: str
    version: Version
    withheld: str = ""
    copy: tuple[str, Callable[[StoredFile], bytes]] | None = None


def papers_of(one: reading.Shown) -> list[Paper]:
    """What the panel may read, also a member who meets the candidate nowhere else. Nothing for
    anybody else, nor for whoever is tied to the candidate."""
    interview = one.interview
    if not one.mine or one.tied or one.mine.has_conflict or interview.is_cancelled:
        return []
    application = interview.application
    if one.known:
        return [Paper(str(each.document.kind), each.newest) for each in for_panel(application)]
    if not application.stage.is_anonymous:
        return []
    found = nameless(application)
    return [Paper(each.name, each.version, each.withheld, _copy(each)) for each in found]


def _copy(paper: Nameless) -> tuple[str, Callable[[StoredFile], bytes]]:
    return paper.file_name, copy_of


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
            copy=paper.copy,
        )
    except Refused as refusal:
        return refused(request, found.get_absolute_url(), str(refusal))
