"""The people behind a figure of the talent flow, for the list that a figure opens."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.positions.models import Track
from recruitment.talent.address import read_figure
from recruitment.talent.selectors import Wanted, at, people


def people_behind(
    text: str, *, user: User, centre: Centre, tracks: Mapping[str, Track], on: date
) -> tuple[str, QuerySet[Candidate]]:
    """(whom it counts in words, those of them `user` may see); ValueError if it is no figure.

    `tracks`: {code: track} of the centre.
    """
    figure = read_figure(text)
    if figure.track and figure.track not in tracks:
        raise ValueError(text)
    chosen = tuple(one for code, one in tracks.items() if figure.track in ("", code))
    wanted = Wanted(figure.group, chosen, on, figure.period)
    return figure.in_words(), at(people(user, centre, wanted), figure.keys).order_by()
