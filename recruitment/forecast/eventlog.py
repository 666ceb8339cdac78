"""An event log of another office as a history: its second half predicted from its first.

A log is rows of (case, activity, moment). Its clock is stretched so that the whole log lasts two
years, whatever it lasted: the forecast thinks in days. Stages are the activities most cases that
succeed pass through; what the forecast may see is what was logged by the cut, nothing later.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from recruitment.forecast.inputs import (
    Arrivals,
    Assumptions,
    Ending,
    Evidence,
    Goal,
    Inputs,
    Live,
    Posts,
    Spell,
    Stage,
)
from recruitment.forecast.inputs import Window as RecruitingWindow

BEGIN = date(2001, 1, 1)  # any day will do: the log's own are stretched
DAYS = 730
CASE, ACTIVITY, MOMENT = ("case", "application"), ("activity",), ("timestamp",)
# An activity is a stage if so large a share of the cases that succeed have it.
PASSED_BY_MOST = 0.6
# No case for so large a share of the time so far: the call is closed.
SILENT = 0.10


class BadLog(ValueError):
    """The file is no event log; the message says what is missing."""


@dataclass(frozen=True)
class Case:
    """One case: (day since the log's begin, activity), in order."""

    events: tuple[tuple[float, str], ...]

    @property
    def began(self) -> float:
        return self.events[0][0]

    def first(self, activity: str) -> float | None:
        return next((day for day, name in self.events if name == activity), None)

    def by(self, day: float) -> "Case":
        return Case(tuple(event for event in self.events if event[0] <= day))


@dataclass(frozen=True)
class Log:
    """Cases, what success is, and which activities end a case without it."""

    cases: tuple[Case, ...]
    success: str
    ended: frozenset[str]

    def succeeded(self, day: float) -> int:
        """Cases that had succeeded by a day."""
        found = (case.first(self.success) for case in self.cases)
        return sum(1 for one in found if one is not None and one <= day)


def read_log(lines: Iterable[str], *, success: str, ended: Iterable[str] = ()) -> Log:
    """A log from the lines of a CSV file whose header names case, activity and timestamp.

    Raises BadLog if a column, a moment or the success is missing.
    """
    rows = list(_rows(lines))
    names = {activity for _case, activity, _at in rows}
    for name in [success, *ended]:
        if name not in names:
            raise BadLog(f"No row has the activity “{name}”.")
    first = min(at for _case, _activity, at in rows)
    span = (max(at for _case, _activity, at in rows) - first) / timedelta(seconds=1)
    cases: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for case, activity, at in rows:
        seconds = (at - first) / timedelta(seconds=1)
        cases[case].append((seconds / max(span, 1.0) * DAYS, activity))
    # Sorting is stable: what shares one instant stays in the order it was logged.
    found = tuple(Case(tuple(sorted(events, key=lambda e: e[0]))) for events in cases.values())
    return Log(found, success, frozenset(ended))


def batch_in_two(log: Log) -> Log:
    """A log whose cases all began at once, as two batches, one a log's length before the other.

    Half of such a log's time may hold no success at all, and then no history. So the first half
    of the cases, by their order, is moved back: it is the history of the second.
    """
    ordered = sorted(log.cases, key=lambda case: case.began)
    first, second = ordered[: len(ordered) // 2], ordered[len(ordered) // 2 :]
    moved = (Case(tuple((day - DAYS, name) for day, name in case.events)) for case in first)
    return replace(log, cases=(*moved, *second))


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, str, datetime]]:
    reader = csv.DictReader(lines)
    header = reader.fieldnames or []
    columns = [next((name for name in names if name in header), None)
               for names in (CASE, ACTIVITY, MOMENT)]  # fmt: skip
    if None in columns:
        raise BadLog("The header must name case (or application), activity and timestamp.")
    case, activity, moment = (str(name) for name in columns)
    for row in reader:
        try:
            at = datetime.fromisoformat(row[moment])
        except ValueError:
            raise BadLog(f"Line {reader.line_num}: “{row[moment]}” is no moment.") from None
        yield row[case], row[activity], at


def stages_of(log: Log, cut: float) -> list[str]:
    """Activities that most cases that succeeded by `cut` had passed, in their usual order."""
    had: Counter[str] = Counter()
    at: dict[str, list[float]] = defaultdict(list)
    good = [one for case in log.cases if (one := case.by(cut)).first(log.success) is not None]
    for case in good:
        before = case.by(case.first(log.success) or 0.0)
        for place, name in enumerate(dict.fromkeys(name for _day, name in before.events)):
            had[name] += 1
            at[name].append(place)
    never = {log.success, *log.ended}
    usual = [name for name in had if had[name] >= PASSED_BY_MOST * len(good) and name not in never]
    return sorted(usual, key=lambda name: (median(at[name]), sum(at[name]) / len(at[name]), name))


@dataclass(frozen=True)
class Walk:
    """A case by the cut: days at which it came to stages, in order, and how it stands."""

    came: tuple[tuple[int, float], ...]  # (place of the stage, day)
    ending: Ending
    until: float  # the success, the end, or the cut


def walk(case: Case, log: Log, stages: Sequence[str], cut: float) -> Walk:
    """Backward steps are ignored; an end that was followed by more was none."""
    known = case.by(cut)
    place = {name: index for index, name in enumerate(stages)}
    done = known.first(log.success)
    came = [(0, known.began)]
    for day, name in known.events:
        if place.get(name, -1) > came[-1][0] and (done is None or day <= done):
            came.append((place[name], day))
    if done is not None:
        return Walk(tuple(came), "advanced", done)
    last_day, last = known.events[-1]
    if last in log.ended:
        return Walk(tuple(came), "ended", last_day)
    return Walk(tuple(came), "open", cut)


def known_at(log: Log, cut: float, *, runs: int = 2000) -> Inputs:
    """What the log tells by day `cut` (0..730), as a question: how many succeed by its end?"""
    stages = stages_of(log, cut)
    if not stages:
        raise BadLog("No case has succeeded by then: there is nothing to learn from.")
    walks = [walk(case, log, stages, cut) for case in log.cases if case.began <= cut]
    live = Counter(
        Live(one.came[-1][0], int(cut - one.came[-1][1]), 1)
        for one in walks
        if one.ending == "open"
    )
    done = sum(one.ending == "advanced" for one in walks)
    return Inputs(
        as_of=BEGIN + timedelta(days=int(cut)),
        goal=Goal(done, BEGIN + timedelta(days=DAYS), "enrolled"),
        stages=tuple(_stage(place, name, walks) for place, name in enumerate(stages)),
        live=tuple(Live(one.stage, one.age, n) for one, n in live.items()),
        arrivals=_arrivals(log, cut),
        posts=Posts(enrolled=done),
        deferrals=Evidence(0, len(walks)),  # a success is one on its day
        resolved=sum(one.ending != "open" for one in walks),
        finished_intakes=2,
        rolling=True,
        assumptions=Assumptions(strength=4.0, runs=runs),
    )


def _stage(place: int, name: str, walks: Sequence[Walk]) -> Stage:
    """Even chances and a month's wait, in stretched days, are assumed: nobody told us more."""
    advanced = ended = 0
    spells: Counter[Spell] = Counter()
    for one in walks:
        last = one.came[-1][0]
        if last < place:
            continue
        goes_on = last > place or one.ending == "advanced"
        advanced += goes_on
        ended += not goes_on and one.ending == "ended"
        spell = _spell(one, place)
        if spell:
            spells[spell] += 1
    evidence = Evidence(advanced, advanced + ended)
    rows = tuple(Spell(one.days, one.ending, 0, n) for one, n in spells.items())
    return Stage(name, name, "", 0.5, 30.0, (evidence,), rows)


def _spell(one: Walk, place: int) -> Spell | None:
    """The stay in a stage; None if it was passed over."""
    for index, (stage, day) in enumerate(one.came):
        if stage == place:
            if index + 1 < len(one.came):
                return Spell(int(one.came[index + 1][1] - day), "advanced")
            return Spell(int(one.until - day), one.ending)
    return None


def _arrivals(log: Log, cut: float) -> Arrivals:
    began = [case.began for case in log.cases if case.began <= cut]
    opens_on = BEGIN + timedelta(days=int(min(began)) - 1)
    months = Counter((BEGIN + timedelta(days=int(day))).replace(day=1) for day in began)
    window = RecruitingWindow(None, opens_on, None, "", tuple(sorted(months.items())))
    closed = max(began) < cut * (1 - SILENT)
    return Arrivals((window,), 0, len(began), factor=0.0 if closed else 1.0)
