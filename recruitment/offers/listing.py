"""The list of offers: which, how many of each, and what a row says. Three statements, however many
there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruitment.offers.kinds import SETTLED, State
from recruitment.offers.models import Condition, Offer, OfferQuerySet
from recruitment.offers.words import answer_by, time_left

A_PAGE = 50
VIEWS = {
    "open": (
        _("Open"),
        (State.DRAFT, State.IN_APPROVAL, State.APPROVED, State.SENT),
    ),
    "draft": (_("Draft"), (State.DRAFT,)),
    "approval": (_("In approval"), (State.IN_APPROVAL, State.APPROVED)),
    "out": (_("Out"), (State.SENT,)),
    "accepted": (_("Accepted"), (State.ACCEPTED,)),
    "ended": (
        _("Ended"),
        (State.DECLINED, State.LAPSED, State.RESCINDED, State.MELTED),
    ),
}


@dataclass(frozen=True)
class Row:
    offer: Offer
    answer_by: str
    left: str
    overdue: bool
    unmet: int  # conditions that are open


def read(request) -> dict:
    """The context of the page; `view`, `track` and `page` are asked for in the address."""
    view = view_of(request.GET)
    mine = offers_in(request.user, request.centre, request.GET.get("track", ""))
    counts = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    number = _page(request)
    shown = list(in_view(mine, view).for_list()[(number - 1) * A_PAGE : number * A_PAGE + 1])
    return {
        "view": view,
        "views": [
            (name, label, sum(counts.get(state, 0) for state in states))
            for name, (label, states) in VIEWS.items()
        ],
        "rows": rows_of(shown[:A_PAGE]),
        "before": number - 1,
        "after": number + 1 if len(shown) > A_PAGE else 0,
    }


def view_of(query: Mapping[str, str]) -> str:
    """Which of VIEWS an address asks for: the open ones unless it says another."""
    asked = query.get("view", "open")
    return asked if asked in VIEWS else "open"


def in_view(offers: OfferQuerySet, view: str) -> OfferQuerySet:
    """Those of a view in its order: what is still to be answered by its day, else the newest."""
    order = F("expires_at").asc() if view in ("open", "out", "approval") else F("pk").desc()
    return offers.filter(state__in=VIEWS[view][1]).order_by(order, "-pk")


def rows_of(offers: Iterable[Offer]) -> list[Row]:
    offers = list(offers)
    now, unmet = timezone.now(), unmet_of(offers)
    return [
        Row(one, answer_by(one), time_left(one), one.is_overdue(now), unmet.get(one.pk, 0))
        for one in offers
    ]


def unmet_of(offers: Sequence[Offer]) -> dict[int, int]:
    """{offer: conditions not settled}, of those that have any. Asked of the page alone: counted
    beside the rows it would be counted for every offer there is."""
    rows = Condition.objects.filter(offer__in=[one.pk for one in offers])
    open_ones = rows.exclude(state__in=SETTLED).order_by()
    return dict(open_ones.values_list("offer").annotate(n=Count("pk")))


def offers_in(user, centre, track: str) -> OfferQuerySet:
    """Those `user` sees of a centre, of the track of that code if one is named."""
    mine = Offer.objects.visible_to(user).filter(application__centre=centre)
    return mine.filter(application__track__code=track[:30]) if track else mine


def _page(request) -> int:
    number = request.GET.get("page", "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
