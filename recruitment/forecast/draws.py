"""What nobody knows exactly, drawn once per run: this is what makes people of a run alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recruitment.forecast.inputs import Inputs, Stage
from recruitment.forecast.pace import SPREAD, StagePace
from recruitment.forecast.rates import Beta, Floats, Gamma, beta_posterior, faded, gamma_posterior

EVIDENCE_HALF_LIFE = 2.5  # years after which a resolved application counts half
PASS_DRIFT = 0.10  # standard deviation of the logit by which a rate may have moved since its cases
OTHER_STRENGTH = 10.0  # weight of the prior of deferral, in cases
SHORT_LEAD_STRENGTH = 5.0
PACE_DRIFT = 0.15  # standard deviation of the logarithm of the waits of a whole office
ATTRITION_YEARS = 20.0  # weight of the prior of attrition, in person-years


def pass_rate(stage: Stage, strength: float, silent: int = 0) -> Beta:
    """The stage's posterior, old evidence faded; `silent` open files count as ended."""
    k, n = faded(stage.evidence, EVIDENCE_HALF_LIFE)
    return beta_posterior(stage.prior_pass, strength, k, n + silent)


def draw_passes(rng: np.random.Generator, inputs: Inputs, paces: Sequence[StagePace]) -> Floats:
    """Drawn pass rates, runs x stages, each with the what-if's shift."""
    settings = inputs.assumptions
    drawn = []
    for stage, pace in zip(inputs.stages, paces, strict=True):
        rate = pass_rate(stage, settings.strength, silent_in(inputs, stage, pace))
        now = _moved(rng, rate.draw(rng, settings.runs))
        drawn.append(np.clip(now + stage.shift, 0.0, 1.0))
    return np.stack(drawn, axis=1) if drawn else np.ones((settings.runs, 0))


def _moved(rng: np.random.Generator, rate: Floats) -> Floats:
    """Rates as they may be by now: even countless cases tell what they were, some time ago."""
    odds = rate / np.maximum(1 - rate, 1e-12) * np.exp(rng.normal(0.0, PASS_DRIFT, len(rate)))
    return odds / (1 + odds)


def silent_in(inputs: Inputs, stage: Stage, pace: StagePace) -> int:
    """Open files that count as ended; who has accepted waits for an intake, however long."""
    return 0 if stage.accepted and not inputs.rolling else pace.silent(stage.spells)


def deferral_rate(inputs: Inputs) -> Beta:
    """Chance that an accepted person moves to a later intake."""
    seen = inputs.deferrals
    return beta_posterior(inputs.assumptions.deferral, OTHER_STRENGTH, seen.k, seen.n)


def short_lead_rate(inputs: Inputs) -> Beta:
    """Chance of who accepts too late by the rule to start as they wanted all the same."""
    seen = inputs.short_lead
    return beta_posterior(inputs.assumptions.short_lead, SHORT_LEAD_STRENGTH, seen.k, seen.n)


def pace_spread(stages: Sequence[Stage], paces: Sequence[StagePace]) -> float:
    """Standard deviation of the logarithm by which the way as a whole may take longer.

    Each stage's mean wait is known from so many stays; and an office may have become slower.
    """
    days = sum(pace.median for pace in paces) or 1.0
    known = sum(
        (pace.median / days) ** 2 * SPREAD**2 / max(went_on(stage) + pace.prior_stays, 1.0)
        for stage, pace in zip(stages, paces, strict=True)
    )
    return float(np.sqrt(known + PACE_DRIFT**2))


def went_on(stage: Stage) -> int:
    """Stays seen that ended in going on."""
    return sum(one.n for one in stage.spells if one.ending == "advanced")


def attrition_rate(inputs: Inputs) -> Gamma:
    """Leavers per person-year."""
    posts, prior = inputs.posts, inputs.assumptions.attrition
    return gamma_posterior(
        max(prior, 1e-4) * ATTRITION_YEARS, ATTRITION_YEARS, posts.leavers, posts.person_years
    )


@dataclass(frozen=True)
class Drift:
    """Random walks of the logarithm of a rate, one a run; 0 at as-of.

    As likely up as down by the same factor: the median stays one.
    """

    steps: Floats  # runs x years

    def factor(self, years: float) -> Floats:
        """By what the rate is multiplied after so many years."""
        whole, part = divmod(max(years, 0.0), 1.0)
        index = min(int(whole), self.steps.shape[1])
        walk = self.steps[:, :index].sum(axis=1)
        if index < self.steps.shape[1]:
            walk = walk + part * self.steps[:, index]
        return np.exp(walk)


def draw_drift(rng: np.random.Generator, runs: int, years: int, sd: float) -> Drift:
    return Drift(rng.normal(0.0, sd, (runs, max(years, 1))))


def product_from(passes: Floats, first: int) -> Floats:
    """Chance of passing all stages from `first` on, per run."""
    return passes[:, first:].prod(axis=1)


def passed_up_to(passes: Floats) -> Sequence[float]:
    """Mean share of entrants that come to each stage."""
    reached = np.cumprod(passes, axis=1).mean(axis=0)
    return [float(one) for one in [1.0, *reached][: len(reached)]]
