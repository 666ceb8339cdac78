"""Asking referees by e-mail, reminding them, and sending a new link in place of an expired one.

Each e-mail brings a link of its own, since a link's secret is kept nowhere; the older ones open the
same page until they expire, or until the letter's matter is over.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre import languages
from centre.accounts.models import User
from centre.links import purposes
from centre.links.models import PrivateLink
from centre.links.purposes import Purpose
from centre.web.jobs import every, job
from centre.web.refusal import Refused
from recruitment.messages import kinds, texts
from recruitment.messages.kinds import OF_CANDIDATES, Kind
from recruitment.messages.outbox import post
from recruitment.pipeline.ends import insist_on_open
from recruitment.pipeline.kinds import Status
from recruitment.referees import page_words, words
from recruitment.referees.fitness import unfit
from recruitment.referees.models import RefereeReport

State = RefereeReport.State
PLACES = {
    "referee": gettext_lazy("name of the referee"),
    "candidate": gettext_lazy("full name of the candidate"),
    **{name: OF_CANDIDATES[name] for name in ("position", "centre", "university", "sender")},
    "due": gettext_lazy("day the letter is due"),
    "link": gettext_lazy("address of the private page"),
}
REQUEST = kinds.add(
    Kind("reference", gettext_lazy("Request for a reference"), texts=words.REQUEST, places=PLACES)
)
REMINDER = kinds.add(
    Kind(
        "reference-reminder",
        gettext_lazy("Reminder of a reference"),
        texts=words.REMINDER,
        places=PLACES,
    )
)
OPEN_AFTER = timedelta(days=21)  # the link opens so long after the letter was due
BEFORE, AFTER = timedelta(days=7), timedelta(days=1)  # reminders, from the day it is due
MOST_LETTERS = 3  # by the clock; staff may write again
PURPOSE = "reference"


@transaction.atomic
def ask(report: RefereeReport, *, by: User | None, letters_out: int | None = None) -> RefereeReport:
    """Write to the referee, for the first time or as a reminder. Raises Refused.

    `letters_out`: how many were out as the asker saw it; if more are by now, this is the second of
    two clicks, or somebody was faster, and nothing is written.
    """
    held = _held(report.pk)
    if held is not None and letters_out is not None and held.letters_out != letters_out:
        return held
    if held is None or not held.may_be_asked:
        raise Refused(_("%(name)s has answered already.") % {"name": report})
    if not held.email:
        raise Refused(_("There is no e-mail address of %(name)s. Enter one.") % {"name": report})
    if who := unfit(held.name, held.email, held.application):
        words = _("%(name)s is %(who)s, who cannot be a referee.")
        raise Refused(words % {"name": report, "who": who.label})
    insist_on_open(held.application)
    now = timezone.now()
    held.state, held.asked_by = State.REQUESTED, by or held.asked_by
    held.reminded_at = now if held.asked_at else None
    held.asked_at = held.asked_at or now
    held.letters_out += 1
    _write(held, by=by, cause=f"reference:{held.pk}:{held.letters_out}")
    held.save()
    return held


def _held(pk: int) -> RefereeReport | None:
    rows = RefereeReport.objects.select_for_update(of=("self",))
    joins = ("centre", "application__candidate", "application__position",
             "application__intake", "application__supervisor__user")  # fmt: skip
    return rows.select_related(*joins).filter(pk=pk).first()


def _write(report: RefereeReport, *, by: User | None, cause: str) -> None:
    expires_at = report.centre.end_of(report.due_on) + OPEN_AFTER
    if expires_at < timezone.now() + OPEN_AFTER:
        expires_at = timezone.now() + OPEN_AFTER
    _link, url = PrivateLink.make(PURPOSE, report, expires_at=expires_at, by=by)
    application, centre = report.application, report.centre
    # A reminder by the clock comes from whoever asked.
    sender = by or report.asked_by
    values = texts.values_for(
        application.candidate, application, centre=centre, by=sender, language=report.language
    )
    values |= {
        "referee": report.name,
        "candidate": values["full_name"],
        "due": languages.day_in(report.due_on, report.language),
        "link": url,
    }
    kind = REMINDER if report.reminded_at else REQUEST
    subject, body = texts.written(kind, values, centre=centre, language=report.language)
    post(
        kind.slug,
        cause,
        centre=centre,
        to=report.email,
        subject=subject,
        body=body,
        candidate=application.candidate,
        application=application,
        by=sender,  # whom it is signed by, and to whom it is answered
    )


def to_be_reminded(now: datetime):
    """Asked, unanswered, of an application still open, and near their day or over it; asked from
    here: a centre loaded from a file brings no link, and a copy writes to nobody by itself."""
    open_ones = RefereeReport.objects.filter(
        state=State.REQUESTED, application__status=Status.ACTIVE
    )
    near = Q(letters_out=1, due_on__lte=(now + BEFORE).date(), asked_at__lte=now - AFTER)
    over = Q(letters_out__lt=MOST_LETTERS, due_on__lte=(now - AFTER).date())
    rested = Q(reminded_at=None) | Q(reminded_at__lte=now - BEFORE)
    links = PrivateLink.objects.filter(purpose=PURPOSE, subject=OuterRef("pk")).order_by()
    return open_ones.filter(Exists(links), near | over & rested)


def _somebody_is() -> bool:
    return to_be_reminded(timezone.now()).exists()


@every(3600, when=_somebody_is)
@job
def remind() -> None:
    for report in to_be_reminded(timezone.now()).order_by("pk")[:100]:
        _remind_one(report.pk)


@transaction.atomic
def _remind_one(pk: int) -> None:
    held = _held(pk)  # another worker may have written this moment
    if held and to_be_reminded(timezone.now()).filter(pk=pk).exists():
        try:
            ask(held, by=None)
        except Refused:
            return


def renew(link: PrivateLink) -> None:
    """A new link for somebody whose own expired, while the letter is still wanted."""
    report = RefereeReport.objects.filter(pk=link.subject, state=State.REQUESTED).first()
    if report and report.application.status == Status.ACTIVE:
        # Who may not be asked any more learns nothing here: the answer is the same for everybody.
        with suppress(Refused):
            ask(report, by=None)


def _language(link: PrivateLink) -> str:
    found = RefereeReport.objects.filter(pk=link.subject).first()
    return found.language if found else "en"


purposes.add(
    Purpose(
        PURPOSE,
        gettext_lazy("Letter of reference"),
        "recruitment:reference",
        renew,
        language=_language,
        titles=page_words.TITLES,
    )
)
