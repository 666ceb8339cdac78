"""The forecast of a dashboard's track, and what it says in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruitment.dashboard import words
from recruitment.dashboard.figures import Kept, kept_figure
from recruitment.dashboard.known import known_stays
from recruitment.dashboard.money import read_purse
from recruitment.dashboard.selectors import Dashboard, Progress
from recruitment.enrolment.stays import read_stays
from recruitment.forecast.answer import forecast
from recruitment.forecast.evidence.question import read_inputs
from recruitment.forecast.inputs import Inputs
from recruitment.forecast.outcome import Outcome, SeasonNeed

PAGE, QUESTION = "page", "question"
# A rolling track has a season a month: more names than a sentence holds.
NAMED = 3


def read_question(dash: Dashboard) -> Inputs:
    """What the forecast of this dashboard looks at. Not cheap: see `_kept`.

    Long before the agreement there was nothing to foresee: a year is looked ahead, as without one.
    """
    promise = dash.progress.promise
    if promise and dash.on.year < promise.starts_on.year - 1:
        promise = None
    return read_inputs(
        dash.track,
        dash.on,
        promise=promise,
        stays=known_stays(dash.centre, dash.known) if dash.known else read_stays(dash.centre),
        known=dash.known,
    )


def outcome_of(dash: Dashboard) -> Outcome:
    """The forecast, at most five minutes old and never older than the last move."""
    return _kept(dash, PAGE).figure[0]


def foresight(dash: Dashboard, later: list[Callable[[], Any]]) -> Kept:
    """(forecast, money) as the dashboard shows them: for the moment that it takes to work them
    out after a move those from before it, marked. What is added to `later` does that."""
    return _kept(dash, PAGE, later=later)


def asked_and_answered(dash: Dashboard) -> tuple[Inputs, Outcome]:
    """The question with its answer, for the page that shows both."""
    return _kept(dash, QUESTION).figure


def _kept(dash: Dashboard, name: str, **how) -> Kept:
    def make():
        inputs = read_question(dash)
        outcome = forecast(inputs)
        return {PAGE: (outcome, read_purse(dash)), QUESTION: (inputs, outcome)}

    return kept_figure(dash, name, make, **how)


@dataclass(frozen=True)
class Outlook:
    """What the forecast says. Texts are empty where there is nothing to say."""

    outcome: Outcome
    pill: str
    pill_css: str
    chance: str  # “31% chance”
    rest: str  # “of reaching 25 by December 2029”
    takes: str  # “For an 80% chance:”
    needs: str  # “6 starts each September”
    finding: str


def outlook(progress: Progress, outcome: Outcome) -> Outlook:
    pill, css = _pill(progress, outcome)
    chance, rest = _chance(progress, outcome)
    takes, needs = _needs(progress, outcome)
    return Outlook(outcome, pill, css, chance, rest, takes, needs, _finding(progress, outcome))


def percent(chance: float) -> str:
    """A chance as people say it; certainty is nobody's."""
    if chance < 0.01:
        return _("less than 1%")
    if chance > 0.99:
        return _("more than 99%")
    # Half up, as a reader would round it; still never over 99.
    return f"{min(int(chance * 100 + 0.5), 99)}%"


def until(day: date) -> str:
    return formats.date_format(day, "F Y")


def is_ahead(progress: Progress, outcome: Outcome) -> bool:
    """Whether the promised day is still to come, and the forecast is about it."""
    return progress.promise is not None and progress.on < outcome.by == progress.promise.ends_on


def _is_over(progress: Progress) -> bool:
    return progress.promise is not None and progress.promise.ends_on <= progress.on


def _pill(progress: Progress, outcome: Outcome) -> tuple[str, str]:
    if not progress.headcount:
        return "", ""
    if _is_over(progress):
        met = progress.counted >= progress.headcount
        return (_("Target met"), "ok") if met else (_("Target missed"), "danger")
    return {
        "on_track": (_("On track"), "ok"),
        "at_risk": (_("At risk"), "warn"),
        "off_track": (_("Off track"), "danger"),
        "not_enough_history": (_("Not enough history"), "line"),
        "no_target": ("", ""),
    }[outcome.state]


def _chance(progress: Progress, outcome: Outcome) -> tuple[str, str]:
    goal = progress.headcount
    if goal == 0 or not is_ahead(progress, outcome):
        return "", ""
    span = {
        "low": outcome.people.p10,
        "high": outcome.people.p90,
        "by": until(outcome.by),
        "goal": goal,
    }
    if outcome.is_assumption:
        if not outcome.basis.resolved:
            words_ = _("by %(by)s: an assumption, as no application has a result yet")
            return _("%(low)d to %(high)d") % span, words_ % span
        return (
            _("%(low)d to %(high)d") % span,
            ngettext(
                "by %(by)s: an assumption, as only %(n)d application has a result yet",
                "by %(by)s: an assumption, as only %(n)d applications have a result yet",
                outcome.basis.resolved,
            )
            % {**span, "n": outcome.basis.resolved}
            if outcome.basis.resolved < 20
            else _("by %(by)s: an assumption, as fewer than two intakes are over") % span,
        )
    if outcome.shown is None:
        return _("%(low)d to %(high)d") % span, _("likely in %(by)s, in 8 of 10 cases") % span
    chance = _("%(percent)s chance") % {"percent": percent(outcome.shown)}
    if progress.counted >= (goal or 0):
        return chance, _("of still having %(goal)d in %(by)s") % span
    return chance, _("of reaching %(goal)d by %(by)s") % span


def _needs(progress: Progress, outcome: Outcome) -> tuple[str, str]:
    needs = outcome.needs
    if not progress.headcount or outcome.is_assumption or needs is None:
        return "", ""
    if outcome.state == "on_track" and outcome.reach_80_on:
        sure = _("80%% sure by %(day)s") % {"day": until(outcome.reach_80_on)}
        return "", "" if outcome.reach_80_on <= progress.on else sure
    takes = _("For an 80% chance:")
    if needs.limit == "places":
        return takes, _("more places; all there are give %(chance)s at best") % {
            "chance": percent(needs.best)
        }
    if needs.limit == "time":
        return takes, _("a later date; no intake is left for new applications")
    return takes, starts(needs.seasons)


def starts(seasons: Sequence[SeasonNeed]) -> str:
    """“6 starts each September and 2 each January”; a year’s sum where seasons are many."""
    some = [one for one in seasons if one.starts_each]
    if not some:
        return _("no more starts than expected")
    if len(some) > NAMED:
        years = max(one.intakes for one in some)
        n = round(sum(one.starts_each * one.intakes for one in some) / years)
        return ngettext("%(n)d start each year", "%(n)d starts each year", n) % {"n": n}
    first, *others = some
    parts = [
        ngettext("%(n)d start", "%(n)d starts", first.starts_each) % {"n": first.starts_each}
        + " "
        + _each(first)
    ]
    parts += [f"{one.starts_each} {_each(one)}" for one in others]
    return words.listed(parts)


def _each(need: SeasonNeed) -> str:
    each = _("each %(season)s") if need.intakes > 1 else _("in %(season)s")
    return each % {"season": need.season}


def _finding(progress: Progress, outcome: Outcome) -> str:
    """What the burn-up shows. Without a promise, or once it is over: what happened."""
    if not is_ahead(progress, outcome):
        return words.finding(progress)
    people = outcome.people
    span = {"low": people.p10, "high": people.p90, "by": until(outcome.by), "n": people.p50}
    if outcome.is_assumption:
        return _("Not a forecast yet: %(low)d to %(high)d by %(by)s is an assumption") % span
    return _("On this course, %(n)d is the most likely result") % span
