"""The e-mails a page shows, each with what may be done about it."""

from dataclasses import dataclass

from centre.accounts.policy import may
from recruitment.messages.kinds import kind_of
from recruitment.messages.models import Message, State
from recruitment.messages.silence import why_silent

SHOWN = 100
# What nobody but a person can bring on, in the order of its page.
WAITING_FOR_A_PERSON = {"unclear": State.UNCLEAR, "held": State.HELD, "failed": State.FAILED}
_LOOKS = {
    State.SENT: "ok",
    State.UNCLEAR: "danger",
    State.FAILED: "danger",
    State.HELD: "warn",
    State.WITHDRAWN: "line",
}


@dataclass(frozen=True)
class Line:
    message: Message
    settles: bool  # whoever looks may release, withdraw and settle

    @property
    def kind(self):
        return kind_of(self.message.kind).title

    @property
    def look(self) -> str:
        return _LOOKS.get(State(self.message.state), "")

    @property
    def silent(self) -> str:
        """Why it cannot go out, whoever wants it to."""
        one = self.message
        unsent = one.state in (State.HELD, State.FAILED, State.WAITING)
        return why_silent(one.candidate) if unsent and one.to_candidate and one.candidate else ""

    @property
    def verbs(self) -> tuple[str, ...]:
        if not self.settles:
            return ()
        if self.message.is_void:
            return ("went", "withdraw")
        if self.silent:
            return ("withdraw",)
        return {
            State.HELD: ("release", "withdraw"),
            State.WAITING: ("withdraw",),
            State.UNCLEAR: ("went", "again"),
            State.FAILED: ("again", "withdraw"),
        }.get(State(self.message.state), ())


def of_candidate(user, candidate) -> list[Line]:
    """The last hundred about this person that `user` may read. One statement."""
    rows = Message.objects.visible_to(user).filter(candidate=candidate)
    rows = rows.select_related("by", "settled_by", "candidate")
    rows = rows.prefetch_related("files", "replies")
    return lines(user, candidate.centre_id, rows.order_by("-pk")[:SHOWN])


def in_state(user, centre, state: str) -> list[Line]:
    rows = all_in_state(user, centre, state)
    rows = rows.select_related("by", "settled_by", "candidate").prefetch_related("files", "replies")
    return lines(user, centre.pk, rows[:SHOWN])


def all_in_state(user, centre, *states: str):
    """The oldest first."""
    rows = Message.objects.visible_to(user).filter(centre=centre, state__in=states)
    return rows.order_by("pk")


def lines(user, centre_id: int, rows) -> list[Line]:
    settles = may(user, "settle_emails", centre_id)
    return [Line(row, settles) for row in rows]
