"""Who may step where, beyond what the pipeline itself allows: the committee's line.

A supervisor moves their own applications up to the committee's decision. What lies beyond it, and
every step back from there, is for those who may `move_beyond_committee`.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from centre.accounts.middleware import allowed
from recruitment.pipeline.kinds import BEYOND_COMMITTEE
from recruitment.pipeline.models import Application, Stage


def may_touch(request, stage: Stage) -> bool:
    """True if this person may move applications into or out of `stage`."""
    return stage.kind not in BEYOND_COMMITTEE or allowed(request, "move_beyond_committee")


def refusal() -> str:
    return _("From the offer on, only the director or the centre manager may do this.")


def insist(request, *stages: Stage) -> None:
    """Refuse with 403 unless this person may touch every one of `stages`."""
    if not all(may_touch(request, stage) for stage in stages):
        raise PermissionDenied(refusal())


def offered(request, application: Application, stages: Iterable[Stage]) -> list[Stage]:
    """The stages this person may move `application` to: in use, not where it stands, reachable."""
    return [
        stage
        for stage in stages
        if stage.pk != application.stage_id
        and stage.retired_on is None
        and may_touch(request, stage)
        and (application.stage.may_start or not stage.is_start)
    ]
