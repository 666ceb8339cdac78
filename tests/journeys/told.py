"""What dashboard, funding and forecast say of one track, as `manage.py progress` and their pages
read it."""

from dataclasses import dataclass

from recruitment.dashboard.report import as_json
from recruitment.dashboard.selectors import read_dashboard, read_tracks
from recruitment.funding.selectors import read_funding


@dataclass(frozen=True)
class Told:
    """People, and money of the sponsor in the pledge's currency over the whole time."""

    in_post: int
    accepted: int
    counted: int  # where the forecast begins
    least: int  # in nine of ten of its futures there are as many by the end
    offered: int  # of offers nobody answered yet
    promised: int  # to those who accepted and those who started
    beyond: int  # of it after the pledge ends


def told(centre, kind="doctoral"):
    tracks = read_tracks(centre)
    track = next(one for one in tracks if one.kind == kind)
    on = centre.today()
    figures = as_json(read_dashboard(centre, tracks, track, on, None))
    funding = read_funding(centre, on)
    return Told(
        in_post=figures["in_post"],
        accepted=figures["accepted"],
        counted=figures["forecast"]["counted"],
        least=figures["forecast"]["p10"],
        offered=int(funding.out.total),
        promised=int(funding.known.total),
        beyond=int(funding.known.beyond),
    )
