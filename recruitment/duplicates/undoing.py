"""Undoing a merge: both people as they were, as long as nobody touched the one kept since."""

from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.candidates.merges import MERGED, Merge
from recruitment.candidates.models import Candidate, CandidateKey
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates import rows
from recruitment.duplicates.compare import FIELDS, LISTS
from recruitment.enrolment.models import Researcher
from recruitment.moves import rehome
from recruitment.pipeline.models import Application
from recruitment.tasks.models import Task


@transaction.atomic
def undo(merge: Merge, *, by: User | None) -> Candidate:
    """Bring back the other person of `merge`, whom it returns. Raises Refused with a sentence."""
    held = rehome.hold([merge.kept_id])
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    before = merge.before
    if merge.undone_at:
        raise Refused(_("This merge was undone already."))
    if not merge.may_undo:
        raise Refused(_("A merge can be undone for seven days, and these are over."))
    if merge.kept_id != int(before["kept"]["id"]):
        raise Refused(
            _("%(name)s was merged into somebody else since. Undo that first.")
            % {"name": before["kept"]["full_name"]}
        )
    if Candidate.objects.filter(pk=merge.gone).exists():
        # The number went to somebody else, as it may where a whole centre was loaded anew.
        raise Refused(
            _("Somebody else has the number of %(name)s now.") % {"name": merge.gone_name}
        )
    kept = held[merge.kept_id]
    if touched := rows.touched(before["after"], rows.prints(kept.pk)):
        raise Refused(
            _("Not undone, for something was changed since: %(what)s.")
            % {"what": ", ".join(touched)}
        )
    gone = _bring_back(before["gone"])
    _move_back(before, kept, gone)
    _restore(kept, before["kept"])
    _ask_again(before["pairs"])
    CandidateKey.refresh([kept, gone])
    rehome.show_current([kept.pk, gone.pk])
    for one, other in ((kept, gone), (gone, kept)):
        LogEntry.objects.log_create(
            one, action=LogEntry.Action.UPDATE, changes={MERGED: [str(other), ""]}, actor=by
        )
    merge.undone_at, merge.undone_by, merge.before, merge.not_chosen = timezone.now(), by, {}, ""
    merge.save()
    return gone


def _bring_back(data: dict) -> Candidate:
    """The other person's row as it was, under its old number."""
    # One up, so that a form opened before the merge overwrites nothing.
    gone = rows.from_data(Candidate, data | {"version": int(data["version"]) + 1})
    gone.save_base(raw=True, force_insert=True)
    return gone


def _move_back(before: dict, kept: Candidate, gone: Candidate) -> None:
    moved = dict(before["moved"])
    applications = moved.pop("recruitment.Application.candidate", ())
    rehome.hand_over(applications, gone)
    Task.objects.follow(applications, gone)
    for pk, steps in before["aside"]:
        rehome.bring_back(Application.objects.get(pk=pk), steps=steps)
    researcher = before["researcher"] and rows.from_data(Researcher, before["researcher"])
    if researcher:
        researcher.save_base(raw=True, force_insert=True)
    of_person, of_researcher = rows.relations(Candidate), rows.relations(Researcher)
    for name, ids in moved.items():
        if name in of_person:
            rows.move(of_person[name], ids, gone.pk)
        elif researcher:
            rows.move(of_researcher[name], ids, researcher.pk)


def _restore(kept: Candidate, data: dict) -> None:
    was = rows.from_data(Candidate, data)
    # A merge of an earlier version may have given `kept` the other's.
    names = [*FIELDS, *LISTS, "created_by"]
    for name in names:
        setattr(kept, name, getattr(was, name))
    kept.save_if(kept.version, names)


def _ask_again(pairs: dict) -> None:
    NotSame.objects.filter(pk__in=pairs["made"]).delete()
    for data in pairs["were"]:
        rows.from_data(NotSame, data).save_base(raw=True, force_insert=True)
