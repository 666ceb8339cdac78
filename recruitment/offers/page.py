"""Everything the page of one offer shows. A fixed number of statements."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.accounts.middleware import allowed
from centre.web.statements import Slot, kept
from recruitment.enrolment.places import too_many
from recruitment.offers import approvals, mail
from recruitment.offers import conditions as conditions_of
from recruitment.offers.differences import compare, conditions_in_words, terms
from recruitment.offers.kinds import EDITABLE, LIVE, Gate, Progress, State
from recruitment.offers.models import (
    Condition,
    FundingPart,
    Offer,
    OfferEvent,
    open_conditions,
)
from recruitment.offers.warnings import running_out, warnings
from recruitment.offers.words import time_left


@dataclass(frozen=True)
class Verb:
    """A step one may take with an offer: who, from which state, and what its button says."""

    name: str
    label: str | Promise
    action: str
    states: tuple[str, ...]
    css: str = "btn-quiet"
    icon: str = ""


VERBS = {
    one.name: one
    for one in [
        Verb("submit", _("Send for approval"), "make_offer", (State.DRAFT,), "btn-primary"),
        Verb(
            "approve", _("Approve"), "approve_offer", (State.IN_APPROVAL,), "btn-primary", "check"
        ),
        Verb("send-back", _("Send back"), "approve_offer", (State.IN_APPROVAL,)),
        Verb("recommend", _("Recommend"), "recommend_offer", (State.DRAFT, State.IN_APPROVAL)),
        Verb("send", _("Send to the candidate"), "send_offer", (State.APPROVED,), "btn-primary"),
        Verb("accept", _("They accepted"), "send_offer", (State.SENT,), "btn-primary", "check"),
        Verb("decline", _("They declined"), "send_offer", (State.SENT,)),
        Verb("link", _("Send a new link"), "send_offer", (State.SENT,)),
        Verb("defer", _("Defer"), "send_offer", (State.ACCEPTED,)),
        Verb("rescind", _("Rescind"), "send_offer", LIVE),
    ]
}


def read(request, offer: Offer) -> dict:
    """The context of the page."""
    parts, conditions = _of(offer, "parts"), _of(offer, "conditions")
    events = kept("events of offer", _events).objects(offer=offer.pk)
    versions = kept("versions of offer", _versions).objects(application=offer.application_id)
    before = _before(offer)
    chain = approvals.turns(offer, events)
    refusal = ""
    if offer.state == State.IN_APPROVAL and allowed(request, "approve_offer"):
        refusal = approvals.refusal(offer, request.user, events)
    lines = compare(_all(offer, parts, conditions), before)
    return {
        "offer": offer,
        "candidate": offer.application.candidate,
        "terms": lines,
        "changed": sum(line.differs for line in lines),
        "versions": versions if len(versions) > 1 else [],
        "chain": chain,
        "whose_turn": approvals.current(chain) if offer.state == State.IN_APPROVAL else None,
        "refusal": refusal,
        "conditions": _shown(offer, conditions),
        "is_final": offer.state == State.ACCEPTED
        and not open_conditions(conditions, on=offer.starts_on, gate=Gate.FINAL),
        "has_started": offer.state == State.ACCEPTED and not offer.application.is_active,
        "turned_down": _turned_down(offer, conditions),
        "may_start": offer.state == State.ACCEPTED
        and not open_conditions(conditions, on=offer.starts_on),
        "events": list(reversed(events)),
        "warnings": [*running_out(offer, conditions), *_warnings(request, offer)],
        "untold": mail.untold(offer) if offer.application.is_active else None,
        "may_release": allowed(request, "settle_emails"),
        "time_left": time_left(offer),
        "overdue": offer.is_overdue(timezone.now()),
        "awaits_another": allowed(request, "make_offer") and _awaits_another(offer, versions),
        "verbs": _verbs(request, offer, refusal),
        "may_edit": offer.state in EDITABLE and allowed(request, "make_offer"),
        "may_add": conditions_of.may_add(offer) and allowed(request, "make_offer"),
        "may_keep": offer.is_live and allowed(request, "make_offer"),
    }


def _awaits_another(offer: Offer, versions: list[Offer]) -> bool:
    """Whether nothing came of it, and the application is in progress without another."""
    over = offer.state in (State.LAPSED, State.RESCINDED) and offer.application.is_active
    return over and all(one.number <= offer.number for one in versions)


def _of(offer: Offer, what: str) -> list:
    model = {"parts": FundingPart, "conditions": Condition}[what]

    def build():
        return model.objects.filter(offer=Slot("offer"))

    return kept((what, "of offer"), build).objects(offer=offer.pk)


def _events():
    return OfferEvent.objects.filter(offer=Slot("offer")).select_related("by")


def _versions():
    return Offer.objects.filter(application=Slot("application")).order_by("number")


def _warnings(request, offer: Offer) -> list[str]:
    if offer.state in (State.DRAFT, State.IN_APPROVAL, State.APPROVED):
        return warnings(offer, money=allowed(request, "view_ledger"))
    shows = offer.is_live and offer.application.is_active
    words = too_many(offer.supervisor, offer.application) if shows else ""
    return [words] if words else []


def _all(offer: Offer, parts, conditions) -> dict[str, str]:
    depends = conditions_in_words([one for one in conditions if one.in_letter])
    return {**terms(offer, parts), str(_("Depends on")): depends}


def _before(offer: Offer) -> dict[str, str] | None:
    """The terms of the version before, None if this is the first."""
    if offer.number == 1:
        return None
    rows = Offer.objects.select_related("supervisor", "co_supervisor")
    older = rows.filter(application=offer.application_id, number=offer.number - 1).first()
    if older is None:
        return None
    return _all(older, _of(older, "parts"), _of(older, "conditions"))


def _turned_down(offer: Offer, conditions: list[Condition]) -> str:
    """What was refused of an offer that counts, as long as nobody has decided what follows."""
    if not offer.is_live:
        return ""
    return ", ".join(str(one) for one in conditions if one.state == Progress.REFUSED)


def _shown(offer: Offer, conditions: list[Condition]) -> list[tuple[Condition, bool, bool]]:
    """(condition, whether it is late, whether it runs out before the first day)"""
    today = offer.application.centre.today()
    return [(one, one.is_late(today), one.runs_out_before(offer.starts_on)) for one in conditions]


def _verbs(request, offer: Offer, refusal: str) -> list[tuple[Verb, str, str]]:
    """(verb, address, why it cannot be done now) of those this person may ever do. What somebody
    started by is neither deferred nor taken back any more."""
    found: list[tuple[Verb, str, str]] = []
    if offer.state == State.ACCEPTED and not offer.application.is_active:
        return found
    for verb in VERBS.values():
        if offer.state in verb.states and allowed(request, verb.action):
            url = reverse("recruitment:offer-do", args=[offer.pk, verb.name])
            approving = verb.action == "approve_offer"
            found.append((verb, url, refusal if approving else ""))
    return found
