"""What the page of a researcher shows of their time here. Reads only: four statements, and three
for the places of whoever supervises them now."""

from datetime import date

from recruitment.enrolment.careers import CareerStep, Supervision, stay_of
from recruitment.enrolment.models import Researcher
from recruitment.enrolment.places import overfull
from recruitment.enrolment.standing import standing
from recruitment.enrolment.supervising import lines
from recruitment.enrolment.timeline import moments


def read_path(researcher: Researcher, today: date) -> dict:
    """Each start with who supervises and where it stands; and all of it as one timeline."""
    starts = list(
        researcher.enrolments.select_related(
            "track",
            "leaving_reason",
            "application__intake",
            "application__position",
            "application__supervisor__institution",
            "application__area",
        ).order_by("-started_on")
    )
    steps = list(CareerStep.objects.filter(enrolment__in=starts))
    rows = list(
        Supervision.objects.filter(enrolment__in=starts).select_related("supervisor__institution")
    )
    destinations = list(researcher.destinations.all())
    supervised, stand = {}, {}
    for one in starts:
        one.supervised = supervised[one.pk] = lines(
            one, [row for row in rows if row.enrolment_id == one.pk]
        )
        said = [
            step.said
            for step in steps
            if step.enrolment_id == one.pk and step.taken_back_at is None
        ]
        one.stands = stand[one.pk] = standing(stay_of(one, said), today)
        one.is_late = one.stands.is_overdue(today)
    now = next((one for one in starts if one.left_on is None), None)  # no more than one
    return {
        "enrolments": starts,
        "overfull": overfull(now.application_id) if now else "",
        "destinations": destinations,
        "path": moments(starts, steps, supervised, destinations, stand, today),
    }
