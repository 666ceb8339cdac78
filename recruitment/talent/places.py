"""Schools whose place nobody wrote down, and one answer for all who studied there."""

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Min, QuerySet

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate, EducationRecord

BATCH = 500


def unplaced(user: User, centre: Centre) -> QuerySet[EducationRecord]:
    """Degrees without a place, of the people of `centre` that `user` may see."""
    people = Candidate.objects.visible_to(user).filter(centre=centre).order_by()
    return EducationRecord.objects.filter(candidate__in=people.values("pk"), country="")


def schools(user: User, centre: Centre) -> QuerySet:
    """Their schools as {institution, people, degree}, those of most people first; `degree` is the
    id of one that was taken there."""
    rows = unplaced(user, centre).exclude(institution="").order_by().values("institution")
    counted = rows.annotate(people=Count("candidate", distinct=True), degree=Min("pk"))
    return counted.order_by("-people", "institution")


@transaction.atomic
def say_where(user: User, centre: Centre, institution: str, country: str) -> int:
    """`institution` is in `country`, for each degree taken there that has no place yet; how many.

    Each is in the log, as if it had been edited alone.
    """
    rows = unplaced(user, centre).filter(institution=institution).order_by("pk")
    degrees = list(rows.select_for_update(of=("self",)))
    EducationRecord.objects.filter(pk__in=[one.pk for one in degrees]).update(country=country)
    kind = ContentType.objects.get_for_model(EducationRecord)
    LogEntry.objects.bulk_create(
        (
            LogEntry(
                content_type=kind,
                object_pk=str(one.pk),
                object_id=one.pk,
                object_repr=str(one),
                action=LogEntry.Action.UPDATE,
                changes={"country": ["", country]},
                actor=user,
            )
            for one in degrees
        ),
        batch_size=BATCH,
    )
    return len(degrees)
