"""What the list of placements is narrowed by, read from its address. A value nobody knows narrows
nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.placements.models import Placement
from recruitment.positions.models import Track

STATES = {
    "now": _("There now"),
    "ahead": _("To come"),
    "past": _("Over"),
    "no_ip": _("Without an agreement on IP"),
    "all": _("All"),
}


@dataclass(frozen=True)
class Wanted:
    """The state, track and company asked for, and those there are to choose from."""

    state: str
    track: Track | None
    company: str
    companies: Sequence[str]

    def of(self, rows: QuerySet, today: date) -> QuerySet:
        """Those of `rows` that are asked for, the latest first."""
        wanted = _in(self.state, today)
        if self.track:
            wanted &= Q(enrolment__track=self.track)
        if self.company:
            wanted &= Q(company=self.company)
        return rows.filter(wanted).order_by("-starts_on", "-pk")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state != "all" or self.track or self.company)


def placements_of(user: User, centre: Centre) -> QuerySet:
    return Placement.objects.visible_to(user).filter(enrolment__researcher__centre=centre)


def read(query: Mapping[str, str], rows: QuerySet, tracks: Sequence[Track]) -> Wanted:
    """`rows`: the placements one may see. One statement."""
    state, code, company = (query.get(name, "") for name in ("state", "track", "company"))
    companies = list(rows.order_by("company").values_list("company", flat=True).distinct())
    return Wanted(
        state=state if state in STATES else "all",
        track=next((one for one in tracks if one.code == code), None),
        company=company if company in companies else "",
        companies=companies,
    )


def _in(state: str, today: date) -> Q:
    return {
        "now": Q(starts_on__lte=today, ends_on__gte=today),
        "ahead": Q(starts_on__gt=today),
        "past": Q(ends_on__lt=today),
        "no_ip": Q(ip_agreed_on=None),
    }.get(state, Q())
