"""Months of people in post that nobody pays: a renewal or another first day brings no money.

Of people with awards alone; for all others the basis of the plan stands in. A last month that is
begun but not filled is left out, as an offer counts its months from the one they started in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from centre.templatetags.cohort import month as named
from recruitment.enrolment.careers import standings
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.funding.awards import Share, read_shares, share_of
from recruitment.funding.models import Award
from recruitment.funding.months import first_of, number_of

Months = tuple[int, int]  # first and last, both included


def due(started_on: date, ends_on: date) -> Months:
    """The months in which somebody here from one day to the other is to be paid."""
    return number_of(started_on), number_of(ends_on + timedelta(days=1)) - 1


def gaps(shares: Iterable[Share], months: Months) -> list[Months]:
    """Those of `months` in which no share pays, drawn together; none without any share."""
    shares = list(shares)
    paid = {month for share in shares for month in share.months}
    found: list[Months] = []
    for month in range(months[0], months[1] + 1) if shares else ():
        if month in paid:
            continue
        if found and found[-1][1] == month - 1:
            found[-1] = found[-1][0], month
        else:
            found.append((month, month))
    return found


def spans(found: Iterable[Months]) -> str:
    """“Nov 2028 – Dec 2029, Mar 2030”."""
    return ", ".join(
        named(first_of(first))
        if first == last
        else f"{named(first_of(first))} – {named(first_of(last))}"
        for first, last in found
    )


def notice(start: Enrolment, until: date | None) -> str:
    """What a form that makes somebody stay until that day should say of their pay; without a day
    what is known before one is typed."""
    rows = Award.objects.filter(researcher=start.researcher_id)
    shares = [share_of(one) for one in rows]
    if not shares:
        return ""
    if until is None:
        last = max(share.last for share in shares)
        return _(
            "The awards entered pay until %(month)s. A renewal adds none: later months need an "
            "award of their own."
        ) % {"month": named(first_of(last))}
    missing = spans(gaps(shares, due(start.started_on, until)))
    if not missing:
        return ""
    return _("Nobody pays for %(months)s yet. Add an award.") % {"months": missing}


@dataclass(frozen=True)
class Unpaid:
    researcher: Researcher
    months: str


def read_unpaid(centre: Centre, on: date) -> list[Unpaid]:
    """Who is in post and has months that nobody pays, up to their last day as it stands. Three
    statements."""
    rows = Enrolment.objects.filter(researcher__centre=centre).in_post(on)
    here = list(rows.select_related("researcher__candidate", "track"))
    stand = standings(here, on)
    shares: dict[int, list[Share]] = {}
    for share in read_shares(centre):
        shares.setdefault(share.person, []).append(share)
    found = []
    for one in here:
        ends_on = stand[one.pk].ends_on
        paid: Sequence[Share] = shares.get(one.researcher.candidate_id, ())
        if ends_on and (missing := gaps(paid, due(one.started_on, ends_on))):
            found.append(Unpaid(one.researcher, spans(missing)))
    return found


def move_awards(start: Enrolment, before: date) -> None:
    """The awards that came with the start, and that nobody has edited since, begin with it. One by
    one, so that the audit log has each."""
    months = number_of(start.started_on) - number_of(before)
    rows = Award.objects.filter(
        application=start.application_id, from_month=first_of(number_of(before))
    )
    for one in rows if months else ():
        one.from_month = first_of(number_of(one.from_month) + months)
        one.to_month = first_of(number_of(one.to_month) + months)
        one.save(update_fields=["from_month", "to_month"])
