"""What nobody knows exactly, drawn once per run: this is what makes people of a run alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recruitment.forecast.inputs import Inputs, Stage
from recruitment.forecast.pace import StagePace
from recruitment.forecast.rates import Beta, Floats, Gamma, beta_posterior, faded, gamma_posterior

EVIDENCE_HALF_LIFE = 2.5  # years after which a resolved application counts half
OTHER_STRENGTH = 10.0  # weight of the priors of deferral and short lead, in cases
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
        drawn.append(np.clip(rate.draw(rng, settings.runs) + stage.shift, 0.0, 1.0))
    return np.stack(drawn, axis=1) if drawn else np.ones((settings.runs, 0))


def silent_in(inputs: Inputs, stage: Stage, pace: StagePace) -> int:
    """Open files that count as ended; who has accepted waits for an intake, however long."""
    return 0 if stage.accepted and not inputs.rolling else pace.silent(stage.spells)


def deferral_rate(inputs: Inputs) -> Beta:
    """Chance that an accepted person moves to a later intake."""
    seen = inputs.deferrals
    return beta_posterior(inputs.assumptions.deferral, OTHER_STRENGTH, seen.k, seen.n)


def short_lead_share(inputs: Inputs) -> float:
    """Share of those who accept too late by the rule and start as they wanted all the same.

    0.0 without evidence: then the rule holds.
    """
    seen = inputs.short_lead
    return seen.k / (seen.n + OTHER_STRENGTH / 2) if seen.n else 0.0


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
