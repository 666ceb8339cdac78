"""Small pieces of markup and words that templates share."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from centre.languages import KNOWN
from centre.web.han import han_lang

register = template.Library()
RING = 31.416  # circumference of a ring of radius 5


class Keep(template.Node):
    """A part of a template, rendered once for each language and each set of values it names."""

    MOST = 200

    def __init__(self, nodelist, values):
        self.nodelist, self.values, self.kept = nodelist, values, {}

    def render(self, context):
        key = (
            get_language(),
            *(value.resolve(context, ignore_failures=True) for value in self.values),
        )
        part = self.kept.get(key)
        if part is None:
            if len(self.kept) >= self.MOST:
                self.kept.clear()
            part = self.kept[key] = self.nodelist.render(context)
        return part


@register.tag
def keep(parser, token):
    """{% keep role section %}…{% endkeep %}: what is inside depends on these values alone.

    For the frame, which is the same on page after page. Nothing of one request may be inside:
    no token, no message, no name that is not among the values.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Keep(nodelist, values)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, css=""):
    """An icon of the sprite in base.html: {% icon "plus" %}, {% icon "warn" "i-sm" %}."""
    return format_html('<svg class="i {}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
def languages():
    """(code, name, whether it is offered) of every language we know of."""
    offered = dict(settings.LANGUAGES)
    return [(code, name, code in offered) for code, name in KNOWN]


@register.simple_tag
@lru_cache(maxsize=512)
def ring(done, total):
    """The stage ring: `done` of `total` steps."""
    share = RING * done / total if total else 0
    return format_html(
        '<svg viewBox="0 0 14 14" aria-hidden="true"><circle class="tr" cx="7" cy="7" r="5"/>'
        '<circle class="pr" cx="7" cy="7" r="5" stroke-dasharray="{} {}" '
        'transform="rotate(-90 7 7)"/></svg>',
        f"{share:.2f}",
        f"{RING:.2f}",
    )


@register.filter
def initials(name):
    """First letters of the first and last word; titles left out. For staff only."""
    words = [w for w in str(name).split() if w.rstrip(".") not in ("Prof", "Dr", "Mr", "Ms")]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def tint(pk):
    """One of five quiet avatar colours, always the same for the same row."""
    return f"t{(pk or 0) % 5 + 1}"


@register.simple_tag
@lru_cache(maxsize=4096)
def native(text):
    """A name in its own script, with its language, so that the right glyphs are used."""
    if not text:
        return ""
    return format_html('<span class="zh" lang="{}">{}</span>', han_lang(text), text)


@register.filter
def day(value, now=None):
    """Wed 25 Nov 2026; the year left out in the current one. Dates and moments."""
    if not value:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return day_seen_in(timezone.localdate().year, get_language())(value)


def day_seen_in(year, language):
    """What says days as `day` does to whoever reads in that year and language: for many at once."""
    return lambda on: _in_words(on, "D j M" if on.year == year else "D j M Y", language)


@register.filter
def full_day(value):
    """Wed 25 Nov 2026, in whichever year it is read. Dates and moments."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _in_words(value, "D j M Y", get_language())


# Chinese names the parts from the largest to the smallest.
IN_CHINESE = {
    "D j M": "n月j日（D）",
    "D j M Y": "Y年n月j日（D）",
    "j M": "n月j日",
    "M Y": "Y年n月",
}


@lru_cache(maxsize=4096)
def _in_words(value: date, form: str, language: str) -> str:
    if not language.startswith("zh"):
        return formats.date_format(value, form)
    return formats.date_format(value, IN_CHINESE[form]).replace("星期", "")


@register.filter
def short_day(value):
    """25 Nov. Moments."""
    return _in_words(timezone.localtime(value).date(), "j M", get_language())


@register.filter
def month(value):
    return _in_words(value, "M Y", get_language()) if value else "–"


@register.filter
def moment(value):
    """Wed 25 Nov, 18:00."""
    if not value:
        return "–"
    value = timezone.localtime(value)
    return f"{day(value.date())}, {value:%H:%M}"


@register.simple_tag
def ago(value):
    """A <time>: “2 h ago” under a day, else the day; the full time in its title."""
    if not value:
        return "–"
    here = timezone.localtime(value)
    on = day(here.date())
    text = since((timezone.now() - value) // timedelta(minutes=1)) or on
    return SafeString(
        f'<time datetime="{value.isoformat()}" title="{escape(on)}, {here:%H:%M}">'
        f"{escape(text)}</time>"
    )


def since(minutes):
    """“2 h ago”; nothing for a day and more, nor for what is yet to come."""
    if not 0 <= minutes < 24 * 60:
        return ""
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("%(n)d min ago") % {"n": minutes}
    return _("%(n)d h ago") % {"n": minutes // 60}


@register.filter
def days_short(n):
    """16 d, or – if unknown."""
    return "–" if n is None else _("%(n)s d") % {"n": n}


@register.filter
def days_long(n):
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


@register.filter
def thousands(n):
    """1066 -> 1,066."""
    return f"{n:,}"


@register.filter
def percent(share):
    """0.93 -> 93%; – if unknown."""
    return "–" if share is None else f"{share * 100:.0f}%"
