"""Writing a scorecard: conflict first, drafts, and giving it in, which locks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.models import User
from centre.templatetags.cohort import moment
from centre.web.refusal import Refused
from recruitment.assessment.invitations import ask_again, call_off_again
from recruitment.assessment.models import Interview, PanelMember
from recruitment.assessment.scorecards import Criterion, Rating, Scorecard

CANNOT_SAY = "-"


class Overtaken(Refused):
    """Another window has saved this draft since."""


@dataclass(frozen=True)
class Answers:
    """What a member typed: {criterion: (word or None, evidence)}; a criterion that is not a key of
    `words` is not answered yet."""

    overall: int | None = None
    why: str = ""
    words: Mapping[int, int | None] = field(default_factory=dict)
    evidence: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def declare(member: PanelMember, conflict: str, note: str = "") -> None:
    """Say whether something ties them to the candidate. A card that is in stays as it is, and so
    does a conflict that was declared."""
    _hold(member)
    if _card(member).is_in:
        raise Refused(_("Your scorecard is in. Ask the centre manager."))
    if member.has_conflict and conflict != PanelMember.Conflict.DECLARED:
        raise Refused(
            _(
                "You declared a conflict of interest, and that stays on record. Ask the office if "
                "it was a mistake: somebody else can take your place."
            )
        )
    is_new = conflict == PanelMember.Conflict.DECLARED and not member.has_conflict
    member.conflict, member.conflict_note = conflict, note
    member.save(update_fields=["conflict", "conflict_note"])
    if is_new:
        call_off_again(member)


def _hold(member: PanelMember) -> None:
    """Read anew with the interview locked, which comes first as for whoever changes it: neither
    waits for the other, and none of its calendar's numbers is lost."""
    rows = Interview.objects.with_application().select_for_update(of=("self",))
    try:
        member.interview = rows.get(pk=member.interview_id)
        member.refresh_from_db(fields=["conflict", "conflict_note"])
    except ObjectDoesNotExist:
        raise Refused(_("You are not on this panel any more.")) from None


@transaction.atomic
def take_back_conflict(member: PanelMember, *, reason: str, by: User) -> None:
    """The office finds that it was declared by mistake: on every panel of that candidate the member
    is asked anew. The audit log keeps who found so, and why."""
    if member.user_id == by.pk:
        raise Refused(_("You declared this conflict of interest, so someone else takes it back."))
    candidate = member.interview.application.candidate_id
    rows = PanelMember.objects.select_for_update(of=("self",)).filter(
        user=member.user_id,
        interview__application__candidate=candidate,
        conflict=PanelMember.Conflict.DECLARED,
    )
    for one in rows:
        told = {"conflict": [one.conflict, ""], "why it was taken back": ["", reason]}
        one.conflict, one.conflict_note = PanelMember.Conflict.UNASKED, ""
        with disable_auditlog():  # one line for it, with the reason
            one.save(update_fields=["conflict", "conflict_note"])
        LogEntry.objects.log_create(one, action=LogEntry.Action.UPDATE, changes=told, actor=by)
        if one.interview_id == member.interview_id:
            ask_again(one, by=by)


@transaction.atomic
def save_draft(member: PanelMember, answers: Answers, *, seen: int) -> Scorecard:
    """Write the draft over the one that `seen` counts. Raises Refused, with nothing written."""
    card = _writable(member, seen)
    card.overall, card.evidence = answers.overall, answers.why
    card.saves += 1
    card.save()
    asked = Criterion.objects.asked_for(member.interview.application.position)
    card.ratings.all().delete()
    Rating.objects.bulk_create(
        Rating(
            scorecard=card,
            criterion=criterion,
            value=answers.words.get(criterion.pk),
            evidence=answers.evidence.get(criterion.pk, ""),
            is_open=criterion.pk not in answers.words,
        )
        for criterion in asked
    )
    return card


def waits_for(interview: Interview) -> str:
    """What has to happen before a scorecard of it may be given in; nothing once it has begun. One
    statement for one that has no time."""
    if interview.starts_at is None:
        offered = _(
            "The candidate has not chosen a time for this interview yet. Save a draft now, and "
            "give it in once you have met them."
        )
        unoffered = _(
            "This interview has no time yet, and the candidate was offered none. Save a draft now, "
            "and give it in once you have met them."
        )
        return offered if interview.slots.exists() else unoffered
    if interview.starts_at > timezone.now():
        words = _(
            "The interview is still to come, on %(time)s. Save a draft now, and give it in "
            "once you have met the candidate."
        )
        return words % {"time": moment(interview.starts_at)}
    return ""


@transaction.atomic
def give(member: PanelMember, answers: Answers, *, seen: int) -> Scorecard:
    """The draft with these answers, in for good. Raises Refused if something is not answered, or
    the interview has not begun."""
    if wait := waits_for(member.interview):
        raise Refused(wait)
    card = save_draft(member, answers, seen=seen)
    lacking = card.ratings.filter(is_open=True).count()
    if lacking:
        raise Refused(
            ngettext(
                "%(n)d criterion has no rating. Choose a word, or “Cannot say”.",
                "%(n)d criteria have no rating. Choose a word, or “Cannot say”.",
                lacking,
            )
            % {"n": lacking}
        )
    if card.overall is None:
        raise Refused(_("Say what you think overall."))
    card.submitted_at = timezone.now()
    card.save()
    return card


def _card(member: PanelMember) -> Scorecard:
    """Theirs, locked, made if there is none."""
    Scorecard.objects.get_or_create(member=member)
    return Scorecard.objects.select_for_update().get(member=member)


def _writable(member: PanelMember, seen: int) -> Scorecard:
    if member.interview.is_cancelled:
        raise Refused(_("This interview was cancelled."))
    if member.has_conflict:
        raise Refused(_("You declared a conflict of interest."))
    if member.conflict != PanelMember.Conflict.NONE:
        raise Refused(_("Say first whether you have a conflict of interest."))
    card = _card(member)
    if card.is_in:
        raise Refused(_("Your scorecard is in, which locks it."))
    if card.saves != seen:
        raise Overtaken(
            _("Another window saved this scorecard after you opened it here. Look at it again.")
        )
    return card
