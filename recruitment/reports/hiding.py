"""Which of a report's counts may be read: small groups are hidden so that no sum tells them.

Every sum a reader of the whole report could form is given here (centre.disclosure.suppression
says how hiding works). The people counted against the promise stand in the headline; they are
shown, unless they are fewer than five themselves.

Reports follow one another, and a reader subtracts. So but for the headline every count is told to
the nearest five: of two reports no figure differs by one to four, and where one crosses to the next
five nobody knows by how many. What adds up to the headline, which is exact, would still tell whom
a change of one concerns: `steady` repeats it until five have come or gone.
"""

from collections.abc import Sequence

from centre.disclosure.freedom import Key, Sum
from centre.disclosure.suppression import FEWEST, Hidden, Shown, share, suppress
from centre.targets.models import Target
from recruitment.dashboard.selectors import Progress
from recruitment.dashboard.stages import StageFigures
from recruitment.enrolment.stays import Curve

BASE = 25  # people a share is taken of, at least


def rounded(shown: Shown) -> Shown:
    """To the nearest five, never to nobody; what is hidden stays so."""
    return shown if isinstance(shown, Hidden) else to_five(shown)


def to_five(people: int) -> int:
    return (people + FEWEST // 2) // FEWEST * FEWEST


def rounded_share(part: Shown, whole: Shown) -> float | None:
    """Of rounded counts, so that it tells no more than they do; None of too few."""
    part, whole = rounded(part), rounded(whole)
    if isinstance(whole, Hidden) or whole < BASE:
        return None
    found = share(part, whole)
    return None if found is None else min(found, 1.0)


def is_steady(now: int, basis: dict | None) -> bool:
    """Whether fewer than five have come or gone since the headline was `basis["counted"]`."""
    return basis is not None and abs(now - basis["counted"]) < FEWEST


def hide_in_progress(progress: Progress) -> dict:
    """The counts of `progress` by name, with ("started", i), ("accepted", i) and ("so far", i) for
    line i of its plan; “so far” is the sum of starts up to that line.
    """
    lines = progress.by_intake
    values: dict = {
        "counted": progress.counted,
        "in post": progress.in_post,
        "left": progress.left,
        "started": progress.started,
        "accepted": progress.accepted,
    }
    sums = [Sum("started", ["in post", "left"])]
    before: Key | None = None
    for i, line in enumerate(lines):
        values |= {("started", i): line.started, ("accepted", i): line.accepted}
        before = _add_up(values, sums, i, before)
    if before:
        sums += _tied(values, before, "started")
        values["by line"] = sum(line.accepted for line in lines)
        sums.append(Sum("by line", [("accepted", i) for i in range(len(lines))]))
        sums += _tied(values, "by line", "accepted")
    sums += _headline(values, progress)
    shown = suppress(values, sums, known=_known(values, "counted", progress))
    # The first line is its own sum.
    return {("so far", 0): shown["started", 0], **shown} if lines else shown


def _add_up(values: dict, sums: list[Sum], i: int, before: Key | None) -> Key:
    """The key of the starts up to line i, after `before`, that of those up to the line above."""
    if before is None:
        return ("started", i)
    values["so far", i] = values[before] + values["started", i]
    sums.append(Sum(("so far", i), [before, ("started", i)]))
    return ("so far", i)


def _tied(values: dict, one, other) -> list[Sum]:
    """Two counts of the same people, which a person counted twice may set apart."""
    most = max(values[one], values[other])
    key = ("tie", one, other)
    values |= {key: most}
    sums = []
    for name in (one, other):
        values[key, name] = most - values[name]
        sums.append(Sum(key, [name, (key, name)]))
    return sums


def _headline(values: dict, progress: Progress) -> list[Sum]:
    """What the headline counts, in terms of the others."""
    if progress.counts == Target.Counts.ACCEPTED:
        both = progress.in_post + progress.accepted
        values |= {"both": both, "overlap": both - progress.counted}
        return [Sum("both", ["counted", "overlap"]), Sum("both", ["in post", "accepted"])]
    return []


def _known(values: dict, key: str, progress: Progress) -> list:
    """The headline is read on the first page, and what it counts goes by another name too."""
    shown = [key] if _is_safe(values[key]) else []
    other = {
        Target.Counts.IN_POST: "in post",
        Target.Counts.ENROLLED: "started",
    }.get(Target.Counts(progress.counts))
    return [*shown, other] if other and shown else shown


def _is_safe(people: int) -> bool:
    return people == 0 or people >= FEWEST


def hide_in_funnel(stages: Sequence[StageFigures]) -> list[dict[str, Shown]]:
    """{reached, resolved, waiting} of each stage: who passed one reached the next."""
    values: dict = {}
    sums: list[Sum] = []
    for i, one in enumerate(stages):
        values["reached", i] = one.entered
        if i + 1 < len(stages):
            _stage(values, sums, i, one, stages[i + 1])
    shown = suppress(values, sums)
    names = ("reached", "resolved", "waiting")
    return [
        {name: shown[name, i] for name in names if (name, i) in shown} for i in range(len(stages))
    ]


def _stage(values: dict, sums: list[Sum], i: int, one: StageFigures, after: StageFigures) -> None:
    """Who reached a stage waits there or has a result: went on or was closed. Whoever came back
    stands in two of these, and is set right by an entry of their own."""
    resolved = one.advanced + one.closed
    values |= {("resolved", i): resolved, ("waiting", i): one.waiting, ("closed", i): one.closed}
    here = resolved + one.waiting
    most = max(here, one.entered)
    values |= {("all", i): most, ("again", i): most - one.entered, ("away", i): most - here}
    sums.append(Sum(("all", i), [("reached", i), ("again", i)]))
    sums.append(Sum(("all", i), [("resolved", i), ("waiting", i), ("away", i)]))
    went = max(resolved, after.entered + one.closed)
    values |= {("went", i): went, ("more", i): went - resolved}
    values["fewer", i] = went - after.entered - one.closed
    sums.append(Sum(("went", i), [("resolved", i), ("more", i)]))
    sums.append(Sum(("went", i), [("reached", i + 1), ("closed", i), ("fewer", i)]))


def coarsen(curve: Curve, *, now: int) -> Curve:
    """Corners of `curve` that differ by five people or more from one another and from `now`.

    Between two of them one reads that five or more came or went, never who by the day.
    """
    kept: Curve = []
    for day, people in curve:
        last = kept[-1][1] if kept else 0
        if abs(people - last) >= FEWEST:
            kept.append((day, people))
    while kept and 0 < abs(now - kept[-1][1]) < FEWEST:
        kept.pop()
    return kept
