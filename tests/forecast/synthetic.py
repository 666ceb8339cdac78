"""Invented centres: people with dates, made by rules the forecast does not know.

Nothing here comes from the engine but the shapes of its inputs. Of each centre the true rates
differ from the manual's priors, drift from year to year, and arrivals vary between intakes more
than a steady rate would; waits are Gamma, not log-normal; people apply towards the deadline.
`known_at` writes down what an office would know on a day, and nothing later.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

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
from tests.forecast.questions import DOCTORAL

OPENED, BY = date(2025, 1, 1), date(2029, 12, 31)
CUTS = [date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)]
SEASONS = [[("September", 9)], [("September", 9), ("January", 1)],
           [("September", 9), ("January", 1), ("May", 5)]]  # fmt: skip
LAST = len(DOCTORAL) - 1  # pre-arrival
OFFER = LAST - 1


@dataclass
class Truth:
    """What nobody knows about a centre."""

    seasons: list[tuple[str, int]]
    a_year: float  # applications
    share: np.ndarray  # of each season
    growth: float  # of the logarithm of applications, a year
    variation: float  # of the logarithm, between intakes
    passes: np.ndarray  # years x stages, the rates of applications made in that year
    pace: float  # times the manual's medians
    ends_faster: float
    closes: int  # days before the first day
    local: float
    waived: float  # share that makes its intake with less than the lead
    deferral: float
    leaving: float  # a year
    seats: int | None  # at each intake
    counts: str
    slots: list[tuple[str, date]] = field(default_factory=list)


@dataclass
class Person:
    """Days as dates; `entered` of each stage reached, in order."""

    slot: int  # they applied for
    local: bool
    entered: list[date]
    left_stage: date  # the last stage reached: gone on to the start, or ended
    started: bool
    slot_met: int | None = None  # they accepted for, or start at
    too_short: bool = False  # accepted with less than the lead before the wanted intake
    deferred: bool = False
    first_slot: int | None = None  # accepted for, before any deferral
    gone_on: date = date.max  # left the centre again


def make_truth(rng: np.random.Generator) -> Truth:
    seasons = SEASONS[rng.integers(len(SEASONS))]
    logit = np.array([np.log(p / (1 - p)) for _kind, p, _days in DOCTORAL])
    level = logit + rng.normal(0, 0.4, len(logit))
    slope = rng.normal(0, 0.08, len(logit))
    walk = np.cumsum(rng.normal(0, 0.10, (6, len(logit))), axis=0)
    years = np.arange(6)[:, None]
    a_year = float(np.exp(rng.uniform(np.log(20), np.log(400))))
    share = rng.dirichlet(np.full(len(seasons), 4.0))
    mean_starts = a_year / len(seasons) * 0.06
    truth = Truth(
        seasons=seasons,
        a_year=a_year,
        share=share,
        growth=float(rng.normal(0, 0.10)),
        variation=float(rng.uniform(0.1, 0.4)),
        passes=1 / (1 + np.exp(-(level + slope * years + walk))),
        pace=float(np.exp(rng.normal(0, 0.25))),
        ends_faster=float(np.exp(rng.normal(0, 0.3))),
        closes=int(rng.integers(150, 240)),
        local=float(rng.beta(2, 8)),
        waived=float(rng.choice([0.0, 0.0, 0.5, 0.9])),
        deferral=float(rng.beta(1.5, 28)),
        leaving=float(rng.gamma(2, 0.02)),
        seats=int(np.ceil(mean_starts * rng.uniform(1, 2))) if rng.random() < 0.3 else None,
        counts=str(rng.choice(["in_post", "enrolled", "accepted"])),
    )
    days = [(name, date(year, month, 1)) for year in range(2025, 2033) for name, month in seasons]
    truth.slots = sorted((one for one in days if one[1] > date(2025, 6, 1)), key=lambda s: s[1])
    return truth


def live_through(truth: Truth, rng: np.random.Generator) -> list[Person]:
    """One history of the centre, to beyond the goal's date."""
    applicants = []
    for place, (season, starts_on) in enumerate(truth.slots):
        opens, closes = window_of(truth, starts_on)
        if closes < OPENED or opens > BY:
            continue
        # Of a window that began before the centre did, what was left of it.
        share = truth.share[[name for name, _m in truth.seasons].index(season)]
        first = max(opens, OPENED)
        year = (first - OPENED).days / 365.25
        mean = (
            truth.a_year
            * share
            * np.exp(truth.growth * year + rng.normal(0, truth.variation) - truth.variation**2 / 2)
        )
        for _one in range(rng.poisson(mean)):
            day = opens + timedelta(days=int(rng.beta(2, 1.2) * (closes - opens).days))
            if day >= OPENED:
                applicants.append((day, place))
    full: Counter[int] = Counter()
    people = [one_way(truth, rng, day, place) for day, place in sorted(applicants)]
    # Seats go to those who accept first.
    for person in sorted(people, key=lambda one: one.entered[-1]):
        if len(person.entered) > LAST:
            take_seat(truth, person, full)
    for person in people:
        if person.started:
            settle(truth, rng, person)
    return people


def window_of(truth: Truth, starts_on: date) -> tuple[date, date]:
    closes = starts_on - timedelta(days=truth.closes)
    return starts_on - timedelta(days=365), closes


def one_way(truth: Truth, rng: np.random.Generator, day: date, wanted: int) -> Person:
    """Stage by stage until somebody ends it or it starts."""
    year = min((day - OPENED).days // 365, 5)
    local = bool(rng.random() < truth.local)
    entered = [day]
    for stage in range(LAST):
        goes_on = rng.random() < truth.passes[year, stage]
        # A Gamma of shape 1.5 has its median at 1.18.
        wait = rng.gamma(1.5) / 1.18 * DOCTORAL[stage][2] * truth.pace
        wait *= 1 if goes_on else truth.ends_faster
        day = day + timedelta(days=round(wait))
        if not goes_on:
            return Person(wanted, local, entered, day, started=False)
        entered.append(day)
    person = Person(wanted, local, entered, day, started=True)
    meet_intake(truth, rng, person, day)
    if rng.random() > truth.passes[year, LAST]:
        until = truth.slots[person.slot_met][1]
        person.started = False
        person.left_stage = day + timedelta(days=int(rng.uniform(0, 1) * (until - day).days))
    return person


def meet_intake(truth: Truth, rng: np.random.Generator, person: Person, accepted: date) -> None:
    lead = timedelta(days=91 if person.local else 122)
    for place in range(person.slot, len(truth.slots)):
        starts_on = truth.slots[place][1]
        waived = False
        if place == person.slot and accepted <= starts_on < accepted + lead:
            person.too_short = True
            waived = rng.random() < truth.waived
        if accepted + lead <= starts_on or waived:
            person.slot_met = person.first_slot = place
            return
    person.slot_met = person.first_slot = len(truth.slots) - 1


def take_seat(truth: Truth, person: Person, full: Counter) -> None:
    if truth.seats is not None and full[person.slot_met] >= truth.seats:
        # No seat is left: the offer is not made, and the application ends there.
        person.left_stage = person.entered.pop()
        person.started, person.slot_met, person.first_slot = False, None, None
        person.too_short = False
        return
    full[person.slot_met] += 1


def settle(truth: Truth, rng: np.random.Generator, person: Person) -> None:
    """The first day, perhaps an intake later; and how long they stay."""
    if rng.random() < truth.deferral and person.slot_met + 1 < len(truth.slots):
        person.deferred = True
        person.slot_met += 1
    person.left_stage = truth.slots[person.slot_met][1]
    stays = rng.exponential(1 / truth.leaving) * 365.25
    person.gone_on = person.left_stage + timedelta(days=int(min(stays, 20000)))


def counted(truth: Truth, people: list[Person], on: date) -> int:
    """Who counts at the end of `on`, by the centre's own definition."""
    here = [p for p in people if p.started and p.left_stage <= on]
    if truth.counts == "enrolled":
        return len(here)
    in_post = sum(p.gone_on > on for p in here)
    if truth.counts == "in_post":
        return in_post
    return in_post + sum(
        len(p.entered) > LAST and p.entered[LAST] <= on < p.left_stage for p in people
    )


@dataclass
class Centre:
    truth: Truth
    people: list[Person]
    goal: int

    @property
    def reached(self) -> int:
        return counted(self.truth, self.people, BY)


def make_centre(seed: int) -> Centre:
    """A centre and its goal: what another run of the same centre reached, more or less."""
    rng = np.random.default_rng(seed)
    truth = make_truth(rng)
    twin = counted(truth, live_through(truth, rng), BY)
    goal = max(round(twin * rng.uniform(0.6, 1.4)), 1)
    return Centre(truth, live_through(truth, rng), goal)


def known_at(centre: Centre, on: date, *, runs: int = 2000) -> Inputs:
    """What the office knows at the end of `on`."""
    truth, seen = centre.truth, [p for p in centre.people if p.entered[0] <= on]
    stage_of = [sum(day <= on for day in p.entered) - 1 for p in seen]
    live = [
        Live(stage, (on - p.entered[stage]).days, 1, _key(truth, _slot_known(p, stage)), p.local)
        for p, stage in zip(seen, stage_of, strict=True)
        if p.left_stage > on or stage < len(p.entered) - 1
    ]
    resolved = [p for p in seen if p.left_stage <= on]
    come = [p for p in seen if p.started and p.left_stage <= on]
    return Inputs(
        as_of=on,
        goal=Goal(centre.goal, BY, truth.counts),
        stages=tuple(_stage(place, seen, on) for place in range(LAST + 1)),
        live=tuple(replace(one, n=n) for one, n in Counter(live).items()),
        slots=tuple(_slot(centre, place, on) for place, (_n, day) in enumerate(truth.slots)
                    if on < day <= BY),
        arrivals=_arrivals(truth, seen, on),
        posts=Posts(
            enrolled=len(come),
            in_post=tuple(Counter(p.left_stage for p in come if p.gone_on > on).items()),
            leavers=sum(p.gone_on <= on for p in come),
            person_years=sum((min(p.gone_on, on) - p.left_stage).days / 365.25 for p in come),
        ),
        deferrals=_deferrals(truth, seen, on),
        short_lead=_short_leads(truth, seen, on),
        resolved=len(resolved),
        finished_intakes=sum(day <= on for _name, day in truth.slots),
        assumptions=Assumptions(runs=runs, seed=11),
    )  # fmt: skip


def _slot_known(person: Person, stage: int) -> int:
    return person.slot if stage < LAST or person.first_slot is None else person.first_slot


def _key(truth: Truth, place: int) -> str:
    name, day = truth.slots[place]
    return f"{name} {day:%Y}"


def _slot(centre: Centre, place: int, on: date) -> Slot:
    name, day = centre.truth.slots[place]
    opens, closes = window_of(centre.truth, day)
    return Slot(_key(centre.truth, place), day, opens, closes, name, seats=centre.truth.seats)


def _stage(place: int, seen: list[Person], on: date) -> Stage:
    kind, prior, days = DOCTORAL[place]
    years: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    spells: Counter[Spell] = Counter()
    for person in seen:
        if len(person.entered) <= place or person.entered[place] > on:
            continue
        last = place == len(person.entered) - 1
        until = person.left_stage if last else person.entered[place + 1]
        goes_on = person.started if last else True
        if until > on:
            spells[Spell((on - person.entered[place]).days, "open")] += 1
            continue
        ending = "advanced" if goes_on else "ended"
        spells[Spell((until - person.entered[place]).days, ending)] += 1
        row = years[(on - until).days // 365]
        row[0], row[1] = row[0] + goes_on, row[1] + 1
    return Stage(
        kind, kind, kind, prior, days,
        tuple(Evidence(k, n, float(ago)) for ago, (k, n) in sorted(years.items())),
        tuple(replace(one, n=n) for one, n in spells.items()),
        accepted=place == LAST,
    )  # fmt: skip


def _arrivals(truth: Truth, seen: list[Person], on: date) -> Arrivals:
    months: dict[int, Counter[date]] = defaultdict(Counter)
    for person in seen:
        months[person.slot][person.entered[0].replace(day=1)] += 1
    windows = []
    for place, (name, day) in enumerate(truth.slots):
        opens, closes = window_of(truth, day)
        # What was open before the centre was there is no exposure.
        if max(opens, OPENED) <= min(on, closes):
            received = tuple(sorted(months[place].items()))
            windows.append(Window(day, opens, closes, name, received, OPENED))
    local = sum(person.local for person in seen)
    return Arrivals(tuple(windows), local, len(seen) - local)


def _deferrals(truth: Truth, seen: list[Person], on: date) -> Evidence:
    come = [
        p for p in seen
        if p.started and p.first_slot is not None and truth.slots[p.first_slot][1] <= on
    ]  # fmt: skip
    return Evidence(sum(p.deferred for p in come), len(come))


def _short_leads(truth: Truth, seen: list[Person], on: date) -> Evidence:
    late = [
        p for p in seen
        if p.too_short and truth.slots[p.slot][1] <= on and len(p.entered) > LAST
    ]  # fmt: skip
    return Evidence(sum(p.first_slot == p.slot for p in late), len(late))
