"""The money of a centre at the end of a day: reads only, a day in, one dataclass out.

Page, dashboard, report and command take their figures from `read_funding`: eleven statements,
however many people and entries there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centre.accounts.models import User
from centre.money.amounts import Money
from centre.money.costs import CostKind, Costs
from centre.money.ledger import Ledger, read_ledger
from centre.money.models import CostRate, ExchangeRate, LedgerEntry, LedgerQuerySet
from centre.money.rates import Quote
from centre.organisation.models import Centre
from centre.targets.models import Agreement, Target, TrackKind
from centre.targets.promises import Promise, read_promises
from recruitment.enrolment import stays as people
from recruitment.enrolment.stays import Stay, read_stays
from recruitment.funding.awards import Share, course_of, read_promised, read_shares
from recruitment.funding.models import Award, FundingBasis
from recruitment.funding.months import number_of
from recruitment.funding.plan import (
    NOTHING,
    Feasibility,
    MonthCost,
    Package,
    Starters,
    by_month,
    intakes,
    merged,
    place,
)
from recruitment.funding.pricing import Pricing
from recruitment.funding.scenarios import Scenarios, scenarios
from recruitment.pipeline.kinds import Status
from recruitment.pipeline.models import Application
from recruitment.positions.models import Track


@dataclass(frozen=True)
class Funding:
    """Everything the funding page shows, at the end of `on`, amounts in `currency`."""

    on: date
    agreement: Agreement
    basis: FundingBasis
    currency: str  # that of the pledge, else of the costs
    pledge: Decimal | None
    ledger: Ledger
    known: Feasibility  # people in post and accepted: what is promised to somebody
    accepted: Feasibility  # of those the accepted: encumbered
    whole: Feasibility  # the full plan
    out: Feasibility  # what is offered to people who have not answered; in none of the others
    offers_out: int
    doctoral: int  # people the full plan has
    postdocs: int
    unplaced: int  # people still to come for whom no intake lies ahead
    scenarios: Scenarios
    then: Quote | None  # the rate of `beside` when the agreement began
    beside: Quote | None  # into the currency of the costs, if that is another
    costs: Costs
    lacking_kinds: Sequence[str]
    lacking_rates: Sequence[str]

    @property
    def is_priced(self) -> bool:
        """Whether all of the plan has a price: without one nobody knows what lies ahead."""
        return not (self.lacking_kinds or self.lacking_rates)

    @property
    def ahead(self) -> Decimal:
        """What the plan costs in the months to come; that of today counts as paid."""
        now = number_of(self.on)
        return sum((one.cost for one in self.whole.months if one.month > now), NOTHING)

    @property
    def needed(self) -> Decimal | None:
        """Forecast to completion: costs of the months ahead that no commitment covers yet; None
        while a price is missing."""
        return max(self.ahead - self.ledger.outstanding, NOTHING) if self.is_priced else None

    @property
    def expected(self) -> Decimal | None:
        """What all of it comes to: committed so far, and needed to complete the plan."""
        return None if self.needed is None else self.ledger.committed + self.needed

    @property
    def left(self) -> Decimal | None:
        """Of the pledge, once the plan is complete; below 0 if the pledge does not reach."""
        if self.pledge is None or self.expected is None:
            return None
        return self.pledge - self.expected

    @property
    def is_past(self) -> bool:
        """True once the pledge's window has ended."""
        return self.on > self.agreement.ends_on


def speaking_agreement(centre: Centre) -> Agreement | None:
    """The agreement whose pledge counts: the newest, as with targets. One query."""
    rows = Agreement.objects.filter(centre=centre).select_related("funding_basis")
    return rows.order_by("-starts_on", "-pk").first()


def entries_of(user: User, agreement: Agreement | None) -> LedgerQuerySet:
    """Its ledger, newest first."""
    return LedgerEntry.objects.visible_to(user).filter(agreement=agreement)


def basis_of(agreement: Agreement) -> FundingBasis:
    """What staff set, or the first assumptions."""
    return getattr(agreement, "funding_basis", None) or FundingBasis(agreement=agreement)


def read_funding(centre: Centre, on: date, *, as_pledged: bool = False) -> Funding | None:
    """The funding of `centre` at the end of `on`; None without an agreement.

    `as_pledged`: scenarios at the exchange rate known when the agreement began, not the newest.
    """
    agreement = speaking_agreement(centre)
    if agreement is None:
        return None
    costs = CostRate.objects.table(centre)
    rates = ExchangeRate.objects.known(centre, on=on)
    own = currency_of(costs, on)
    currency = agreement.pledged_currency or own or "HKD"
    pricing = Pricing(costs, rates, currency, on)
    basis = basis_of(agreement)
    staff = _Staff(centre, agreement, basis, pricing)
    ends = number_of(agreement.ends_on)
    pledge = agreement.pledged_amount
    known, accepted = staff.known(), staff.accepted_course()
    then = rates.as_of(agreement.starts_on)
    return Funding(
        on=on,
        agreement=agreement,
        basis=basis,
        currency=currency,
        pledge=pledge,
        ledger=read_ledger(agreement, rates, currency, on=on),
        known=Feasibility(merged(known, accepted), ends, pledge),
        accepted=Feasibility(accepted, ends, pledge),
        whole=Feasibility(merged(known, accepted, staff.to_come()), ends, pledge),
        out=Feasibility(staff.out(), ends, pledge),
        offers_out=len(staff.promised.out),
        doctoral=staff.goal(TrackKind.DOCTORAL),
        postdocs=staff.goal(TrackKind.POSTDOC),
        unplaced=staff.unplaced,
        scenarios=scenarios(
            Pricing(costs, then if as_pledged else rates, own or currency, on),
            people=staff.goal(TrackKind.DOCTORAL),
            steps=staff.steps(TrackKind.DOCTORAL),
            postdocs=staff.goal(TrackKind.POSTDOC),
            postdoc_months=basis.postdoc_months,
            ends=ends,
            pledge=Money(pledge, currency) if pledge else None,
        ),
        then=then.between(currency, own or currency),
        beside=rates.between(currency, own) if own and own != currency else None,
        costs=costs,
        lacking_kinds=sorted(pricing.lacking_kinds),
        lacking_rates=sorted(pricing.lacking_rates),
    )


def months_of(kind: str, basis: FundingBasis) -> int:
    """How long an award lasts by the basis; 0 on tracks without a target."""
    months: dict[str, int] = {
        TrackKind.DOCTORAL: basis.doctoral_months,
        TrackKind.POSTDOC: basis.postdoc_months,
    }
    return months.get(kind, 0)


def package_of(kind: str, basis: FundingBasis, pricing: Pricing) -> Package | None:
    """What somebody costs by the basis; nothing is assumed of tracks without a target."""
    if kind == TrackKind.DOCTORAL:
        return doctoral_package(basis, pricing)
    if kind == TrackKind.POSTDOC:
        return pricing.postdoc(basis.postdoc_months, overhead=basis.pays_overhead)
    return None


def doctoral_package(basis: FundingBasis, pricing: Pricing) -> Package:
    return pricing.doctoral(
        basis.level, basis.doctoral_months, fees=basis.pays_fees, overhead=basis.pays_overhead
    )


def first_month(intake: date | None, on: date) -> int:
    """When somebody who accepts is first paid: with their intake, next month if that has passed."""
    soon = number_of(on) + 1
    return max(number_of(intake), soon) if intake else soon


def currency_of(costs: Costs, on: date) -> str:
    """The currency most is paid in here: that of stipends, else of salaries."""
    for kind in (CostKind.STIPEND, CostKind.FELLOWSHIP, CostKind.SALARY):
        if found := costs.at(kind, on):
            return found.currency
    return ""


@dataclass(frozen=True)
class _Yes:
    """An application accepted and not started, or one whose recorded start lies ahead."""

    application: int
    is_open: bool  # no start is recorded
    intake: date | None


def _ours(shares: Iterable[Share]) -> list[Share]:
    """Of these what the sponsor pays."""
    return [share for share in shares if share.source == Award.Source.SPONSOR]


class _Staff:
    """The people of the plan: here, accepted, to come; each group as a course of months."""

    def __init__(self, centre: Centre, agreement, basis: FundingBasis, pricing: Pricing):
        self.basis, self.pricing, self.on = basis, pricing, pricing.on
        self.tracks = list(Track.objects.filter(centre=centre).order_by("position", "pk"))
        for track in self.tracks:
            track.centre = centre
        self.kinds: Mapping[int, str] = {track.pk: track.kind for track in self.tracks}
        self.promises = read_promises(centre)
        self.stays = [stay for stay in read_stays(centre) if stay.started_on <= self.on]
        self.shares: Sequence[Share] = read_shares(centre)
        self.accepted = self._read_accepted()
        self.promised = read_promised(centre)
        self.unplaced = 0

    def _read_accepted(self) -> dict[str, dict[int, _Yes]]:
        """{kind: {person: what they accepted}}, one query a track that has a target."""
        found: dict[str, dict[int, _Yes]] = {}
        for track in self.tracks:
            if track.kind != TrackKind.OTHER:
                rows = Application.objects.accepted(track, on=self.on).order_by("pk")
                of_kind = found.setdefault(track.kind, {})
                for person, application, status, intake in rows.values_list(
                    "candidate", "pk", "status", "intake__starts_on"
                ):
                    of_kind[person] = _Yes(application, status == Status.ACTIVE, intake)
        return found

    def package(self, kind: str) -> Package | None:
        return package_of(kind, self.basis, self.pricing)

    def known(self) -> list[MonthCost]:
        """Who is or was in post: by the sponsor's share of their awards, or else of the offer that
        led here, or else by the basis."""
        awarded = {share.person for share in self.shares}
        unawarded = [stay for stay in self.stays if stay.person not in awarded]
        offered = [stay for stay in unawarded if stay.application in self.promised.accepted]
        basis = [stay for stay in unawarded if stay.application not in self.promised.accepted]
        doctoral = {stay.person for stay in self._doctoral(self.stays)}
        granted = [share for share in self.shares if share.person in doctoral]
        granted += self._of_offers(stay.application for stay in self._doctoral(offered))
        shares = [*self.shares, *self._of_offers(stay.application for stay in offered)]
        gone = self._gone()
        course, extras = self._course(shares, gone), self._extras(granted, gone)
        return merged(course, extras, by_month(self._starters(basis)))

    def _doctoral(self, stays: Iterable[Stay]) -> list[Stay]:
        return [stay for stay in stays if self.kinds[stay.track] == TrackKind.DOCTORAL]

    def _of_offers(self, applications: Iterable[int | None]) -> list[Share]:
        """What the offers promise that these applications accepted."""
        accepted = self.promised.accepted
        return [share for one in applications if one in accepted for share in accepted[one]]

    def _course(self, shares: Iterable[Share], gone: Mapping[int, int]) -> list[MonthCost]:
        overhead = self.pricing.overhead() if self.basis.pays_overhead else NOTHING
        return course_of(_ours(shares), self.pricing, overhead=overhead, until=gone)

    def out(self) -> list[MonthCost]:
        """What the sponsor pays if all accept whose offers are out. Of today alone: what was out
        on a past day is told by their histories, not here."""
        out = [share for shares in self.promised.out.values() for share in shares]
        return self._course(out, {})

    def _starters(self, stays: Sequence[Stay]) -> list[Starters]:
        found = []
        for stay in stays:
            package = self.package(self.kinds[stay.track])
            if package:
                left = stay.left_on if stay.left_on and stay.left_on <= self.on else None
                until = number_of(left) if left else None
                found.append(Starters(number_of(stay.started_on), 1, package, until))
        return found

    def _gone(self) -> dict[int, int]:
        """{person: the month they left}, for those who are in post no longer."""
        gone = people.gone_since(self.stays, self.on)
        return {person: number_of(day) for person, day in gone.items()}

    def _extras(self, shares: Iterable[Share], gone: Mapping[int, int]) -> list[MonthCost]:
        """Conference grant and fees of the doctoral researchers whom the sponsor pays, or is to
        pay, these shares."""
        model = doctoral_package(self.basis, self.pricing)
        spans: dict[int, tuple[int, int]] = {}
        for share in _ours(shares):
            first, last = spans.get(share.person, (share.first, share.last))
            spans[share.person] = (min(first, share.first), max(last, share.last))
        starters = []
        for person, (first, last) in spans.items():
            extra = Package(
                last - first + 1, NOTHING, NOTHING, model.once, model.yearly, model.overhead
            )
            starters.append(Starters(first, 1, extra, gone.get(person)))
        # They are counted with their awards.
        return [MonthCost(one.month, 0, one.cost) for one in by_month(starters)]

    def accepted_course(self) -> list[MonthCost]:
        """Who said yes and has not started: by the terms of their offer, or else by the basis, from
        their intake, or from next month if it passed."""
        awarded = {share.person for share in self.shares}  # they are known already
        ever_here = {stay.person for stay in self.stays}
        told, granted, basis = [], [], []
        for kind, found in self.accepted.items():
            for person, yes in found.items():
                shares = self._of_offers([yes.application])
                # Awards of whoever started here before are of that time: the offer comes beside.
                if person in awarded and not (shares and yes.is_open and person in ever_here):
                    continue
                told += shares
                granted += shares if kind == TrackKind.DOCTORAL else []
                if not shares and (package := self.package(kind)):
                    basis.append(Starters(first_month(yes.intake, self.on), 1, package))
        # Nobody has left what they have not begun, whatever else they left here.
        return merged(by_month(basis), self._course(told, {}), self._extras(granted, {}))

    def to_come(self) -> list[MonthCost]:
        """Who is still to be recruited, at the plan's steps ahead."""
        groups: list[Starters] = []
        for kind in (TrackKind.DOCTORAL, TrackKind.POSTDOC):
            package = self.package(kind)
            missing = max(self.goal(kind) - self._had(kind), 0)
            placed = place(missing, self._ahead(kind))
            if not placed:
                self.unplaced += missing
            groups += intakes(placed, package) if package else []
        return by_month(groups)

    def goal(self, kind: str) -> int:
        """People on that track when the plan is complete."""
        promise = self.promises.get(kind)
        if promise and promise.headcount is not None:
            return promise.headcount
        if promise and kind == TrackKind.POSTDOC:
            return self.basis.postdocs
        return sum(starts for _day, starts in promise.plan) if promise else 0

    def steps(self, kind: str) -> Sequence[tuple[date, int]]:
        promise = self.promises.get(kind)
        return sorted(promise.plan) if promise else ()

    def _ahead(self, kind: str) -> list[tuple[date, int]]:
        """Steps of the plan after today. Postdocs without a plan come at the doctoral steps."""
        steps = self.steps(kind)
        if not steps and kind == TrackKind.POSTDOC:
            steps = [(day, 0) for day, _starts in self.steps(TrackKind.DOCTORAL)]
        return [(day, starts) for day, starts in steps if day > self.on]

    def _had(self, kind: str) -> int:
        """Places that are taken: as the target counts, and those who are accepted."""
        stays = [stay for stay in self.stays if self.kinds[stay.track] == kind]
        promise: Promise | None = self.promises.get(kind)
        ever = promise is not None and promise.counts == Target.Counts.ENROLLED
        count = people.started if ever else people.in_post
        return len(count(stays, self.on)) + len(self.accepted.get(kind, {}))
