"""What happens to a referee: named, corrected, their letter received, declined, waived."""

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.links.models import PrivateLink
from centre.web.refusal import Refused
from recruitment.documents import store
from recruitment.documents.files import keep
from recruitment.referees.asking import PURPOSE
from recruitment.referees.models import RefereeReport

State = RefereeReport.State


def receive(
    report: RefereeReport, *, upload: File | None, letter: str, filed_by: User | None
) -> RefereeReport:
    """Keep the letter, as a file or as typed. Raises Refused; a letter is not written over.

    `filed_by`: staff who file one that came by post; the referee themselves otherwise.
    """
    stored = None
    try:
        with transaction.atomic():
            held = _held(report)
            if held.state == State.RECEIVED:
                raise Refused(_("A letter of %(name)s is here already.") % {"name": held})
            if held.state == State.WAIVED and filed_by is None:
                raise Refused(_("This letter is not needed any more. Thank you all the same."))
            if upload:
                stored = keep(upload, centre=held.centre, name=upload.name or "", by=filed_by)
            held.file, held.letter, held.filed_by = stored, letter.strip(), filed_by
            _settle(held, State.RECEIVED)
            return held
    except BaseException:
        if stored:
            store.drop(stored.key)
        raise


@transaction.atomic
def decline(report: RefereeReport, *, remark: str) -> None:
    """By the referee. Declining twice is declining once; a letter that is here stays."""
    held = _held(report)
    if held.state in (State.REQUESTED, State.NAMED):
        held.remark = " ".join(remark.split())[:300]
        _settle(held, State.DECLINED)


@transaction.atomic
def waive(report: RefereeReport) -> bool:
    """The centre does without; their link ends. False if the letter is here already."""
    held = _held(report)
    if held.state == State.RECEIVED:
        return False
    if held.state != State.WAIVED:
        _settle(held, State.WAIVED)
        PrivateLink.objects.of(PURPOSE, held).revoke(timezone.now())
    return True


@transaction.atomic
def want_again(report: RefereeReport) -> None:
    """Undo waiving: whoever was asked is sent a new link with the next e-mail."""
    held = _held(report)
    if held.state == State.WAIVED:
        held.state = State.REQUESTED if held.asked_at else State.NAMED
        held.answered_at = None
        held.save()


@transaction.atomic
def address_changed(report: RefereeReport) -> None:
    """Whoever had the links sent to the old address can open nothing with them."""
    PrivateLink.objects.of(PURPOSE, report).revoke(timezone.now())


def _held(report: RefereeReport) -> RefereeReport:
    rows = RefereeReport.objects.select_for_update(of=("self",)).select_related("centre")
    return rows.get(pk=report.pk)


def _settle(report: RefereeReport, state: str) -> None:
    report.state, report.answered_at = state, timezone.now()
    report.save()
