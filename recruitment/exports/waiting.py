"""What waits for somebody: the tasks of who asks, and e-mails only a person can bring on."""

from collections.abc import Sequence

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from recruitment.exports.listed import DAY, MOMENT, Asked, Column, Listed, by_key, keys_of
from recruitment.messages.kinds import kind_of
from recruitment.messages.models import Message
from recruitment.messages.reading import WAITING_FOR_A_PERSON, all_in_state
from recruitment.tasks.sources import waiting_for


def tasks(query: QueryDict, asked: Asked) -> Listed:
    """As the page has it, which shows the first of a kind and says how many there are."""
    waits = waiting_for(asked.user, asked.centre, timezone.now())
    rows = waits.rows
    cut = [
        _("the first %(n)d of %(all)d %(what)s")
        % {"n": len(kind.rows), "all": kind.in_all, "what": kind.name}
        for kind in waits.cut
    ]
    return Listed(
        title=_("My tasks"),
        narrowed="; ".join([_("what waits for %(name)s") % {"name": asked.user}, *cut]),
        columns=[
            Column(_("Due"), DAY), Column(_("What")), Column(_("Candidate")),
            Column(_("Name in own script")), Column(_("About")),
        ],
        rows=len(rows),
        people=len({one.person for one in rows if one.person}),
        read=lambda: ([one.due, one.what, one.name, one.native_name, one.detail] for one in rows),
        back=reverse("recruitment:tasks"),
    )  # fmt: skip


def emails(query: QueryDict, asked: Asked) -> Listed:
    """Unclear, held and failed ones, in this order; what they say stays here."""
    states = WAITING_FOR_A_PERSON.values()
    every = all_in_state(asked.user, asked.centre, *states).order_by()
    n, people = every.aggregate(n=Count("pk"), people=Count("candidate", distinct=True)).values()
    parts = [all_in_state(asked.user, asked.centre, one) for one in states]
    return Listed(
        title=_("E-mails"),
        narrowed=_("those that wait for a person"),
        columns=[
            Column(_("State")), Column(_("Candidate")), Column(_("Name in own script")),
            Column(_("Kind")), Column(_("To")), Column(_("Subject")), Column(_("Written"), MOMENT),
            Column(_("By")), Column(_("Problem")),
        ],
        rows=n,
        people=people,
        read=lambda: by_key([pk for rows in parts for pk in keys_of(rows)], _of_emails),
        back=reverse("recruitment:emails"),
    )  # fmt: skip


def _of_emails(keys: Sequence[int]):
    found = Message.objects.select_related("candidate", "by").defer("body").in_bulk(keys)
    for one in (found[pk] for pk in keys if pk in found):
        person = one.candidate
        names = [person.full_name, person.native_name] if person else ["", ""]
        yield [
            one.get_state_display(), *names,
            str(kind_of(one.kind).title), one.to, one.subject, timezone.make_naive(one.created_at),
            str(one.by) if one.by else None, one.problem,
        ]  # fmt: skip
