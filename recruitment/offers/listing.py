"""The list of offers: which, how many of each, and what a row says. Three statements, however many
there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.web.statements import Slot, Statement, kept
from recruitment.offers.kinds import State
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


# All a row shows of the rest: candidates are wide.
SHOWN = (
    *("number", "state", "amount", "currency", "months", "starts_on"),
    *("expires_on", "expires_time", "expires_zone", "expires_at"),
    *("application__candidate__full_name", "application__candidate__native_name"),
    *("application__position__title", "application__intake__name"),
)


def read(request) -> dict:
    """The context of the page; `view`, `track` and `page` are asked for in the address."""
    view, number = view_of(request.GET), _page(request)
    track = request.GET.get("track", "")[:30]
    which = request.user.sight, request.centre.pk, bool(track)

    def mine():
        return offers_in(request.user, request.centre, Slot("track") if track else "")

    by_state = kept(("offers by state", which), lambda: _by_state(mine()))
    first = kept(("offers", which, view, number), lambda: _shown(mine(), view, number))
    counts, shown = dict(by_state.rows(track=track)), first.objects(track=track)
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


def _by_state(offers: OfferQuerySet):
    """How many there are of each state that a view shows."""
    states = [state for _label, some in VIEWS.values() for state in some]
    rows = offers.filter(state__in=sorted(set(states))).order_by()
    return rows.values_list("state").annotate(n=Count("pk"))


def _shown(offers: OfferQuerySet, view: str, number: int) -> OfferQuerySet:
    """Those of one page, and one more if there is another. Read state by state, in the order of
    an index: sorted together, all that are open would be read."""
    end = number * A_PAGE + 1
    first = Statement(_ordered(offers.filter(state=Slot("state")), view).values("pk")[:end])
    if not first.sql:
        return Offer.objects.none()
    rows = Offer.objects.filter(pk__in=first.for_each("state", VIEWS[view][1]))
    return _ordered(rows, view).for_list().only(*SHOWN)[end - A_PAGE - 1 : end]


def view_of(query: Mapping[str, str]) -> str:
    """Which of VIEWS an address asks for: the open ones unless it says another."""
    asked = query.get("view", "open")
    return asked if asked in VIEWS else "open"


def in_view(offers: OfferQuerySet, view: str) -> OfferQuerySet:
    return _ordered(offers.filter(state__in=VIEWS[view][1]), view)


def _ordered(offers: OfferQuerySet, view: str) -> OfferQuerySet:
    """What is still to be answered by its day, else the newest first."""
    order = F("expires_at").asc() if view in ("open", "out", "approval") else F("pk").desc()
    return offers.order_by(order, "-pk")


def rows_of(offers: Iterable[Offer]) -> list[Row]:
    offers = list(offers)
    now, unmet = timezone.now(), unmet_of(offers)
    return [
        Row(one, answer_by(one), time_left(one), one.is_overdue(now), unmet.get(one.pk, 0))
        for one in offers
    ]


def unmet_of(offers: Sequence[Offer]) -> dict[int, int]:
    """{offer: conditions that are unmet}, of those that have any. Asked of the page alone: counted
    beside the rows it would be counted for every offer there is."""
    rows = Condition.objects.unmet().filter(offer__in=[one.pk for one in offers]).order_by()
    return dict(rows.values_list("offer").annotate(n=Count("pk")))


def offers_in(user, centre, track: str | Slot) -> OfferQuerySet:
    """Those `user` sees of a centre, of the track of that code if one is named."""
    mine = Offer.objects.visible_to(user).filter(application__centre=centre)
    return mine.filter(application__track__code=track) if track else mine


def _page(request) -> int:
    number = request.GET.get("page", "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
