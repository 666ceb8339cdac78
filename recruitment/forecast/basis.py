"""What a forecast rests on, put down for “How this is worked out”."""

from collections.abc import Iterable
from math import sqrt

import numpy as np

from recruitment.forecast.arrivals import VARIATION, assumed_per_month
from recruitment.forecast.draws import (
    attrition_rate,
    deferral_rate,
    short_lead_rate,
    silent_in,
)
from recruitment.forecast.outcome import Basis, RateBasis, SeasonBasis, StageBasis
from recruitment.forecast.rates import Beta, Floats, Gamma
from recruitment.forecast.simulate import World

SAMPLE = 4000  # draws for a band that is only shown


def basis_of(here: World) -> Basis:
    inputs = here.inputs
    arrivals, settings = inputs.arrivals, inputs.assumptions
    return Basis(
        stages=tuple(_stages(here)),
        arrivals=tuple(_seasons(here)),
        rates=tuple(_rates(here)),
        expected_applications=here.expected,
        assumed_per_month=assumed_per_month(inputs),
        local_share=(arrivals.local + 1) / (arrivals.local + arrivals.non_local + 2),
        local_lead_months=0.0 if inputs.rolling else settings.local_lead_months,
        non_local_lead_months=0.0 if inputs.rolling else settings.non_local_lead_months,
        resolved=inputs.resolved,
        finished_intakes=inputs.finished_intakes,
        counted=inputs.counted,
        accepted=inputs.accepted,
    )


def _stages(here: World) -> Iterable[StageBasis]:
    inputs = here.inputs
    for place, stage in enumerate(inputs.stages):
        drawn = here.passes[:, place]
        low, high = _band(drawn)
        yield StageBasis(
            key=stage.key,
            name=stage.name,
            kind=stage.kind,
            prior=stage.prior_pass,
            strength=inputs.assumptions.strength,
            k=stage.advanced,
            n=stage.resolved,
            silent=silent_in(inputs, stage, here.clock.paces[place]),
            mean=float(drawn.mean()),
            low=low,
            high=high,
            prior_days=stage.prior_days,
            median_days=here.clock.paces[place].median,
            spells=sum(spell.n for spell in stage.spells),
            live=sum(group.n for group in inputs.live if group.stage == place),
        )


def _seasons(here: World) -> Iterable[SeasonBasis]:
    rates = here.rates
    names = set(rates.by_season) | {slot.season for slot in here.slots}
    for season in sorted(names if not here.inputs.rolling else {""}):
        seen = rates.by_season.get(season, ())
        low, high = _band(_sample(rates.of(season)))
        yield SeasonBasis(
            season=season,
            applications=sum(one.applications for one in seen),
            months=sum(one.months for one in seen),
            per_month=float(rates.of(season).mean),
            low=low,
            high=high,
        )


def _rates(here: World) -> Iterable[RateBasis]:
    inputs = here.inputs
    prior = inputs.assumptions
    yield _rate("conversion", _prior_conversion(here), 0, 0, here.passes.prod(axis=1))
    seen = inputs.deferrals
    yield _rate("deferral", prior.deferral, seen.k, seen.n, _sample(deferral_rate(inputs)))
    posts = inputs.posts
    leaving = _sample(attrition_rate(inputs))
    yield _rate("attrition", prior.attrition, posts.leavers, posts.person_years, leaving)
    seen = inputs.short_lead
    yield _rate("short_lead", prior.short_lead, seen.k, seen.n, _sample(short_lead_rate(inputs)))
    variation = np.sqrt(here.rates.variation.draw(np.random.default_rng(0), SAMPLE))
    yield _rate("variation", sqrt(VARIATION), 0, len(here.rates.records), variation)
    spells = [spell for stage in inputs.stages for spell in stage.spells]
    went = sum(spell.n for spell in spells if spell.ending == "advanced")
    stretch = here.clock.stretch[:, 0]
    yield _rate("pace", 1.0, went, sum(spell.n for spell in spells), stretch)


def _prior_conversion(here: World) -> float:
    return float(np.prod([stage.prior_pass for stage in here.inputs.stages]))


def _rate(name: str, prior: float, k: int, n: float, drawn: Floats) -> RateBasis:
    low, high = _band(drawn)
    return RateBasis(name, prior, k, n, float(drawn.mean()), low, high)


def _sample(rate: Beta | Gamma) -> Floats:
    """Draws for a band that is only shown; a fixed seed of its own."""
    return rate.draw(np.random.default_rng(0), SAMPLE)


def _band(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, [0.1, 0.9])
    return float(low), float(high)
