"""Amounts in templates."""

from django import template

from centre.money.amounts import Money
from centre.money.amounts import written as _written
from centre.money.currencies import name_of

register = template.Library()


@register.simple_tag
def amount(value, currency):
    """{% amount entry.amount entry.currency %}: RMB 11,432,000."""
    return "–" if value is None else _written(Money(value, currency))


@register.filter
def currency(code):
    """RMB for CNY."""
    return name_of(code)


@register.filter
def plainly(number):
    """A rate without the zeros at its end: 1.092."""
    return f"{number.normalize():f}"
