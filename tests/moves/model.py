"""What the gate should do, told a second time in plain Python: no database, no code shared with it.

An application is a stack of standing steps. Moving pushes, taking back pops; the log only grows.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SLACK = timedelta(minutes=5)
STATUS = {"centre": "rejected", "candidate": "withdrawn", "neither": "closed"}


class Refused(Exception):
    pass


@dataclass
class Stood:
    """One standing step: where (a number along the path), how, since when."""

    stage: int
    status: str
    at: datetime
    reason: str = ""
    starts_on: object = None


@dataclass
class Model:
    """One application on a path of stages given by their kinds."""

    kinds: list[str]
    stack: list[Stood] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    first_starts: list = field(default_factory=list)

    @property
    def top(self):
        return self.stack[-1]

    @property
    def started(self):
        return self.top.status == "enrolled"

    def enter(self, stage, at):
        self.stack.append(Stood(stage, "active", at))
        self.log.append("entry")

    def move(self, stage, at, now, *, seats, starts_on=None):
        top = self.top
        if stage == top.stage and top.status in ("active", "enrolled"):
            return False
        if top.status != "active":
            raise Refused
        if self.kinds[stage] == "started":
            if self.kinds[top.stage] not in ("offer", "pre_start"):
                raise Refused
            at = self._time(at, now)
            if not seats:
                raise Refused
            self._push("advance", Stood(stage, "enrolled", at, starts_on=starts_on))
            self.first_starts.append(starts_on)
            return True
        at = self._time(at, now)
        self._push("advance" if stage > top.stage else "return", Stood(stage, "active", at))
        return True

    def close(self, party, reason, at, now):
        top = self.top
        if party not in STATUS:
            raise Refused
        if top.status in STATUS.values():
            if top.reason == reason:
                return False
            raise Refused
        if self.started:
            raise Refused
        at = self._time(at, now)
        self._push("close", Stood(top.stage, STATUS[party], at, reason))
        return True

    def reopen(self, at, now):
        if self.top.status == "active":
            return False
        if self.started:
            raise Refused
        at = self._time(at, now)
        self._push("reopen", Stood(self.top.stage, "active", at))
        return True

    def undo(self, *, left):
        if len(self.stack) < 2 or (self.started and left):
            raise Refused
        self.stack.pop()
        self.log.append("correction")
        return True

    def correct(self, stage, at, now, *, left):
        top = self.top
        if (stage, "active") == (top.stage, top.status):
            return False
        if self.kinds[stage] == "started":
            raise Refused
        been = [
            number
            for number, one in enumerate(self.stack[:-1])
            if (one.stage, one.status) == (stage, "active")
        ]
        rest = self.stack[: been[-1] + 1] if been else self.stack[:-1]
        at = self._time(at, now, rest)
        if self.started and left:
            raise Refused
        self.stack = rest if been else [*rest, Stood(stage, "active", at)]
        self.log.append("correction")
        return True

    def _push(self, kind, stood):
        self.stack.append(stood)
        self.log.append(kind)

    def _time(self, at, now, stack=None):
        stack = self.stack if stack is None else stack
        if at is None:
            return now
        if at > now + SLACK or (stack and at < stack[-1].at):
            raise Refused
        return at
