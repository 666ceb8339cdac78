"""What follows when a person's address is corrected: told by capabilities above.

Whoever wrote to the old address adds a function here when the app starts (recruitment/apps.py), so
that every way to edit a person, which all go through `Candidate.save_if`, has the same consequence.
"""

from collections.abc import Callable

# (id of the person, the address before, the address now); in the transaction of the edit.
Consequence = Callable[[int, str, str], None]
_consequences: list[Consequence] = []


def add_consequence(consequence: Consequence) -> None:
    if consequence not in _consequences:
        _consequences.append(consequence)


def follow(person: int, before: str, now: str) -> None:
    for consequence in _consequences:
        consequence(person, before, now)
