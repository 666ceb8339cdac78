"""What a forecast has to beat: going on as so far, and the manual's assumptions (domain 9.9)."""

from dataclasses import replace
from datetime import date

import numpy as np

from recruitment.forecast.inputs import Arrivals, Evidence, Inputs, Posts
from recruitment.forecast.simulate import simulate, world

# Half a start is added to those seen (Jeffreys): a centre without one is not without hope.
SEEN = 0.5


def run_rate(inputs: Inputs, since: date) -> float | None:
    """P(goal) if people go on to start as often as since `since`; None without a number.

    Starts so far over time so far, carried on to the goal's date: negative binomial, as the rate
    is itself known from few starts. It knows nothing of applications, intakes or leavers.
    """
    if inputs.goal is None or inputs.goal.people is None:
        return None
    passed = max((inputs.as_of - since).days, 1)
    ahead = max((inputs.goal.by - inputs.as_of).days, 0)
    rng = np.random.default_rng(inputs.assumptions.seed)
    rate = rng.gamma(inputs.posts.enrolled + SEEN, 1 / passed, inputs.assumptions.runs)
    more = rng.poisson(rate * ahead)
    return float((inputs.counted + more >= inputs.goal.people).mean())


def prior_only(inputs: Inputs) -> float | None:
    """P(goal) as the engine sees it without any evidence: rates, waits and arrivals assumed.

    Who counts already and where the live applications stand is known to it.
    """
    if inputs.goal is None or inputs.goal.people is None:
        return None
    return simulate(world(without_evidence(inputs))).reaches(inputs.goal.people)


def without_evidence(inputs: Inputs) -> Inputs:
    arrivals = Arrivals(
        prior_per_year=inputs.arrivals.prior_per_year, prior_shape=inputs.arrivals.prior_shape
    )
    posts = Posts(inputs.posts.enrolled, inputs.posts.in_post)
    return replace(
        inputs,
        stages=tuple(replace(stage, evidence=(), spells=()) for stage in inputs.stages),
        arrivals=arrivals,
        posts=posts,
        deferrals=Evidence(0, 0),
        short_lead=Evidence(0, 0),
    )
