"""What invented researchers did after their first day, and who else supervises them."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.targets.models import TrackKind
from recruitment.enrolment.careers import CareerStep, Supervision
from recruitment.enrolment.kinds import SupervisorRole
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.standing import Said
from recruitment.placements.models import Placement, PlacementPlan

_TOPICS = ["Denoising on the device", "Depth from two lenses", "Short video from few frames"]


def add_careers(centre: Centre, on: date) -> None:
    """Most doctoral researchers were confirmed early, some away for a month; everybody has a
    second supervisor. The last of the first cohort are still to be confirmed."""
    supervisors = list(Supervisor.objects.filter(centre=centre, retired_on=None))
    starts = Enrolment.objects.filter(researcher__centre=centre, started_on__lte=on)
    # Those of an earlier filling have theirs.
    starts = starts.filter(steps=None, supervisions=None, placements=None)
    starts = starts.select_related("track", "application__centre").order_by("started_on", "pk")
    for nth, start in enumerate(starts):
        _steps(start, nth, min(on, start.left_on or on))
        _second_supervisor(start, nth, supervisors)
        _placement(start, nth, on)
    for track in centre.tracks.filter(kind=TrackKind.DOCTORAL):
        PlacementPlan.objects.get_or_create(track=track, defaults={"share": 80, "months": 3})


def _steps(start: Enrolment, nth: int, until: date) -> None:
    if start.track.kind != TrackKind.DOCTORAL:
        return
    found = []
    if nth % 2 == 1:
        found = [("suspended", 120), ("returned", 150)]
    if nth % 4 != 3:
        found.append(("confirmed", 300 + 9 * nth))
    for change, days in found:
        day = start.started_on + timedelta(days=days)
        if day <= until:
            token = uuid5(NAMESPACE_URL, f"demo/{change}-{start.application_id}")
            CareerStep.record(start, Said(change, day), token=token)


def _placement(start: Enrolment, nth: int, until: date) -> None:
    """Three months at the partner from the fifth month on, for all who stay so long."""
    first = start.started_on + timedelta(days=120 + 5 * nth)
    last = first + timedelta(days=91)
    stays = start.left_on is None or last < start.left_on
    if start.track.kind == TrackKind.DOCTORAL and stays and first <= until:
        Placement.objects.create(
            enrolment=start,
            company=start.application.centre.industry_partner or "The partner",
            place="Shenzhen",
            topic=_TOPICS[nth % len(_TOPICS)],
            starts_on=first,
            ends_on=last,
            ip_agreed_on=first - timedelta(days=20) if nth % 4 else None,
            ip_agreement=f"IP-{nth:03d} (invented)" if nth % 4 else "",
            token=uuid5(NAMESPACE_URL, f"demo/placement-{start.application_id}"),
        )


def _second_supervisor(start: Enrolment, nth: int, supervisors: list[Supervisor]) -> None:
    others = [one for one in supervisors if one.pk != start.application.supervisor_id]
    if others:
        Supervision.objects.create(
            enrolment=start,
            supervisor=others[nth % len(others)],
            role=SupervisorRole.CO,
            started_on=start.started_on,
            token=uuid5(NAMESPACE_URL, f"demo/co-{start.application_id}"),
        )
