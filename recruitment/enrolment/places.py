"""Places of supervisors at an intake: who holds them, and who is given more than they have.

From offer approval on somebody holds a place of their supervisor; once started, of whoever is their
chief supervisor now. What to do about too many is for people to decide: it is said, and no more.

Who co-supervises, and a mentor at the partner, takes no place: the manual knows one capacity, that
of the supervisor who answers for the person (one chief, any number of others), and gives no part of
it to co-supervision. A centre where that weighs writes a smaller number of places.
"""

from collections.abc import Collection

from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from centre.people.models import Supervisor
from recruitment.enrolment.careers import Supervision
from recruitment.enrolment.kinds import SupervisorRole
from recruitment.pipeline.kinds import BEYOND_COMMITTEE, SUCCEEDED, Status
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Intake, Track

Held = dict[tuple[int, int], int]


def held(track: Track, intakes: Collection[Intake]) -> Held:
    """{(supervisor, intake): people who hold a place}. One statement."""
    rows = _holders(track).filter(intake__in=[one.pk for one in intakes], chief__isnull=False)
    counted = rows.values_list("chief", "intake").annotate(n=Count("pk")).order_by()
    return {(chief, intake): n for chief, intake, n in counted}


def _holders(track: Track) -> QuerySet:
    # The stage in the filter lets an index answer, however many applications there are.
    stages = Stage.objects.filter(pipeline__track=track, kind__in=BEYOND_COMMITTEE)
    named = Supervision.objects.filter(
        enrolment__application=OuterRef("pk"), role=SupervisorRole.CHIEF, ended_on=None
    ).order_by()
    return Application.objects.filter(
        stage__in=stages.values("pk"), status__in=[Status.ACTIVE, *SUCCEEDED]
    ).annotate(
        chief=Coalesce(
            Subquery(named.values("supervisor")[:1]),
            F("supervisor"),
            output_field=BigIntegerField(),
        )
    )


def exceeds(people: int, supervisor: Supervisor) -> bool:
    """Whether so many at one intake are more than they have places for."""
    return people > supervisor.capacity


def too_many(supervisor: Supervisor, application: Application) -> str:
    """What to say if, with `application`, they have more people than places at its intake; ""
    if they have not. One statement."""
    others = _holders(application.track).filter(chief=supervisor.pk, intake=application.intake_id)
    people = others.exclude(pk=application.pk).count() + 1
    if not exceeds(people, supervisor):
        return ""
    return ngettext(
        "%(name)s has %(places)d place for %(intake)s, and with this one %(people)d people.",
        "%(name)s has %(places)d places for %(intake)s, and with this one %(people)d people.",
        supervisor.capacity,
    ) % {
        "name": supervisor,
        "places": supervisor.capacity,
        "intake": application.intake,
        "people": people,
    }


def overfull(application: int) -> str:
    """The same of whoever answers for this person now: their chief supervisor, or before the start
    whom the application names. "" too if they hold no place yet. Three statements."""
    mine = Application.objects.select_related("track", "intake").get(pk=application)
    chief = _holders(mine.track).filter(pk=application).values("chief")
    supervisor = Supervisor.objects.filter(pk__in=chief).first()
    return too_many(supervisor, mine) if supervisor else ""
