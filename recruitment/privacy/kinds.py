"""The words of the map: what a row of it says."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What deleting a candidate does with it."""

    GOES = "Deleted with the candidate."
    STANDS = "Stands in the way: who started here is not deleted while the centre counts them."
    STAYS = "Stays."


@dataclass(frozen=True)
class Held:
    """Fields of one table, by their names, and what is to be known of them."""

    fields: str
    what_for: str
    seen_by: str
    fate: Fate = Fate.GOES
    kept: str = "Until the candidate is deleted."

    @property
    def names(self) -> list[str]:
        return self.fields.split()


# Who meets it on pages, in files and through the API; `visible_to` of each table is the rule.
HEADS = "Director and manager."
OFFICE = "Director and manager; supervisors of their own people."
PANEL = (
    "Director and manager; supervisors of their own people; a panel of whom they interview, not "
    "after a declared conflict of interest."
)
NAMED = f"{PANEL} In anonymous review no panel."
SEALED = (
    "Who wrote it; the others of the panel once their own is in; heads once all are in, the time "
    "is up or the director opened them early; nobody with a conflict of interest."
)
LETTERS = (
    "Director and manager; supervisors of their own people; a panel where the stage opens letters; "
    "never the candidate, nor anybody with a conflict of interest."
)
NOBODY = "Nobody: the program works with it."
KEEPERS = "The system administrator; keepers of the centre in the administration."
STAFF = "Colleagues in the centre."
