"""What else must hold before a step, and what follows from one: told by capabilities above.

The gate knows pipelines and histories; of offers, say, it knows nothing. Whoever does adds a
function here when the app starts (recruitment/apps.py), so there is still one way to move an
application. Steps of the past that are recorded with a new application (`record`) are not asked:
they have happened. Of a step that happens with it now the application is not stored yet.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from recruitment.moves.planned import Planned
from recruitment.moves.steps import IllegalMove
from recruitment.pipeline.models import Application, StageTransition

# A sentence for each of the steps that lack something, saying what. Reads only, and one statement
# for all the steps together; a step it has nothing to say about costs none.
Condition = Callable[[Sequence[Planned]], Iterable[tuple[Planned, str]]]
# Writes what follows, in the gate's transaction.
Consequence = Callable[[Sequence[Planned], Sequence[StageTransition]], None]

# Why an application keeps its intake, in a sentence; "" if it may be given another.
Tie = Callable[[Application], str]

# What an end of these would leave behind for somebody to do, in a sentence; "" if nothing.
Remainder = Callable[[Sequence[Application]], str]

# The first day that was agreed with them, if one was. At most one statement.
FirstDay = Callable[[Application], date | None]

_conditions: list[Condition] = []
_shown: dict[Condition, Condition] = {}
_consequences: list[Consequence] = []
_ties: list[Tie] = []
_remainders: list[Remainder] = []
_first_days: list[FirstDay] = []


def add_condition(condition: Condition, *, shown: Condition | None = None) -> None:
    """`shown`: what a form asks in its place, of more steps: those where a consequence asks the
    same of what it reads anyway."""
    if condition not in _conditions:
        _conditions.append(condition)
        _shown[condition] = shown or condition


def add_consequence(consequence: Consequence) -> None:
    if consequence not in _consequences:
        _consequences.append(consequence)


def add_tie(tie: Tie) -> None:
    if tie not in _ties:
        _ties.append(tie)


def add_remainder(remainder: Remainder) -> None:
    if remainder not in _remainders:
        _remainders.append(remainder)


def left_behind(applications: Sequence[Application]) -> str:
    """What closing these does not do, for who is about to."""
    return " ".join(words for remainder in _remainders if (words := remainder(applications)))


def ties(application: Application) -> list[str]:
    """Why `application` keeps its intake: a sentence each."""
    return [words for tie in _ties if (words := tie(application))]


def add_first_day(first_day: FirstDay) -> None:
    if first_day not in _first_days:
        _first_days.append(first_day)


def first_day(application: Application) -> date | None:
    """What a form proposes for a start: the day that was agreed, else that of the intake."""
    agreed = (found(application) for found in _first_days)
    return next(filter(None, agreed), application.intake.starts_on)


def insist(planned: Sequence[Planned]) -> None:
    """Raise IllegalMove with the first sentence there is."""
    for condition in _conditions:
        for _plan, words in condition(planned):
            raise IllegalMove(words)


def lacking(planned: Sequence[Planned]) -> list[tuple[Planned, str]]:
    """What would be refused of these steps, without taking any."""
    return [
        found for condition in _conditions for found in _shown.get(condition, condition)(planned)
    ]


def follow(planned: Sequence[Planned], written: Sequence[StageTransition]) -> None:
    for consequence in _consequences:
        consequence(planned, written)
