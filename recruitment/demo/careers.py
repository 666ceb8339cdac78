"""What invented people studied before, and where those who left went: for the talent flow.

Drawn anew for each person from their address, so that nobody's studies depend on who else is there.
"""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from recruitment.candidates.models import Candidate, EducationRecord
from recruitment.demo.people import FIELDS, UNIVERSITIES
from recruitment.enrolment.models import Destination, Enrolment

_SECTORS = Destination.Sector
# One in three leavers was not heard of again, as it goes.
_EMPLOYERS = [
    ("Lantau Imaging", _SECTORS.INDUSTRY, "HK"),
    None,
    ("Pearl Delta University", _SECTORS.ACADEMIA, "CN"),
]


def degrees(who: Candidate, on: date) -> list[EducationRecord]:
    """The latest degree with the bachelor's before it, where there is one; some lack a country."""
    random = Random(f"studies of {who.email}")  # noqa: S311  invented data, nothing to guess
    latest = _latest(who, random, on)
    before = _bachelor(who, latest, random)
    return [before, latest] if before else [latest]


def _latest(who: Candidate, random: Random, on: date) -> EducationRecord:
    name, country = _university(who, random, at_home=0.7)
    ended = on.year - random.randrange(0, 4)
    return EducationRecord(
        candidate=who,
        level=random.choice(["master", "master", "bachelor", "mphil"]),
        institution=name,
        country=country if random.random() < 0.94 else "",
        field=random.choice(FIELDS),
        started=ended - 2,
        ended=ended,
    )


def _university(who: Candidate, random: Random, *, at_home: float) -> tuple[str, str]:
    home = [one for one in UNIVERSITIES if one[1] == who.nationality]
    return random.choice(home if home and random.random() < at_home else UNIVERSITIES)


def _bachelor(who: Candidate, latest: EducationRecord, random: Random) -> EducationRecord | None:
    level = EducationRecord.Level.BACHELOR
    if latest.level == level or random.random() < 0.08:
        return None
    name, country = _university(who, random, at_home=0.85)
    return EducationRecord(
        candidate=who,
        level=level,
        institution=name,
        country=country if random.random() < 0.95 else "",
        field=random.choice(FIELDS),
        started=latest.started - 4 if latest.started else None,
        ended=latest.started,
    )


def destination(enrolment: Enrolment, nth: int, on: date) -> None:
    """Where the `nth` leaver of a track was two months after, if that was heard of by `on`."""
    found = _EMPLOYERS[nth % len(_EMPLOYERS)]
    day = enrolment.left_on and enrolment.left_on + timedelta(days=60)
    if found is None or day is None or day > on:
        return
    employer, sector, country = found
    Destination.objects.get_or_create(
        token=UUID(int=enrolment.researcher.candidate.token.int ^ 1),
        defaults={
            "researcher": enrolment.researcher,
            "employer": employer,
            "sector": sector,
            "country": country,
            "as_of": day,
        },
    )
