"""Telling the candidate of a move that was made without the tick, as a card is dragged."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.accounts.middleware import fetch
from centre.web.sheet import locked, refused, writing
from centre.web.views import require
from recruitment.messages.kinds import kind_of
from recruitment.messages.telling import tell
from recruitment.moves.answers import came_from
from recruitment.moves.steps import standing
from recruitment.moves.stored import read_histories
from recruitment.pipeline.models import Application


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def application_tell(request, pk):
    """With the text of the stage it stands in. Locked: whoever takes the move back meanwhile takes
    back the e-mail, too."""
    rows = Application.objects.select_related("candidate", "centre", "position", "intake", "stage")
    found = fetch(request, locked(request, rows), pk=pk)
    require(request, "write_email")
    to, stage = came_from(request) or found.get_absolute_url(), found.stage
    if not (found.is_active and stage.told_with):
        words = _("“%(stage)s” has no e-mail, so nobody can be told of it.")
        return refused(request, to, words % {"stage": stage})
    return tell(request, found, kind_of(stage.told_with), _cause(found), to=to)


def _cause(application: Application) -> str:
    """That of the step which brought it here, as the tick has it."""
    here = standing(read_histories([application.pk])[application.pk])[-1]
    step = application.transitions.get(sequence=here.sequence)
    return f"moved:{step.pk}"
