"""A paper that a job draws once: how far it is while it is not there, and its being drawn anew."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django_tasks.base import Task

from centre.web import jobs, paper


@dataclass(frozen=True)
class Drawing:
    """`state`: "waiting" for a worker, "again" where it is tried again by itself, "failed", or
    "none" where nobody was asked, or that was long ago."""

    work: Task
    what: dict[str, Any] = field(default_factory=dict)
    state: str = "none"
    again_at: datetime | None = None
    job: str = ""

    @property
    def may_be_asked(self) -> bool:
        return self.state in ("failed", "none")


def drawing_of(work: Task, **what: int) -> Drawing | None:
    """How `work` about this stands, whose paper is not there; None where the machine draws none."""
    if not paper.is_able():
        return None
    job, asked_at = jobs.newest(work, **what)
    if not job:
        return Drawing(work, what)
    stands = jobs.standings([job])[job]
    if stands.again_at:
        return Drawing(work, what, "again", stands.again_at, job)
    state = "waiting" if stands.may_come(asked_at) else "failed"
    return Drawing(work, what, state, job=job)


def draw_again(drawing: Drawing) -> None:
    """Ask for it anew where it will not come by itself."""
    if drawing.may_be_asked and jobs.take_out(drawing.job):
        jobs.start(drawing.work, **drawing.what)
