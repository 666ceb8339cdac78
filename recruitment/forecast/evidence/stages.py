"""The stages of a forecast: priors, evidence by age, and stays, from the records of a track."""

from collections.abc import Iterator, Sequence
from datetime import date

from recruitment.forecast.evidence.seen import AGES, Records, Seen
from recruitment.forecast.inputs import Ending, Evidence, Spell
from recruitment.forecast.inputs import Stage as Asked
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Stage
from recruitment.pipeline.tallied import StageRecord

NO_ASSUMPTION = 1.0  # a stage nobody gave a prior loses nobody until evidence says otherwise
SOME_DAYS = 7.0


def used(stages: Sequence[Stage], records: Records) -> list[Stage]:
    """Stages one still passes between the application and the start, in order."""
    return [
        one
        for one in stages
        if one.kind not in (StageKind.LEAD, StageKind.STARTED)
        and (one.retired_on is None or records[one.pk].waiting)
    ]


def asked_stages(stages: Sequence[Stage], seen: Seen, on: date) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            key=str(one.pk),
            name=one.name,
            kind=one.kind,
            prior_pass=NO_ASSUMPTION if one.prior_pass_rate is None else float(one.prior_pass_rate),
            prior_days=SOME_DAYS if one.prior_days is None else float(one.prior_days),
            evidence=tuple(_evidence(one.pk, seen)),
            spells=tuple(_spells(one.pk, seen, on)),
            accepted=one.kind == StageKind.PRE_START,
        )
        for one in stages
    )


def _evidence(stage: int, seen: Seen) -> Iterator[Evidence]:
    """Results of the last year, of the year before, of the two before that, and of older ones."""
    newer_k = newer_n = 0
    since = 0
    for years in [*AGES, None]:
        record = seen.records[stage] if years is None else seen.lately[years][stage]
        k = record.advanced - newer_k
        n = record.advanced + record.closed - newer_n
        newer_k, newer_n = newer_k + k, newer_n + n
        # Who was reopened takes an end back: a part may count less than nobody.
        k = max(k, 0)
        if max(n, k):
            yield Evidence(k, max(n, k), 0.0 if since == 0 else (since + (years or since + 2)) / 2)
        since = years or since


def _spells(stage: int, seen: Seen, on: date) -> Iterator[Spell]:
    """Stays, longest first; late entries stand beside the longest.

    Aalen and Johansen ask at each age how many are watched, not who: which stay was entered late
    makes no difference, so the sums need not remember it.
    """
    record = seen.records[stage]
    late = sorted(
        ((days, n) for (where, days), n in seen.late.items() if where == stage), reverse=True
    )
    stays = sorted(_stays(record, on), key=lambda one: (-one[0], one[1]))
    # Only a correction can leave a late entry without a stay as long.
    late = [one for one in late if stays and one[0] <= stays[0][0]]
    for days, ending, n in stays:
        while n and late and late[0][0] <= days:
            watched_from, waiting = late.pop(0)
            some = min(n, waiting)
            yield Spell(days, ending, watched_from, some)
            n -= some
            if waiting > some:
                late.insert(0, (watched_from, waiting - some))
        if n:
            yield Spell(days, ending, 0, n)


def _stays(record: StageRecord, on: date) -> Iterator[tuple[int, Ending, int]]:
    """(days, how it ended, stays). A return to an earlier stage is no result: watched so far."""
    for days, n in record.went.items():
        yield days, "advanced", n
    for days, n in record.ended.items():
        yield days, "ended", n
    for days, n in record.back.items():
        yield days, "open", n
    for since, n in record.open.items():
        yield (on - since).days, "open", n
