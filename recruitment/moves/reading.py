"""One application with all a step needs to know, in as few statements as can be."""

from dataclasses import dataclass
from functools import cache

from django.http import Http404

from centre.accounts.middleware import settle
from centre.web.statements import Slot, Statement, kept
from recruitment.moves.steps import Step, standing
from recruitment.moves.stored import as_step
from recruitment.pipeline.models import Application, Stage, StageTransition

_SHOWN = ("candidate", "track", "position", "intake", "stage", "centre")


@dataclass(frozen=True)
class Opened:
    """An application somebody opened to move it, and the steps it has taken so far."""

    application: Application
    history: list[Step]

    @property
    def step_before(self) -> Step | None:
        """Where taking back the last step would lead."""
        kept = standing(self.history)
        return kept[-2] if len(kept) > 1 else None


def open_application(request, pk: int) -> Opened:
    """The application with its history, or a 404; the request moves to its centre. One statement.

    The history is read, not the application, because every row of it leads to the application:
    a move is the most frequent of all writes, and each statement it saves is felt.
    """
    user = request.user
    rows = kept(("open", user.sight), lambda: _steps_seen(user)).objects(application=pk)
    if not rows:
        raise Http404
    application = rows[0].application
    settle(request, application.centre_id)
    return Opened(application, [as_step(row) for row in rows])


def _steps_seen(user):
    # Asked of this one, not of all they see: else the database lists those first.
    seen = Application.objects.visible_to(user).filter(pk=Slot("application"))
    return (
        StageTransition.objects.filter(application=Slot("application"), application__in=seen)
        .select_related("to_stage", "reason", *(f"application__{name}" for name in _SHOWN))
        .order_by("sequence")
    )


@cache
def _stages() -> Statement:
    return Statement(Stage.objects.filter(pipeline=Slot("pipeline")).order_by("position"))


def stages_of(application: Application) -> list[Stage]:
    """All stages of its pipeline in order, retired ones too."""
    return _stages().objects(pipeline=application.stage.pipeline_id)
