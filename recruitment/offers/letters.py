"""What a letter says, in the language of its offer: plain words, kept as they go out."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone, translation

from centre.languages import day_in
from centre.money.amounts import Money, written
from centre.targets.models import TrackKind
from recruitment.messages.texts import names_in, post_in
from recruitment.offers.kinds import Gate, Language
from recruitment.offers.models import Condition, FundingPart, Offer, open_conditions
from recruitment.offers.tongues import CONDITIONS, PHRASES, SOURCES, answer_by, first_day

_LANGS = {Language.TRADITIONAL: "zh-Hant", Language.SIMPLIFIED: "zh-Hans"}


def letter_of(offer: Offer) -> dict:
    """The letter an offer goes out with; before that, without a day."""
    t, values = PHRASES[offer.language], _values(offer)
    return _letter(offer, depends_on(offer)) | {
        "title": t["title"],
        "lead": t["lead"] % values,
        "answer": t["answer"] % values,
        "on": day_in(values["sent_on"], offer.language) if offer.sent_at else "",
    }


def letter_of_deferral(offer: Offer, *, before: date, on: date) -> dict:
    """The letter `on` a day to whoever accepted, and comes later: the terms with the new first
    day, and what they still depend on. It takes the place of the one of that day `before`."""
    t, language = PHRASES[offer.language], offer.language
    centre = offer.application.centre
    accepted = centre.day_of(offer.answered_at or timezone.now())
    days = {"accepted": day_in(accepted, language), "before": day_in(before, language)}
    values = _values(offer) | days
    return _letter(offer, still_open(offer)) | {
        "title": t["deferral"],
        "lead": t["deferral_lead"] % values,
        "in_place": t["in_place"] % values,
        "on": day_in(on, language),
    }


def depends_on(offer: Offer) -> list[Condition]:
    """What was offered, approved and accepted with it."""
    return [one for one in offer.conditions.all() if one.in_letter]


def still_open(offer: Offer) -> list[Condition]:
    return open_conditions(depends_on(offer), on=offer.starts_on)


def sentences(conditions: Iterable[Condition], language: str) -> list[str]:
    t = PHRASES[language]
    return [_condition(one, t, language) for one in conditions]


def _values(offer: Offer) -> dict:
    application, language = offer.application, offer.language
    centre = application.centre
    names = names_in(language, application.candidate, centre)
    return {
        "name": names["full_name"],
        "position": application.position.title,
        "intake": application.intake.name,
        "post": post_in(language, application),
        "centre": names["centre"],
        "university": centre.host_university or names["centre"],
        "at": answer_by(offer),
        "sent_on": centre.day_of(offer.sent_at or timezone.now()),
    }


def _letter(offer: Offer, conditions: Iterable[Condition]) -> dict:
    """What every letter of the offer says."""
    t, values = PHRASES[offer.language], _values(offer)
    return {
        "lang": _LANGS.get(Language(offer.language), "en"),
        "centre_name": values["centre"],
        "about": values["post"],
        "to": values["name"],
        "dear": t["dear"] % values,
        "rows": _terms(offer, t),
        "depends": t["conditions"],
        "conditions": sentences(conditions, offer.language),
        "paragraph": offer.paragraph,
        "closing": t["closing"],
        "for_centre": t["for_centre"] % values,
    }


def _terms(offer: Offer, t: dict[str, str]) -> list[tuple[str, str]]:
    rows = [
        (t[offer.pay], written(offer.pay_a_month)),
        (t["months"], str(offer.months)),
        *_programme(offer, t),
        (t["starts_on"], first_day(offer)),
        (t["supervisor"], str(offer.supervisor)),
    ]
    if offer.co_supervisor:
        rows.append((t["co_supervisor"], str(offer.co_supervisor)))
    if paid := [_paid(one, offer) for one in offer.parts.all()]:
        comma = ", " if offer.language == Language.ENGLISH else "；"
        rows.append((t["payers"], comma.join(paid)))
    return rows


def _paid(part: FundingPart, offer: Offer) -> str:
    if offer.language == Language.ENGLISH:
        with translation.override("en"):
            who = str(part)
    else:
        who = f"{SOURCES[offer.language][part.source]} {part.text}".strip()
    return f"{who} {written(Money(part.amount, offer.currency))}"


def _programme(offer: Offer, t: dict[str, str]) -> list[tuple[str, str]]:
    """How long the studies take, which is not how long they are paid; nothing of a contract."""
    track = offer.application.track
    if track.kind == TrackKind.POSTDOC or not track.usual_months:
        return []
    return [(t["programme"], t["period"] % {"n": track.usual_months})]


def _condition(one: Condition, t: dict[str, str], language: str) -> str:
    gate = t["final"] if one.gate == Gate.FINAL else t["first_day"]
    words = [one.text or CONDITIONS[language][one.kind], gate]
    if one.due_on:
        words.append(t["due"] % {"day": day_in(one.due_on, language)})
    return (", " if language == Language.ENGLISH else "，").join(words)
