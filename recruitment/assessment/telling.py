"""Telling the candidate what the committee decided: a tick of its own, or later.

Of “No offer” they are told when the application is closed, and by nothing else: a rejection comes
once.
"""

from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from recruitment.assessment import words
from recruitment.assessment.decisions import Decision
from recruitment.messages import kinds, outbox
from recruitment.messages.kinds import Kind
from recruitment.messages.texts import values_for, written

_KINDS = {
    Decision.Recommendation.OFFER: kinds.add(
        Kind("recommended", _("Committee: recommended for an offer"), texts=words.RECOMMENDED)
    ),
    Decision.Recommendation.RESERVE: kinds.add(
        Kind("reserve", _("Committee: kept in reserve"), texts=words.RESERVE)
    ),
    Decision.Recommendation.LATER: kinds.add(
        Kind("decided-later", _("Committee: decides later"), texts=words.LATER)
    ),
}


def kind_for(recommendation: str) -> Kind | None:
    """None for what nobody is told of here."""
    return _KINDS.get(Decision.Recommendation(recommendation))


# Every e-mail of a decision.
SAID = Q(cause__startswith="decided:")


def cause_of(decision: Decision) -> str:
    return f"decided:{decision.pk}"


def unsay_earlier(decision: Decision) -> None:
    """What an earlier meeting decided is not said any more, for a later one counts."""
    if decision.application.decisions.first() != decision:
        return
    earlier = SAID & Q(application=decision.application_id)
    why = _t("A later meeting decided anew.")
    outbox.withdraw_void(earlier, by=decision.by_id, why=why)


def tell_of(decision: Decision) -> None:
    """Write the e-mail about it, within the transaction that records it."""
    kind = _KINDS[Decision.Recommendation(decision.recommendation)]
    by = decision.by
    application = decision.application
    person, centre = application.candidate, application.centre
    values = values_for(person, application, centre=centre, by=by, language=person.writes_in)
    subject, body = written(kind, values, centre=centre, language=person.writes_in)
    outbox.post(
        kind.slug,
        cause_of(decision),
        centre=centre,
        to=person.email,
        subject=subject,
        body=body,
        candidate=person,
        application=application,
        by=by,
        decision=True,
    )
