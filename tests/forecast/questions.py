"""Small questions to the forecast; a test changes what it is about."""

from dataclasses import replace
from datetime import date

from recruitment.forecast.inputs import (
    Arrivals,
    Assumptions,
    Evidence,
    Goal,
    Inputs,
    Live,
    Posts,
    Slot,
    Spell,
    Stage,
    Window,
)

AS_OF = date(2026, 11, 24)
BY = date(2029, 12, 31)
# Domain 3.1, from the submitted application on: kind, prior pass, prior median days.
DOCTORAL = [
    ("applied", 0.85, 14),
    ("screen", 0.85, 7),
    ("review", 0.35, 21),
    ("interview", 0.80, 14),
    ("decision", 0.45, 14),
    ("offer_approval", 0.95, 10),
    ("offer", 0.75, 14),
    ("pre_start", 0.92, 63),
]


def make_stages(resolved: int = 0) -> tuple[Stage, ...]:
    """The doctoral stages; of `resolved` in each as many went on as the prior says."""
    return tuple(
        Stage(
            key=kind,
            name=kind.capitalize(),
            kind=kind,
            prior_pass=prior,
            prior_days=days,
            evidence=(Evidence(round(prior * resolved), resolved),) if resolved else (),
            spells=(Spell(days, "advanced", n=resolved),) if resolved else (),
            accepted=kind == "pre_start",
        )
        for kind, prior, days in DOCTORAL
    )


def make_slot(year: int, **fields) -> Slot:
    """September of a year; applications from the September before to May."""
    return replace(
        Slot(
            key=f"{year}-09",
            starts_on=date(year, 9, 1),
            opens_on=date(year - 1, 9, 1),
            closes_on=date(year, 5, 31),
            season="September",
        ),
        **fields,
    )


def make_window(year: int, each_month: int = 8) -> Window:
    months = [date(year - 1, month, 1) for month in range(9, 13)]
    months += [date(year, month, 1) for month in range(1, 6)]
    return Window(
        starts_on=date(year, 9, 1),
        opens_on=date(year - 1, 9, 1),
        closes_on=date(year, 5, 31),
        season="September",
        received=tuple((month, each_month) for month in months if month < AS_OF),
    )


def make_inputs(**fields) -> Inputs:
    """A centre with two intakes behind it, nine in post and a pipeline; 25 promised by 2029."""
    return replace(
        Inputs(
            as_of=AS_OF,
            goal=Goal(25, BY),
            stages=make_stages(60),
            live=tuple(Live(stage, age=5, n=4, slot="2027-09") for stage in range(8)),
            slots=(make_slot(2027),),
            arrivals=Arrivals((make_window(2025), make_window(2026), make_window(2027))),
            posts=Posts(9, ((date(2025, 9, 1), 4), (date(2026, 9, 1), 5)), 0, 6.0),
            resolved=140,
            finished_intakes=2,
            assumptions=Assumptions(runs=4000, seed=7),
        ),
        **fields,
    )


def empty_centre(**fields) -> Inputs:
    """Nothing has happened yet: stages with priors, a target, no more."""
    return replace(
        Inputs(
            as_of=AS_OF,
            goal=Goal(25, BY),
            stages=make_stages(),
            assumptions=Assumptions(runs=2000, seed=7),
        ),
        **fields,
    )
