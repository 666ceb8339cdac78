"""E-mails of the invented centre: rejections that were told, some held, one of them to somebody who
may not be written to, and one nobody is sure of. None of them waits, so none is sent."""

from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.messages import outbox
from recruitment.messages.kinds import REJECTION
from recruitment.messages.models import Message, State
from recruitment.messages.texts import fill, text_of, values_for
from recruitment.pipeline.kinds import Status
from recruitment.pipeline.models import Application

TOLD = 30
WHY = "Asked in writing not to be contacted any more"
_LAST = [(State.HELD, "")] * 3 + [(State.UNCLEAR, "Connection unexpectedly closed")]


def tell_some(centre: Centre) -> None:
    """The last who were not selected."""
    rows = Application.objects.filter(centre=centre, status=Status.REJECTED)
    rows = rows.select_related("candidate", "position", "intake", "centre", "owner")
    drafts = [_draft(one) for one in rows.order_by("-entered_stage_at", "-pk")[:TOLD]]
    for one, (state, problem) in zip(drafts, _LAST, strict=False):
        one.state, one.problem, one.sent_at = state, problem, None
    Message.objects.bulk_create(drafts)
    for one in drafts[2:3]:
        Candidate.objects.filter(messages=one).update(
            no_contact_on=centre.day_of(one.created_at), no_contact_reason=WHY
        )


def _draft(application: Application) -> Message:
    person, centre = application.candidate, application.centre
    values = values_for(person, application, centre=centre, by=application.owner)
    subject, body = (fill(part, values) for part in text_of(REJECTION, centre, "en"))
    made = outbox.draft(
        REJECTION.slug,
        f"demo:{application.pk}",
        centre=centre,
        to=person.email,
        subject=subject,
        body=body,
        candidate=person,
        application=application,
        by=application.owner,
        decision=True,
    )
    made.state = State.SENT
    made.created_at = made.sent_at = made.next_try_at = application.entered_stage_at
    return made
