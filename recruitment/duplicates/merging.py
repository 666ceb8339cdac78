"""Making one person of two: everything of the other goes to the one kept, and nothing is lost.

The row of the other is deleted, so that nothing can show or count it. The merge keeps what both
were, which is how it is undone; values not chosen stay readable in the history of the person kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditlog.models import LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.templatetags.cohort import full_day
from centre.web.refusal import Refused
from recruitment.candidates.merges import MERGED, Merge
from recruitment.candidates.models import Candidate
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates import rows
from recruitment.duplicates.compare import FIELDS, LISTS, Pair
from recruitment.enrolment.models import Researcher
from recruitment.moves import rehome
from recruitment.offers.kinds import State
from recruitment.offers.models import Offer
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import Application, DispositionReason

DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Choice:
    """What somebody decided about two people."""

    kept: int
    gone: int
    values: Mapping[str, int] = field(default_factory=dict)  # {field: whose value stays}
    aside: frozenset[int] = frozenset()  # applications that will not count


@transaction.atomic
def merge(choice: Choice, *, seen: str = "", by: User | None) -> Merge:
    """Make `choice.gone` part of `choice.kept`, all or nothing.

    `seen` is what the asker saw (Pair.digest). Raises Refused with a sentence.
    """
    held = rehome.hold([choice.kept, choice.gone])
    if len(held) < 2:
        raise Refused(_merged_meanwhile(choice))
    kept, gone = held[choice.kept], held[choice.gone]
    pair = Pair((held[min(held)], held[max(held)]))
    if pair.refusals:
        raise Refused(" ".join(pair.refusals))
    if seen and seen != pair.digest:
        raise Refused(
            _("Somebody changed one of them after you opened the page. Look at both again.")
        )
    before: dict[str, Any] = {"kept": rows.as_data(kept), "gone": rows.as_data(gone)}
    words, values = _not_chosen(pair, choice), _values(pair, choice)
    before["aside"] = _set_aside(pair, choice, by)
    before["moved"] = _move(kept, gone)
    before["researcher"] = _one_researcher(kept, gone, before["moved"])
    before["pairs"] = _keep_apart(kept, gone)
    done = Merge(
        centre=kept.centre,
        kept=kept,
        gone=gone.pk,
        gone_name=gone.full_name,
        gone_added_by=gone.created_by,
        gone_researcher=before["researcher"] and int(before["researcher"]["id"]),
        not_chosen=words,
        by=by,
    )
    told = _told(gone, words)
    gone.delete()
    kept.save_if(kept.version, _assign(kept, values))
    rehome.show_current([kept.pk])
    LogEntry.objects.log_create(
        kept, action=LogEntry.Action.UPDATE, changes={MERGED: ["", told]}, actor=by
    )
    before["after"] = rows.prints(kept.pk)
    done.before = before
    done.save()
    return done


def _merged_meanwhile(choice: Choice) -> str:
    last = Merge.objects.standing().filter(gone__in=[choice.kept, choice.gone]).last()
    if last is None:
        return _("One of them is not here any more. Look again.")
    return _("%(who)s merged %(gone)s into %(kept)s meanwhile.") % {
        "who": last.by or _("Somebody"), "gone": last.gone_name, "kept": last.kept,
    }  # fmt: skip


def _chosen(line, pair: Pair, choice: Choice) -> int:
    """Which of the two values of a line stays."""
    at = [one.pk for one in pair.people].index(choice.values.get(line.name, choice.kept))
    return at if line.values[at] else 1 - at


def _values(pair: Pair, choice: Choice) -> dict[str, str]:
    """{field: value} of the person kept. An e-mail not chosen becomes another e-mail."""
    values = {
        line.name: line.values[_chosen(line, pair, choice)]
        for line in pair.lines
        if line.name in FIELDS
    }
    lists = {line.name: line.values for line in pair.lines if line.name in LISTS}
    emails = [one.email for one in pair.people]
    values["other_emails"] = _lines(emails, lists["other_emails"], but=values["email"])
    values["home_pages"] = _lines((), lists["home_pages"])
    return values


def _lines(first, texts, *, but: str = "") -> str:
    every = [*first, *(line for text in texts for line in text.splitlines())]
    return "\n".join(line for line in dict.fromkeys(every) if line and line != but)


def _not_chosen(pair: Pair, choice: Choice) -> str:
    """The values that do not stay in a field, a line each. E-mails stay as further ones."""
    return "\n".join(
        f"{line.label}: {line.shown[1 - _chosen(line, pair, choice)]}"
        for line in pair.lines
        if line.differs and line.name in FIELDS and line.name != "email"
    )


def _assign(kept: Candidate, values: Mapping[str, str]) -> list[str]:
    """Give `kept` these values; the names of those that are new."""
    changed = [name for name, value in values.items() if str(getattr(kept, name) or "") != value]
    for name in changed:
        setattr(kept, name, values[name])
    return changed


def _set_aside(pair: Pair, choice: Choice, by: User | None) -> list[list]:
    """[application, its steps so far] of those that count no more, one of each clash."""
    done = []
    for clash in pair.clashes:
        aside = {one.pk for one in clash.applications} & choice.aside
        counts = clash.fixed or clash.usual
        if len(aside) == 1 and clash.fixed is None:
            counts = next(one for one in clash.applications if one.pk not in aside)
        other = next(one for one in clash.applications if one is not counts)
        _insist_settled(other)
        note = _("Duplicate: the same person applied to this position and intake twice.")
        reason = _reason(other)
        done.append([other.pk, rehome.set_aside(other, reason, note=note, actor=by)])
    return done


def _insist_settled(application: Application) -> None:
    """An offer that is out or accepted would be taken back from somebody who has it in hand."""
    rows = Offer.objects.filter(application=application, state__in=(State.SENT, State.ACCEPTED))
    offer = rows.first()
    if offer is not None:
        text = _(
            "Settle the offer of %(name)s first: it is “%(state)s”, and the application it belongs "
            "to (%(stage)s) would not count any more."
        )
        raise Refused(
            text
            % {
                "name": application.candidate,
                "state": offer.get_state_display(),
                "stage": application.stage,
            }
        )


def _reason(application: Application) -> DispositionReason:
    """The centre's reason for duplicates, made if it has none."""
    known = DispositionReason.objects.filter(centre=application.centre_id, code=DUPLICATE)
    found = known.exclude(party=Party.RESEARCHER).order_by("pk").first()
    return found or DispositionReason.objects.create(
        centre_id=application.centre_id, party=Party.NEITHER, code=DUPLICATE, name=_("Duplicate")
    )


def _move(kept: Candidate, gone: Candidate) -> dict[rows.Name, rows.Ids]:
    """Lead to `kept` what leads to `gone`; which rows those were."""
    moved = {}
    for name, relation in rows.moved_along().items():
        if ids := rows.of(relation, gone.pk):
            rows.move(relation, ids, kept.pk)
            moved[name] = ids
    name, relation = "recruitment.Application.candidate", Application._meta.get_field("candidate")
    if ids := rows.of(relation, gone.pk):
        rehome.hand_over(ids, kept)
        moved[name] = ids
    return moved


def _one_researcher(kept: Candidate, gone: Candidate, moved: dict) -> dict[str, Any] | None:
    """Make one researcher of two; the row that went, None if there was at most one."""
    theirs = Researcher.objects.filter(candidate=gone).first()
    if theirs is None:
        return None
    ours = Researcher.objects.filter(candidate=kept).first()
    if ours is None:
        name = "recruitment.Researcher.candidate"
        rows.move(Researcher._meta.get_field("candidate"), [theirs.pk], kept.pk)
        moved[name] = [theirs.pk]
        return None
    for name, relation in rows.relations(Researcher).items():
        if ids := rows.of(relation, theirs.pk):
            rows.move(relation, ids, ours.pk)
            moved[name] = ids
    data = rows.as_data(theirs)
    theirs.delete()
    return data


def _keep_apart(kept: Candidate, gone: Candidate) -> dict[str, list]:
    """Whom `gone` is not, `kept` is not either: the rows as they were, and those made."""
    were, made = [], []
    for row in NotSame.objects.of(gone).select_related("first", "second", "said_by"):
        were.append(rows.as_data(row))
        other = row.second if row.first_id == gone.pk else row.first
        if other != kept and not NotSame.objects.told(kept, other):
            made.append(NotSame.say(kept, other, by=row.said_by).pk)
    return {"were": were, "made": made}


def _told(gone: Candidate, not_chosen: str) -> str:
    """What the history of the person kept says of the other."""
    words = [str(gone), gone.native_name, gone.email]
    words.append(_("added %(day)s") % {"day": full_day(gone.created_at)})
    if gone.created_by:
        words.append(_("by %(name)s") % {"name": gone.created_by})
    return "; ".join([", ".join(filter(None, words)), *not_chosen.splitlines()])
