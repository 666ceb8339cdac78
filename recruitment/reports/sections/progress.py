"""Where the centre stands against its target, and how it came there."""

from django.utils.translation import gettext as _

from centre.disclosure.suppression import Hidden
from recruitment.dashboard import words
from recruitment.dashboard.selectors import Progress
from recruitment.enrolment.stays import Curve
from recruitment.forecast.outcome import Outcome
from recruitment.reports.document import DAY, NUMBER, TEXT, Column, Figure, Section, Table, Value
from recruitment.reports.hiding import coarsen, rounded
from recruitment.reports.sections import outlook


def section(
    progress: Progress,
    shown: dict,
    others: list[tuple[Progress, dict]],
    outcome: Outcome | None,
) -> Section:
    """`shown` are the counts of `progress` as they may be read (hiding.hide_in_progress)."""
    curve = _curve(progress, shown)
    return Section(
        key="progress",
        title=_("Progress to the target"),
        lead=[_sentence(progress, shown)],
        figures=_figures(progress, shown, others),
        tables=[_course(progress, shown, curve)] if curve else [],
        notes=[
            words.definition(progress),
            _("The course shows changes of five people or more; smaller ones are drawn together."),
        ],
        chart=_chart(progress, shown, curve, outcome),
    )


def _sentence(progress: Progress, shown: dict) -> str:
    """“9 of 25 doctoral researchers in post on 30 Sep 2026, 1 behind the plan of 10.”"""
    if not isinstance(shown["counted"], Hidden):
        return words.sentence(progress)
    text = _("Fewer than five %(who)s %(state)s on %(day)s.")
    return text % {
        "who": words.who(progress),
        "state": words.state(progress),
        "day": words.long_day(progress.on),
    }


def _figures(progress: Progress, shown: dict, others: list[tuple[Progress, dict]]) -> list[Figure]:
    figures = [
        Figure("counted", words.label(progress), shown["counted"]),
        Figure("goal", _("Target"), progress.headcount, NUMBER),
        Figure("plan", _("Planned by now"), progress.plan, NUMBER),
        Figure("accepted", _("Accepted, yet to start, about"), rounded(shown["accepted"])),
        Figure("left", _("Left since they started, about"), rounded(shown["left"])),
    ]
    if progress.promise:
        figures.insert(2, Figure("by", _("Target date"), progress.promise.ends_on, DAY))
    for i, (other, of_other) in enumerate(others):
        figures.append(Figure(f"other-{i}", words.label(other), of_other["counted"]))
        if other.promise:
            goal: Value = other.headcount
            kind = NUMBER
            if goal is None:
                goal, kind = _("several"), TEXT
            label = _("Target, %(track)s") % {"track": other.track.name}
            figures.append(Figure(f"other-goal-{i}", label, goal, kind))
    return figures


def _curve(progress: Progress, shown: dict) -> Curve:
    """What is drawn: empty where the number it ends at is hidden."""
    now = progress.curve[-1][1] if progress.curve else 0
    ends_hidden = isinstance(shown["counted"], Hidden) or 0 < now < 5
    return [] if ends_hidden else coarsen(progress.curve, now=now)


def _course(progress: Progress, shown: dict, curve: Curve) -> Table:
    """Every corner of the line that is drawn; those of the plan are in the table by intake."""
    rows: list[list[Value]] = [[day, people] for day, people in curve if day < progress.on]
    rows.append([progress.on, shown["counted"]])
    columns = [Column(_("On"), DAY), Column(words.label(progress))]
    return Table("course", _("Course over time"), columns, rows)


def _chart(progress: Progress, shown: dict, curve: Curve, outcome: Outcome | None) -> dict | None:
    """What the burn-up draws, and the blocks; None where the number itself is hidden."""
    if isinstance(shown["counted"], Hidden) or (not progress.promise and not progress.curve):
        return None
    days = [day for day, _n in curve]
    first = min([*days, progress.promise.starts_on if progress.promise else progress.on])
    last = max(progress.promise.ends_on if progress.promise else progress.on, progress.on)
    accepted = rounded(shown["accepted"])
    fan = [] if outcome is None else outlook.fan(outcome)
    return {
        "kind": "burn_up",
        "starts_on": first,
        "ends_on": last,
        "on": progress.on,
        "now": progress.curve[-1][1] if progress.curve else 0,
        "actual": curve,
        "plan": list(progress.staircase),
        "goal": progress.headcount,
        "state": words.state(progress),
        "finding": words.finding(progress),
        "accepted": 0 if isinstance(accepted, Hidden) else accepted,
        "fan": [[one.on, *one.ends] for one in fan],
        "is_assumption": outcome is not None and outcome.is_assumption,
    }
