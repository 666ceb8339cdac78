"""Whether the target will be reached: the chance and the range of the forecast, on one day."""

from django.utils import formats
from django.utils.translation import gettext as _

from recruitment.forecast.outcome import Outcome
from recruitment.reports.document import NUMBER, SHARE, Figure, Section

LEAST, MOST = 0.01, 0.99  # nothing that is foreseen is certain


def section(outcome: Outcome | None) -> Section | None:
    """None without a target that lies ahead."""
    if outcome is None or not outcome.goal:
        return None
    words = {"goal": outcome.goal, "by": formats.date_format(outcome.by, "F Y")}
    figures = [
        Figure("low", _("80%% range by %(by)s, from") % words, outcome.people.p10, NUMBER),
        Figure("high", _("80%% range by %(by)s, to") % words, outcome.people.p90, NUMBER),
    ]
    if outcome.shown is not None:
        chance = round(min(max(outcome.shown, LEAST), MOST), 2)
        label = _("Chance of %(goal)d by %(by)s") % words
        figures.insert(0, Figure("chance", label, chance, SHARE))
        figures.append(Figure("median", _("Most likely"), outcome.people.p50, NUMBER))
    return Section(
        key="outlook",
        title=_("Outlook"),
        lead=[_state(outcome)],
        figures=figures,
        notes=[
            _("In 8 of 10 simulated courses the number lies in the range (%(n)s runs, seed "
              "%(seed)d). On track: a chance of 80%% or more; at risk: of 50%% or more.")
            % {"n": f"{outcome.simulations:,}", "seed": outcome.seed}
        ],
    )  # fmt: skip


def _state(outcome: Outcome) -> str:
    return {
        "on_track": _("On track."),
        "at_risk": _("At risk."),
        "off_track": _("Off track."),
        "not_enough_history": _("Not enough history: the range is an assumption."),
        "no_target": "",
    }[outcome.state]
