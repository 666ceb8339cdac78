"""The funding page's parts: figures with their words and drawings, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.money.amounts import MILLION, Money, headline, written
from centre.money.costs import CostKind
from centre.money.currencies import name_of
from centre.money.models import LedgerEntry
from recruitment.funding import scenario_panel
from recruitment.funding.chart import ByMonth, by_month_chart
from recruitment.funding.months import first_of, number_of
from recruitment.funding.plan import NOTHING
from recruitment.funding.selectors import Funding
from recruitment.funding.words import money, priced, rate_text
from recruitment.funding.years import bridge, years

THOUSAND = Decimal(1000)


@dataclass(frozen=True)
class Line:
    """One kind of money: its amount, and the same beside it in the currency of the costs."""

    label: str
    amount: str
    beside: str
    text: str
    key: str = ""  # class of its colour in the bar
    href: str = ""  # what it counts


def page(funding: Funding) -> dict:
    """The context of the page, from figures read already."""
    return {
        "lines": lines(funding),
        "rate": rate_text(funding.beside),
        "bar": bar_parts(funding),
        "chart": _chart(funding),
        "unit_text": unit_text(funding),
        "years": years(funding),
        "bridge": bridge(funding),
        "months": _months(funding),
        "finding": finding(funding),
        "warnings": warnings(funding),
        **scenario_panel.context(funding),
        "variance": _variance(funding),
        "pledge_short": pledge_short(funding),
        "basis_text": basis_text(funding),
    }


def pledge_short(funding: Funding) -> str:
    return headline(money(funding, funding.pledge))


def lines(funding: Funding) -> list[Line]:
    """Pledged, committed, received, spent and the forecast, never added up to one another."""
    ledger = funding.ledger
    over = (funding.left or 0) < 0
    left, text = funding.left and abs(funding.left), _("Once the plan is complete.")
    needed = _("Months ahead that no commitment covers yet.")
    return [
        _now(
            funding, _("Pledged, no less than"), funding.pledge, _("Announced: a floor, not funds.")
        ),
        _then(
            funding,
            LedgerEntry.Kind.RECEIVED,
            ledger.received,
            _("At the rates of the days it came in."),
        ),
        _then(
            funding,
            LedgerEntry.Kind.COMMITTED,
            ledger.committed,
            _("Signed: spent, and still to be paid at the newest rates."),
            counts=(LedgerEntry.Kind.COMMITTED, LedgerEntry.Kind.SPENT),
        ),
        _then(
            funding,
            LedgerEntry.Kind.SPENT,
            ledger.spent,
            _("At the rates of the days it was paid."),
            "k1",
        ),
        _now(
            funding,
            _("Committed, not yet spent"),
            ledger.outstanding,
            _("At the newest rates."),
            "k2",
        ),
        _now(funding, _("Forecast to completion"), funding.needed, needed, "k3", "#by-month"),
        *_offers_out(funding),
        _now(
            funding,
            _("More than the pledge") if over else _("Left of the pledge"),
            left,
            text,
            "k4",
        ),
    ]


def _offers_out(funding: Funding) -> list[Line]:
    """What offers commit that nobody has answered yet; no line without one."""
    if not funding.offers_out:
        return []
    text = ngettext(
        "%(n)d offer, if it is accepted. The forecast expects the plan, not this.",
        "%(n)d offers, if all are accepted. The forecast expects the plan, not these.",
        funding.offers_out,
    ) % {"n": funding.offers_out}
    offers = f"{reverse('recruitment:offers')}?view=out"
    beyond = funding.out.beyond
    if beyond:
        text += " " + _("%(amount)s of it falls after the pledge ends.") % {
            "amount": written(money(funding, beyond))
        }
    return [_now(funding, _("Offers that are out"), funding.out.total, text, href=offers)]


def _now(
    funding: Funding, label: str, amount: Decimal | None, text: str, key: str = "", href: str = ""
) -> Line:
    """Money that is still to move: today's rate says what it is in the other currency."""
    return Line(label, written(money(funding, amount)), _beside(funding, amount), text, key, href)


def _then(
    funding: Funding,
    kind: LedgerEntry.Kind,
    amount: Decimal,
    text: str,
    key: str = "",
    *,
    counts: Sequence[LedgerEntry.Kind] = (),
) -> Line:
    """Money that has moved, or in part: its days had rates of their own. `counts`: the kinds of
    entries it is made of, if not its own alone."""
    shown = written(money(funding, amount))
    asked = urlencode({"kind": [one.value for one in counts or (kind,)]}, doseq=True)
    return Line(str(kind.label), shown, "", text, key, f"?{asked}#h-ledger")


def _beside(funding: Funding, amount: Decimal | None) -> str:
    quote = funding.beside
    return (
        "" if quote is None or amount is None else written(Money(amount * quote.rate, quote.into))
    )


def bar_parts(funding: Funding):
    """(parts of (value, css), whole) of the bar against the pledge; nothing without a pledge."""
    if not funding.pledge:
        return None
    ledger = funding.ledger
    parts = [
        (float(ledger.spent), "f"),
        (float(ledger.outstanding), "f2"),
        (float(funding.needed or 0), "f3"),
    ]
    whole = max(float(funding.pledge), sum(value for value, _css in parts))
    x, shapes = 0.0, []
    for value, css in parts:
        width = max(value, 0) / whole * 100
        shapes.append((css, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return shapes


def unit_of(funding: Funding) -> Decimal:
    highest = max((one.cost for one in funding.whole.months), default=NOTHING)
    return MILLION if highest >= MILLION else THOUSAND


def unit_text(funding: Funding) -> str:
    word = _("million") if unit_of(funding) == MILLION else _("thousand")
    return _("%(currency)s %(word)s a month") % {
        "currency": name_of(funding.currency),
        "word": word,
    }


def finding(funding: Funding) -> str:
    """What the drawing says, in a sentence."""
    whole = funding.whole
    if not whole.person_months:
        return _("Nobody is planned, accepted or in post, so nothing is to be paid.")
    return _("%(inside)s of %(all)s person-months (%(share)s) fall before the pledge ends") % {
        "inside": f"{whole.person_months_inside:,}",
        "all": f"{whole.person_months:,}",
        "share": f"{whole.share_inside:.0%}",
    }


def warnings(funding: Funding) -> list[str]:
    """What a director should know before promising anybody more."""
    found = []
    day = formats.date_format(funding.agreement.ends_on, "j M Y")
    if funding.is_past:
        found.append(_("The window of the pledge ended on %(day)s.") % {"day": day})
    if funding.known.beyond and funding.is_priced:
        text = _(
            "People in post and accepted are promised %(amount)s after the pledge ends on "
            "%(day)s: %(n)s person-months. An offer for a later intake adds to it."
        ) % {
            "amount": written(money(funding, funding.known.beyond)),
            "day": day,
            "n": f"{funding.known.person_months_beyond:,}",
        }
        found.append(_with_months(text))
    month = funding.whole.exhausted_in
    if month is not None:
        text = _("At these prices the plan costs more than the pledge from %(month)s on.") % {
            "month": formats.date_format(first_of(month), "F Y")
        }
        found.append(_with_months(text))
    return found + _gaps(funding)


def _with_months(text: str) -> SafeString:
    """With the way to the rows that add up to it."""
    return format_html('{} <a href="#by-month">{}</a>', text, _("See every month"))


def _gaps(funding: Funding) -> list[str]:
    """What the figures leave out because something is not known."""
    found = []
    if funding.lacking_kinds:
        labels = [str(CostKind(kind).label) for kind in funding.lacking_kinds]
        found.append(
            _("No cost rate of %(kinds)s, so what the plan costs is not known.")
            % {"kinds": ", ".join(labels)}
        )
    if funding.lacking_rates:
        found.append(
            _(
                "No exchange rate leads to %(currency)s from: %(names)s, so what the plan costs is "
                "not known."
            )
            % {
                "currency": name_of(funding.currency),
                "names": ", ".join(name_of(code) for code in funding.lacking_rates),
            }
        )
    if funding.ledger.unread:
        found.append(
            ngettext(
                "%(n)d ledger entry has no rate into the pledge's currency and is left out.",
                "%(n)d ledger entries have no rate into the pledge's currency and are left out.",
                funding.ledger.unread,
            )
            % {"n": funding.ledger.unread}
        )
    if funding.unplaced:
        found.append(
            ngettext(
                "%(n)d place of the plan has no intake ahead, so it is in no month.",
                "%(n)d places of the plan have no intake ahead, so they are in no month.",
                funding.unplaced,
            )
            % {"n": funding.unplaced}
        )
    return found


@dataclass(frozen=True)
class Month:
    """A row of the table that every count of person-months on the page adds up."""

    on: date
    beyond: bool  # after the pledge ended
    known: int  # people in post and accepted
    people: int
    known_cost: str
    cost: str


def _months(funding: Funding) -> list[Month]:
    known = {one.month: one for one in funding.known.months}
    return [
        Month(
            first_of(one.month),
            one.month > funding.whole.last,
            known[one.month].people if one.month in known else 0,
            one.people,
            written(priced(funding, known[one.month].cost if one.month in known else NOTHING)),
            written(priced(funding, one.cost)),
        )
        for one in funding.whole.months
    ]


def _chart(funding: Funding):
    if not funding.is_priced:
        return ""
    return by_month_chart(
        ByMonth(
            whole=funding.whole.months,
            known=funding.known.months,
            now=number_of(funding.on),
            last=funding.whole.last,
            unit=unit_of(funding),
            summary=_("Cost by month. %(finding)s.") % {"finding": finding(funding)},
            words={"today": _("Today"), "ends": _("Pledge ends")},
        )
    )


def _variance(funding: Funding) -> list[tuple[str, str, str, str, str, str]]:
    """Unspent commitments by currency: (name, unspent, as booked, now, difference, rate)."""
    return [
        (
            name_of(one.currency),
            written(Money(one.unspent, one.currency)),
            written(money(funding, one.booked)),
            written(money(funding, one.now)),
            written(money(funding, one.variance)),
            rate_text(one.quote) if one.quote else _("No rate"),
        )
        for one in funding.ledger.unspent
    ]


def basis_text(funding: Funding) -> str:
    basis = funding.basis
    return _(
        "%(doctoral)d doctoral awards of %(months)d months at “%(level)s”, %(postdocs)d postdocs "
        "of %(postdoc_months)d months; people with awards by the sponsor's share of them. Prices "
        "of %(day)s, no inflation."
    ) % {
        "doctoral": funding.doctoral,
        "months": basis.doctoral_months,
        "level": basis.get_level_display(),
        "postdocs": funding.postdocs,
        "postdoc_months": basis.postdoc_months,
        "day": formats.date_format(funding.on, "j M Y"),
    }
