"""The e-mail an offer goes out with: a private page to read the letter and to answer.

The letter itself is no attachment: an inbox keeps it for whoever opens that.
"""

from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.links import purposes
from centre.links.models import PrivateLink
from centre.links.purposes import Purpose
from recruitment.messages import kinds, texts
from recruitment.messages.kinds import OF_CANDIDATES, Kind
from recruitment.messages.models import Message
from recruitment.messages.models import State as Sending
from recruitment.messages.outbox import post, withdraw_void
from recruitment.offers import sayings, tongues
from recruitment.offers.kinds import EventKind, Language, State
from recruitment.offers.models import Offer

PURPOSE = "offer"
# Until somebody does something, an e-mail stays here.
STAYS = (Sending.HELD, Sending.FAILED)
IN_PLACE = "offer-link:"  # the cause of one written in place of an expired link
# Whoever answered may come back to what they answered, and to the letter.
AFTERWARDS = timedelta(days=60)
ENGLISH = (
    "Your offer from {centre}: {position}",
    "Dear {name},\n\n"
    "we are pleased to offer you the position of {post}, at {centre}.\n\n"
    "Read the letter and answer on this page, which is yours alone:\n{link}\n\n"
    "Please answer by {answer_by}. After that the offer lapses.\n\n"
    "Kind regards,\n{sender}\n{centre}\n",
)
TRADITIONAL = (
    "{centre}錄取通知：{position}",
    "{name}：\n\n您好！我們很高興通知您，{centre}現錄取您為{post}。\n\n"
    "請於以下頁面閱讀通知書並回覆，此連結只供您使用：\n{link}\n\n"
    "請於{answer_by}前回覆，逾期作廢。\n\n{sender}\n{centre}\n",
)
SIMPLIFIED = (
    "{centre}录取通知：{position}",
    "{name}：\n\n您好！我们很高兴通知您，{centre}现录取您为{post}。\n\n"
    "请在以下页面阅读通知书并回复，此链接只供您使用：\n{link}\n\n"
    "请于{answer_by}前回复，逾期作废。\n\n{sender}\n{centre}\n",
)
ANSWER_BY = {"answer_by": _("until when to answer, with the zone")}
WITH_LINK = {**OF_CANDIDATES, "link": _("address of the private page"), **ANSWER_BY}
KIND = kinds.add(
    Kind(
        "offer",
        _("Offer"),
        texts={"en": ENGLISH, "zh-hant": TRADITIONAL, "zh-hans": SIMPLIFIED},
        places=WITH_LINK,
    )
)
REMINDER = kinds.add(
    Kind("offer-reminder", _("Reminder of an offer"), texts=sayings.REMINDER, places=WITH_LINK)
)
RESCINDED = kinds.add(Kind("offer-rescinded", _("Offer rescinded"), texts=sayings.RESCINDED))
LAPSED = kinds.add(
    Kind(
        "offer-lapsed",
        _("Offer lapsed"),
        texts=sayings.LAPSED,
        places={**OF_CANDIDATES, **ANSWER_BY},
    )
)
DEFERRED = kinds.add(
    Kind(
        "offer-deferred",
        _("Offer deferred"),
        texts=sayings.DEFERRED,
        places={**WITH_LINK, "first_day": _("the new first day")},
    )
)


def tell_candidate(offer: Offer, *, by: User | None, held: bool = False) -> None:
    """Write the e-mail of an offer that goes out: a decision, never sent twice. `held`: until
    somebody releases it."""
    _write(offer, KIND, _cause(offer), by=by, decision=True, held=held)


def remind(offer: Offer) -> None:
    """Once, with a link of its own: of the first only a print is kept."""
    _write(offer, REMINDER, f"offer-reminder:{offer.pk}", by=None, decision=False)


def was_told(offer: Offer, *, by: datetime | None = None) -> bool:
    """Whether the candidate knows of the offer, or did `by` then: its e-mail went out, or may
    have."""
    gone = Message.objects.filter(
        _of(offer), state__in=(Sending.SENT, Sending.SENDING, Sending.UNCLEAR)
    )
    return (gone.exclude(sent_at__gt=by) if by else gone).exists()


def versions_known(offer: Offer) -> list[Offer]:
    """This version and those it took the place of: whoever was told of one knows of an offer."""
    rows = Offer.objects.filter(application=offer.application_id, number__lt=offer.number)
    before = takewhile(lambda one: one.state == State.SUPERSEDED, rows.order_by("-number"))
    return [offer, *before]


def untold(offer: Offer) -> Message | None:
    """The e-mail that tells of an offer that is out, or of the deferral of an accepted one, if it
    stays here until somebody does something: held, or failed."""
    which = {State.SENT: _of(offer), State.ACCEPTED: _deferrals(offer)}.get(State(offer.state))
    if which is None:
        return None
    rows = Message.objects.filter(which).exclude(state=Sending.WITHDRAWN)
    newest = rows.only("state", "problem").order_by("-pk").first()
    return newest if newest and newest.state in STAYS else None


def state_told() -> Subquery:
    """For rows of offers that are out: the state of the e-mail that tells of each, as `untold` has
    it; of those written in place of an expired link none counts."""
    rows = Message.objects.filter(application=OuterRef("application"))
    rows = rows.filter(kind__in=(KIND.slug, REMINDER.slug)).exclude(state=Sending.WITHDRAWN)
    rows = rows.exclude(cause__startswith=IN_PLACE)
    return Subquery(rows.order_by("-pk").values("state")[:1])


def held_deferrals(offer: Offer) -> int:
    """How many of the last deferrals of an accepted offer are not told yet, for the e-mail that
    tells of them is held."""
    newest = untold(offer) if offer.state == State.ACCEPTED else None
    if newest is None or newest.state != Sending.HELD:
        return 0
    gone = Message.objects.filter(_deferrals(offer))
    gone = gone.exclude(state__in=(Sending.HELD, Sending.WITHDRAWN))
    rows = offer.events.filter(kind=EventKind.DEFERRED)
    told = gone.aggregate(at=Max("created_at"))["at"]
    return (rows.filter(at__gt=told) if told else rows).count()


def hears_by_the_clock(offer: Offer, *, by: datetime | None = None) -> bool:
    """Whether the candidate, who knows of it (`by` then), is written to without anybody's asking.
    Not from a copy: a centre loaded from a file brings no link, until somebody sends a new one."""
    return was_told(offer, by=by) and PrivateLink.objects.of(PURPOSE, offer).exists()


def tell_rescinded(offer: Offer, *, by: User, held: bool) -> None:
    _tell_end(offer, RESCINDED, by=by, held=held)


def tell_lapsed(offer: Offer) -> None:
    """What was not sent of the offer is sent no more."""
    told = any(map(hears_by_the_clock, versions_known(offer)))
    _withdraw(_of(offer), by=None, why=_t("The offer lapsed before this was sent."))
    if told:
        _tell_end(offer, LAPSED, by=None, held=False)


def tell_deferred(offer: Offer, *, by: User | None, held: bool) -> None:
    """The new intake and first day, with the way to the letter that says so; what waits of an
    earlier deferral is told no more."""
    _withdraw(_deferrals(offer), by=by, why=_t("The offer was deferred anew."))
    _tell_deferred(offer, by=by, held=held)


def _tell_deferred(offer: Offer, *, by: User | None, held: bool) -> None:
    number = Message.objects.filter(_deferrals(offer)).count() + 1
    cause = f"{DEFERRED.slug}:{offer.pk}:{offer.revision}:{number}"
    _write(offer, DEFERRED, cause, by=by, decision=True, held=held)


def _deferrals(offer: Offer) -> Q:
    return Q(cause__startswith=f"{DEFERRED.slug}:{offer.pk}:")


def unsay_ends(offer: Offer, *, by: User) -> None:
    """There is an offer again: the end of one before it that was not told yet is told no more."""
    ends = (RESCINDED.slug, LAPSED.slug)
    which = Q(application=offer.application_id, kind__in=ends)
    _withdraw(which, by=by, why=_t("There is an offer again."))


def _tell_end(offer: Offer, kind: Kind, *, by: User | None, held: bool) -> None:
    _tell(offer, kind, f"{kind.slug}:{offer.pk}", by=by, held=held)


def _tell(offer: Offer, kind: Kind, cause: str, *, by: User | None, held: bool) -> None:
    """Write an e-mail without a link."""
    application = offer.application
    candidate, centre = application.candidate, application.centre
    values = texts.values_for(candidate, application, centre=centre, by=by, language=offer.language)
    values["answer_by"] = tongues.answer_by(offer)
    subject, body = texts.written(kind, values, centre=centre, language=offer.language)
    post(
        kind.slug, cause, centre=centre, to=candidate.email, subject=subject,
        body=body, candidate=candidate, application=application, by=by, decision=True, held=held,
    )  # fmt: skip


def take_back(offer: Offer, *, by: User | None, why: str) -> None:
    """What was written to them opens nothing any more, and what waits to be sent is not sent."""
    withdraw(offer, by=by, why=why)
    PrivateLink.objects.of(PURPOSE, offer).revoke(timezone.now())


def withdraw(
    offer: Offer, *, by: User | None, why: str, until_undone: datetime | None = None
) -> None:
    """What waits to be sent of it is not sent."""
    links = PrivateLink.objects.of(PURPOSE, offer)
    anew = [_in_place_of(pk) for pk in links.values_list("pk", flat=True)]
    which = _of(offer) | _deferrals(offer) | Q(cause__in=anew)
    _withdraw(which, by=by, why=why, until_undone=until_undone)


def address_changed(person: int, _before: str, _now: str) -> None:
    """Whoever reads the old address opens nothing any more; staff send a new link. What is held of
    a new first day is held on, to the new address."""
    for offer in Offer.objects.filter(application__candidate=person).exclude(sent_at=None):
        is_held = held_deferrals(offer) > 0
        take_back(offer, by=None, why=_t("The address on record changed."))
        if is_held:
            _tell_deferred(offer, by=None, held=True)


def send_new_link(offer: Offer, *, by: User) -> None:
    """To the address on record now; the links before open nothing any more."""
    take_back(offer, by=by, why=_t("A new link was sent."))
    _write(offer, KIND, f"{_cause(offer)}:{offer.revision}", by=by, decision=False)


def _cause(offer: Offer) -> str:
    return f"offer:{offer.pk}"


def _of(offer: Offer) -> Q:
    """The e-mails that carry a link to it."""
    reminder = f"offer-reminder:{offer.pk}"
    return Q(cause__in=(_cause(offer), reminder)) | Q(cause__startswith=f"{_cause(offer)}:")


def _withdraw(which: Q, *, by: User | None, why: str, until_undone: datetime | None = None) -> None:
    withdraw_void(which, by=by.pk if by else None, why=why, until_undone=until_undone)


def _in_place_of(link: int) -> str:
    return f"{IN_PLACE}{link}"


def renew(link: PrivateLink) -> None:
    """A new link for somebody whose own expired, while there is something to see."""
    rows = Offer.objects.select_related("application__candidate", "application__centre")
    offer = rows.filter(pk=link.subject, state__in=(State.SENT, State.ACCEPTED)).first()
    if offer:
        _write(offer, KIND, _in_place_of(link.pk), by=None, decision=False)


def _write(
    offer: Offer, kind: Kind, cause: str, *, by: User | None, decision: bool, held: bool = False
) -> None:
    application = offer.application
    candidate, centre = application.candidate, application.centre
    until = max(offer.expires_at, timezone.now()) + AFTERWARDS
    _link, url = PrivateLink.make(PURPOSE, offer, expires_at=until, by=by)
    values = texts.values_for(candidate, application, centre=centre, by=by, language=offer.language)
    days = {"answer_by": tongues.answer_by(offer), "first_day": tongues.first_day(offer)}
    values |= {"link": url, **days}
    subject, body = texts.written(kind, values, centre=centre, language=offer.language)
    post(
        kind.slug,
        cause,
        centre=centre,
        to=candidate.email,
        subject=subject,
        body=body,
        candidate=candidate,
        application=application,
        by=by,
        decision=decision,
        held=held,
    )


def _language(link: PrivateLink) -> str:
    known = Offer.objects.filter(pk=link.subject).values_list("language", flat=True).first()
    return known or Language.ENGLISH


purposes.add(
    Purpose(
        PURPOSE,
        _("Your offer"),
        "recruitment:offer-answer",
        renew,
        language=_language,
        titles={language: words["page"] for language, words in tongues.PHRASES.items()},
    )
)
