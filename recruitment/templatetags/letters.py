"""How letters are set, in whatever language they are written."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()

_CLOCK = r"(?: \d\d:\d\d)?"
_WHOLE = re.compile(
    rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日{_CLOCK}"
    rf"|\d{{1,2}} [A-Z][a-z]+ \d{{4}}{_CLOCK}"
    r"|[A-Z]{3} \d[\d,]*(?:\.\d+)?"
)


@register.filter
def unbroken(words: str):
    """The same with no line ending within a day or an amount of money."""
    escaped = conditional_escape(words)
    return mark_safe(_WHOLE.sub(r'<span class="nowrap">\g<0></span>', escaped))  # noqa: S308  # escaped above
