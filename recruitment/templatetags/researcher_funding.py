"""The funding of a researcher on their page, which stands below funding in the layers."""

from collections.abc import Sequence
from datetime import date

from django import template

from centre.accounts.policy import may
from centre.money.models import CostRate, ExchangeRate
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.stays import Stay, gone_since
from recruitment.funding.awards import ended, share_of, splits
from recruitment.funding.models import Award
from recruitment.funding.months import number_of
from recruitment.funding.pricing import Pricing
from recruitment.funding.selectors import currency_of
from recruitment.funding.unpaid import due

register = template.Library()


@register.inclusion_tag("recruitment/funding/_person.html", takes_context=True)
def funding_of(context, researcher):
    """Three statements; the page asks for it only where `view_funding` is allowed."""
    request, centre = context["request"], context["request"].centre
    if not may(request.user, "view_funding", centre.pk):
        return {}
    awards = list(Award.objects.visible_to(request.user).filter(researcher=researcher))
    on = centre.today()
    costs, rates = CostRate.objects.table(centre), ExchangeRate.objects.known(centre, on=on)
    currency = currency_of(costs, on) or next((one.currency for one in awards if one.currency), "")
    pricing = Pricing(costs, rates, currency, on)
    person, left_on = researcher.candidate_id, _left_on(context["enrolments"], on)
    until = {person: number_of(left_on)} if left_on else {}
    shares = ended([share_of(one, person) for one in awards], until)
    found = splits(shares, pricing, due=_due(context["enrolments"]))
    used = [source for source in Award.Source if any(source in one.parts for one in found)]
    return {
        "request": request,
        "researcher": researcher,
        "may": context["may"],
        "awards": awards,
        "left_on": left_on,
        "sources": [source.label for source in used],
        "splits": [(one, [one.parts.get(source) for source in used]) for one in found],
        "currency": currency,
        "lacking": pricing.lacking_kinds or pricing.lacking_rates,
    }


def _left_on(starts: Sequence[Enrolment], on: date) -> date | None:
    """The day since which they are in post no longer, as the funding page has it."""
    rows = [Stay(0, one.track_id, 0, one.started_on, one.left_on) for one in starts]
    return gone_since(rows, on).get(0)


def _due(starts: Sequence[Enrolment]) -> tuple[int, int] | None:
    """The months in which whoever is here is to be paid, up to their last day as it stands."""
    now = next((one for one in starts if one.left_on is None and one.stands.ends_on), None)
    return due(now.started_on, now.stands.ends_on) if now and now.stands.ends_on else None
