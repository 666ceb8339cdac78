"""How letters are set, in whatever language they are written."""

import re

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

_CLOCK = r"(?: \d\d:\d\d)?"
_WHOLE = re.compile(
    rf"(\d{{4}}年\d{{1,2}}月\d{{1,2}}日{_CLOCK}"
    rf"|\d{{1,2}} [A-Z][a-z]+ \d{{4}}{_CLOCK}"
    r"|[A-Z]{3} \d[\d,]*(?:\.\d+)?)"
)


@register.filter
def unbroken(words: str):
    """The same with no line ending within a day or an amount of money."""
    parts = (  # what is kept whole stands in every second place
        format_html('<span class="nowrap">{}</span>', part) if place % 2 else part
        for place, part in enumerate(_WHOLE.split(str(words)))
    )
    return format_html_join("", "{}", ((part,) for part in parts))
