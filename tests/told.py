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
    missing: int | None  # to the plan for today; below 0 when ahead
    counted: int  # where the forecast begins
    least: int  # in nine of ten of its futures there are as many by the end
    seats: int  # of the intakes ahead, which the forecast fills
    offered: int  # of offers nobody answered yet
    promised: int  # to those who accepted and those who started
    beyond: int  # of it after the pledge ends


def told(centre, kind="doctoral"):
    tracks = read_tracks(centre)
    track = next(one for one in tracks if one.kind == kind)
    on = centre.today()
    figures = as_json(read_dashboard(centre, tracks, track, on, None))
    funding, intakes = read_funding(centre, on), figures["forecast"]["by_intake"]
    return Told(
        in_post=figures["in_post"],
        accepted=figures["accepted"],
        missing=figures["gap"],
        counted=figures["forecast"]["counted"],
        least=figures["forecast"]["p10"],
        seats=sum(one["seats"] or 0 for one in intakes if one["written"]),
        offered=int(funding.out.total),
        promised=int(funding.known.total),
        beyond=int(funding.known.beyond),
    )
