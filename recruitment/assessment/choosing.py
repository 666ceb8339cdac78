"""Times offered to a candidate by private link, and the one they take."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.links import purposes
from centre.links.models import PrivateLink
from centre.web.refusal import Refused
from recruitment.assessment import mail_words, page_words
from recruitment.assessment.actions import usually_due
from recruitment.assessment.clashes import met, still_good
from recruitment.assessment.invitations import INTERVIEW, invite, unsay, values_of
from recruitment.assessment.models import Interview, Rescheduling
from recruitment.assessment.slots import KnownClash, Slot
from recruitment.assessment.when import clocks
from recruitment.messages import kinds, outbox
from recruitment.messages.kinds import OF_CANDIDATES, Kind
from recruitment.messages.outbox import post, withdraw_void
from recruitment.messages.texts import written as text_of
from recruitment.moves.planned import Planned
from recruitment.moves.unsaid import undone_ends
from recruitment.pipeline.ends import insist_on_open
from recruitment.pipeline.kinds import StepKind
from recruitment.pipeline.models import StageTransition

TIMES = kinds.add(
    Kind(
        "interview-times",
        gettext_lazy("Interview: times to choose from"),
        texts=mail_words.TIMES,
        places={**OF_CANDIDATES, "link": gettext_lazy("address of the private page")},
    )
)
LASTS = timedelta(days=14)
PURPOSE = "interview-slot"


@transaction.atomic
def offer(
    interview: Interview,
    times: Collection[datetime],
    shared: Collection[Slot] = (),
    *,
    by: User | None,
    knowing: Collection[str] = (),
) -> int:
    """Offer these times, and those of others that are free, and write to the candidate; how many
    of them can be had that could not before. `interview` is locked, so a form sent twice offers
    once. `knowing`: the clashes (their keys) that were read, and are no reason against these.
    Refused if it has a time or was cancelled, or its application ended."""
    _insist_on_choice(interview)
    insist_on_open(interview.application)
    had = {slot.starts_at: slot for slot in interview.slots.filter(taken_by=None)}
    added = [
        Slot.objects.create(centre=interview.centre, starts_at=at)
        for at in sorted({*times} - {*had})
    ]
    added += [slot for slot in shared if slot.starts_at not in had]
    interview.slots.add(*added)
    again = [had[at] for at in {*times} & {*had}]
    freed = _excuse(interview, [*added, *again], knowing) if knowing else []
    new = {*added, *freed}
    if new:
        write_to_candidate(interview, by=by)
    return len(new)


def _excuse(interview: Interview, slots: Collection[Slot], knowing: Collection[str]) -> list[Slot]:
    """Write down which of those clashes were known; the times of which one was not so before."""
    freed = []
    for slot, clash in met(interview, slots):
        if clash.key in knowing:
            _row, made = KnownClash.objects.get_or_create(
                slot=slot, interview=interview, **asdict(clash)
            )
            freed += [slot] * made
    return freed


def write_to_candidate(interview: Interview, *, by: User | None) -> None:
    """A link of their own to the times that are free; the one before opens nothing any more."""
    now = timezone.now()
    unsay(interview, by=by)
    PrivateLink.objects.of(PURPOSE, interview).revoke(now)
    link, url = PrivateLink.make(PURPOSE, interview, expires_at=now + LASTS, by=by)
    application, person = interview.application, interview.application.candidate
    values = values_of(interview, by=by) | {"link": url}
    subject, body = text_of(TIMES, values, centre=interview.centre, language=person.writes_in)
    post(
        INTERVIEW.slug,
        f"slots {interview.pk} {link.pk}",
        centre=interview.centre,
        to=person.email,
        subject=subject,
        body=body,
        candidate=person,
        application=application,
        by=by,
    )


def offer_anew(planned: Sequence[Planned], written: Sequence[StageTransition]) -> None:
    """An end that was a slip took back the e-mail with the times; it is written with a new link."""
    undone = undone_ends([one for one in planned if one.step.kind == StepKind.CORRECTION])
    if not undone:
        return
    taken = outbox.taken_back(undone, Q(cause__startswith="slots "))
    whose = {int(one.cause.split()[1]): one.by for one, _held in taken}
    rows = Interview.objects.standing().filter(pk__in=whose, starts_at=None)
    for interview in rows.select_related("centre", "application__candidate") if whose else ():
        write_to_candidate(interview, by=whose[interview.pk])


def address_changed(person: int, _before: str, _now: str) -> None:
    """Whoever reads the old address chooses no time any more; times offered anew bring a link."""
    rows = Interview.objects.filter(application__candidate=person)
    numbers = list(rows.values_list("pk", flat=True))
    links = PrivateLink.objects.filter(purpose=PURPOSE, subject__in=numbers)
    causes = [f"slots {subject} {pk}" for pk, subject in links.values_list("pk", "subject")]
    why = _("The address on record changed.")
    withdraw_void(Q(cause__in=causes), by=None, why=why)
    links.revoke(timezone.now())


@transaction.atomic
def take(interview: Interview, slot: Slot) -> None:
    """Give `interview` the time of `slot`; Refused in the candidate's language, nothing written, if
    somebody else has it.

    Taken on condition that nobody has it, so of any number at once one gets it.
    """
    held = Interview.objects.select_for_update(of=("self",))
    held = held.select_related("centre", "application__candidate", "created_by")
    interview = held.get(pk=interview.pk)
    words = page_words.PHRASES[interview.application.candidate.writes_in]
    if interview.is_cancelled:
        raise Refused(words["cancelled"])
    try:
        insist_on_open(interview.application)
    except Refused:  # which says so in the words of the office
        raise Refused(words["over"]) from None
    if interview.starts_at:
        raise Refused(words["chosen"])
    # Of two who choose at once with the same people on their panels, the second sees the first.
    sitting = interview.panel.order_by().values("user")
    list(User.objects.select_for_update(no_key=True).filter(pk__in=sitting).order_by("pk"))
    if not interview.slots.filter(pk=slot.pk, starts_at__gt=timezone.now()).exists():
        raise Refused(words["unoffered"])
    if not still_good(interview, [slot]):
        raise Refused(words["taken"])
    if not Slot.objects.filter(pk=slot.pk, taken_by=None).update(taken_by=interview):
        raise Refused(words["taken"])
    interview.starts_at = slot.starts_at
    # Whoever was asked to another time before has a calendar that waits for a higher number.
    interview.sequence += interview.sequence > 0
    interview.due_at = interview.due_at or usually_due(interview.centre, slot.starts_at)
    interview.save()
    Rescheduling.objects.create(interview=interview, to_at=slot.starts_at)
    # Answered, for another time, to whoever arranged it.
    invite(interview, by=interview.created_by)


def _insist_on_choice(interview: Interview) -> None:
    if interview.is_cancelled or interview.starts_at:
        raise Refused(_("This interview has a time already, or was cancelled."))


def choices(interview: Interview) -> list[tuple[Slot, list]]:
    """The free times offered to it, each with its clocks, the candidate's own first."""
    slots = still_good(interview, interview.slots.free())
    return [(slot, [*reversed(clocks(interview, slot.starts_at))]) for slot in slots]


@dataclass(frozen=True)
class Offered:
    """A time as the office sees it: still to be had, or why not."""

    slot: Slot
    lost: str = ""
    though: str = ""


def offered(interview: Interview) -> tuple[PrivateLink | None, list[Offered]]:
    """The times its candidate was offered, and the link with which they choose; nothing once it
    has a time. Six statements."""
    if interview.starts_at or interview.is_cancelled:
        return None, []
    slots, now = list(interview.slots.all()), timezone.now()
    good = {slot.pk for slot in still_good(interview, slots)}
    link = PrivateLink.objects.of(PURPOSE, interview).filter(revoked_at=None).first()
    known = set(interview.known_clashes.order_by().values_list("slot", flat=True))
    though = _("Offered in spite of another interview")
    return link, [
        Offered(slot, _why_lost(slot, good, now), though if slot.pk in known else "")
        for slot in slots
    ]


def _why_lost(slot: Slot, good: Collection[int], now: datetime) -> str:
    if slot.taken_by_id:
        return _("Taken by somebody else")
    if slot.starts_at <= now:
        return _("Passed")
    return "" if slot.pk in good else _("Somebody is in another interview")


@transaction.atomic
def take_back(interview: Interview, slot: Slot) -> None:
    """Offer it no longer. `interview` is locked; Refused if the candidate was faster."""
    if interview.starts_at:
        raise Refused(_("The candidate has chosen a time meanwhile."))
    interview.slots.remove(slot)


@transaction.atomic
def offer_back(interview: Interview, slot: Slot) -> None:
    """Undo that: their link, which still opens, shows it again. `interview` is locked; Refused if
    it has a time or was cancelled, or its application ended."""
    _insist_on_choice(interview)
    insist_on_open(interview.application)
    interview.slots.add(slot)


@transaction.atomic
def _renew(link: PrivateLink) -> None:
    """Locked, so that nobody is sent a link to an interview that is cancelled meanwhile."""
    rows = Interview.objects.standing().select_related("application", "created_by")
    rows = rows.select_for_update(of=("self",))
    interview = rows.filter(pk=link.subject, starts_at=None).first()
    if interview is not None and interview.application.is_active:
        write_to_candidate(interview, by=interview.created_by)


def _language(link: PrivateLink) -> str:
    rows = Interview.objects.select_related("application__candidate")
    found = rows.filter(pk=link.subject).first()
    return found.application.candidate.writes_in if found else "en"


purposes.add(
    purposes.Purpose(
        PURPOSE,
        gettext_lazy("Choose a time for your interview"),
        "recruitment:slot-choose",
        _renew,
        language=_language,
        titles=page_words.TITLES,
    )
)
