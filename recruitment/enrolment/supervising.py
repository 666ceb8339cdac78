"""Who supervises a researcher, and how many each supervisor has."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from centre.people.models import Supervisor
from centre.templatetags.cohort import full_day
from centre.web.refusal import Refused
from recruitment.enrolment.careers import Supervision
from recruitment.enrolment.kinds import SupervisorRole
from recruitment.enrolment.models import Enrolment

_OF_STARTS = UUID("5b0d3c0e-2b1f-4f0a-9a35-8d0c2a6f7e11")


def token_of_start(application: int, role: str) -> UUID:
    """Of the supervision that an accepted offer brings with the start, and its undoing takes."""
    return uuid5(_OF_STARTS, f"{application} {role}")


def end_start(enrolment: Enrolment) -> None:
    """The start is taken back: what came with it goes, unless somebody has edited it since."""
    tokens = [token_of_start(enrolment.application_id, role) for role in SupervisorRole]
    rows = Supervision.objects.filter(enrolment=enrolment, token__in=tokens, ended_on=None)
    for one in rows.select_related("supervisor"):
        one.delete()


@dataclass(frozen=True)
class Supervised:
    """One line of a researcher's supervision. `row` is None for who came with the application."""

    supervisor: Supervisor
    role: SupervisorRole
    started_on: date
    ended_on: date | None
    row: Supervision | None = None


@transaction.atomic
def add(new: Supervision, *, token: UUID) -> Supervision:
    """Store `new`; a chief takes over from the one before on that day. Raises Refused."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=new.enrolment_id)
    if known := Supervision.objects.filter(token=token, enrolment=new.enrolment_id).first():
        return known
    open_rows = Supervision.objects.filter(enrolment=new.enrolment_id, ended_on=None)
    if new.role == SupervisorRole.CHIEF:
        for before in open_rows.filter(role=SupervisorRole.CHIEF):
            if before.started_on >= new.started_on:
                raise Refused(
                    _("%(name)s is chief supervisor from %(day)s on. Choose a later day.")
                    % {"name": before.supervisor, "day": full_day(before.started_on)}
                )
            before.ended_on = new.started_on
            before.save(update_fields=["ended_on"])
    if open_rows.filter(supervisor=new.supervisor_id).exists():
        raise Refused(_("They supervise this researcher already. End that first."))
    new.token = token
    new.save()
    return new


def counted(centre: int, today: date) -> Counter[int]:
    """{supervisor: how many people in post they supervise, in whatever role}. Two statements."""
    here = Enrolment.objects.filter(researcher__centre=centre).in_post(today)
    named = dict(here.values_list("pk", "application__supervisor"))
    rows = Supervision.objects.filter(enrolment__in=here, started_on__lte=today)
    pairs = set()
    for enrolment, supervisor, role in rows.exclude(ended_on__lte=today).values_list(
        "enrolment", "supervisor", "role"
    ):
        pairs.add((enrolment, supervisor))
        if role == SupervisorRole.CHIEF:
            named.pop(enrolment, None)
    # Without a chief among the rows it is the supervisor of the application.
    pairs |= set(named.items())
    return Counter(supervisor for _enrolment, supervisor in pairs if supervisor)


def chief_of(enrolment: Enrolment) -> Supervisor | None:
    """Of a row read by `selectors.for_list`."""
    named = [one.supervisor for one in enrolment.chiefs_now]
    return named[0] if named else enrolment.application.supervisor


def lines(enrolment: Enrolment, rows: list[Supervision]) -> list[Supervised]:
    """`rows` of that start, the chief first; the application's supervisor is the chief until
    somebody else is named one. Who left is supervised by nobody from that day on."""
    gone = enrolment.left_on
    found = [
        Supervised(
            one.supervisor,
            SupervisorRole(one.role),
            one.started_on,
            _first(one.ended_on, gone),
            one,
        )
        for one in rows
    ]
    chiefs = [one.started_on for one in found if one.role == SupervisorRole.CHIEF]
    first = enrolment.application.supervisor
    until = min(chiefs, default=None)
    if first and (until is None or until > enrolment.started_on):
        ended_on = _first(until, gone)
        found.append(Supervised(first, SupervisorRole.CHIEF, enrolment.started_on, ended_on))
    order = list(SupervisorRole)
    return sorted(
        found, key=lambda one: (one.ended_on is not None, order.index(one.role), one.started_on)
    )


def _first(*days: date | None) -> date | None:
    return min((one for one in days if one), default=None)
