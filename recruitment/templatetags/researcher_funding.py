"""The funding of a researcher on their page, which stands below funding in the layers."""

from django import template

from centre.accounts.policy import may
from centre.money.models import CostRate, ExchangeRate
from recruitment.funding.awards import share_of, splits
from recruitment.funding.models import Award
from recruitment.funding.pricing import Pricing
from recruitment.funding.selectors import currency_of

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
    found = splits([share_of(one) for one in awards], pricing)
    used = [source for source in Award.Source if any(source in one.parts for one in found)]
    return {
        "request": request,
        "researcher": researcher,
        "may": context["may"],
        "awards": awards,
        "sources": [source.label for source in used],
        "splits": [(one, [one.parts.get(source) for source in used]) for one in found],
        "currency": currency,
        "lacking": pricing.lacking_kinds or pricing.lacking_rates,
    }
