"""What waits for somebody by their own applications, tasks and researchers: a statement a kind.

A next step has its own day; a researcher's registration and contract have theirs.
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.web.statements import Slot, Statement, kept
from recruitment.enrolment.careers import standings
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.models import Application
from recruitment.tasks import ahead
from recruitment.tasks.models import Task
from recruitment.tasks.waiting import Kind, Waiting

# What a line tells of an application. The rest of four tables is not carried along while many are
# put in order.
TOLD = ("candidate", "stage", "position", "intake")
SHOWN = (
    *("next_step", "next_step_on", "entered_stage_at"),
    *("candidate__full_name", "candidate__native_name"),
    *("stage__name", "stage__limit_days", "position__title", "intake__name"),
)


def first_of(
    what: str, user: User, centre: Centre, rows: Callable[[], QuerySet], most: int,
    *more: Hashable, **given,
) -> tuple[list, int]:  # fmt: skip
    """The first `most` of `rows()`, and how many there are unless they say so themselves
    (`in_all`). One statement, kept by `what` it asks for and all its rows depend on: who looks,
    where, and `more`; days and moments are `given` to it."""

    def build():
        found = rows()
        if "in_all" not in found.query.annotations:
            found = found.annotate(in_all=Window(Count("pk")))
        return found[:most]

    found = kept((what, user.sight, centre.pk, most, *more), build).objects(**given)
    return found, found[0].in_all if found else 0


def written_down(user: User, centre: Centre, most: int) -> Kind:
    tasks, in_all = first_of("my tasks", user, centre, lambda: _tasks(user, centre), most)
    return Kind(gettext_lazy("tasks"), [_task(one) for one in tasks], in_all, "")


def _tasks(user: User, centre: Centre):
    rows = Task.objects.visible_to(user).filter(centre=centre, owner=user).open()
    # Who was taken off an application, or reviews it unnamed, is not told which it is.
    theirs = Application.objects.visible_to(user).filter(pk=OuterRef("application"))
    return rows.annotate(is_told=Exists(theirs)).for_list().order_by("due_on", "pk")


def _task(one) -> Waiting:
    person, by = one.candidate, one.made_by
    about = one.application if one.is_told else None
    detail = [f"{about.position}, {about.intake}"] if about else []
    if by and by.pk != one.owner_id and one.note_id is None:
        detail.append(_("from %(name)s") % {"name": by})
    return Waiting(
        one.due_on,
        str(one),
        person.full_name if person else "",
        person.native_name if person else "",
        f"{person.get_absolute_url()}#activity" if person else "",
        " · ".join(detail),
        one,
        person.pk if person else None,
    )


def mine(user: User, centre: Centre):
    """Applications theirs to move on: they own it, or nobody does and they supervise it."""
    rows = _active(user, centre).filter(Q(owner=user) | _supervised(user, centre))
    return rows.select_related(*TOLD)


def is_mine(user: User, centre: Centre) -> Exists:
    """Whether the application a row is of is theirs to move on: asked of the few rows there are,
    where a list of all that are theirs would be made anew for each kind."""
    return Exists(mine(user, centre).order_by().filter(pk=OuterRef("application")))


def first_with_a_step(user: User, centre: Centre, most: int):
    """Of mine(), those with a next step that is due first: `most` of each of the two ways to be
    theirs, both read in the order of an index, however many applications the centre has."""
    rows = _active(user, centre).filter(next_step_on__isnull=False).exclude(next_step="")
    rows = rows.order_by("next_step_on", "pk").values("pk")
    owned, supervised = rows.filter(owner=user), rows.filter(_supervised(user, centre))
    return Application.objects.filter(Q(pk__in=owned[:most]) | Q(pk__in=supervised[:most]))


def _supervised(user: User, centre: Centre) -> Q:
    theirs = Supervisor.objects.filter(user=user, centre=centre)  # one, or none
    return Q(owner=None, supervisor=Subquery(theirs.values("pk")[:1]))


def _active(user: User, centre: Centre):
    return Application.objects.visible_to(user).filter(centre=centre).active()


def next_steps(user: User, centre: Centre, most: int) -> Kind:
    def rows():
        steps = mine(user, centre).exclude(next_step_on=None).exclude(next_step="")
        # There may be hundreds: counted, and the first found, before anything is joined.
        in_all = Statement(steps.order_by().values("pk")).counted()
        first = first_with_a_step(user, centre, most).select_related(*TOLD).only(*SHOWN)
        return first.order_by("next_step_on", "pk").annotate(in_all=in_all)

    found, in_all = first_of("my next steps", user, centre, rows, most)
    waiting = [of(one, one.next_step_on, one.next_step) for one in found]
    return Kind(gettext_lazy("next steps"), waiting, in_all, my_list())


def my_list() -> str:
    return f"{reverse('recruitment:candidates')}?view=mine"


def of(one: Application, due: date, what: str, url: str = "", more: str = "") -> Waiting:
    person, detail = one.candidate, f"{one.position}, {one.intake}"
    return Waiting(
        due, what, person.full_name, person.native_name, url or person.get_absolute_url(),
        f"{more} · {detail}" if more else detail, person=person.pk,
    )  # fmt: skip


def of_researchers(user: User, centre: Centre, today: date, most: int) -> Kind:
    """Registrations and contracts within three months, or late; of all who are in post."""
    rows = sorted(_due_of_researchers(user, centre, today), key=lambda one: one.due)
    url = reverse("recruitment:researchers")
    return Kind(gettext_lazy("of researchers"), rows[:most], len(rows), url)


def _due_of_researchers(user: User, centre: Centre, today: date) -> Iterator[Waiting]:
    if not may(user, "view_researchers", centre.pk):
        return
    here = kept(("in post", user.sight, centre.pk), lambda: _in_post(user, centre))
    found = here.objects(today=today)
    for one, stands in zip(found, standings(found, today).values(), strict=True):
        due, what = stands.confirm_by, _("Confirm the registration")
        if due is None:
            due, what = stands.ends_on, _("Normal period ends")
            if stands.is_contract:
                what = _("Contract ends: renew it or enter the leaving")
        if due and due <= today + ahead.RESEARCHER:
            person = one.researcher.candidate
            url = one.researcher.get_absolute_url()
            yield Waiting(
                due, what, person.full_name, person.native_name, url, str(one.track),
                person=person.pk,
            )  # fmt: skip


def _in_post(user: User, centre: Centre):
    rows = Enrolment.objects.visible_to(user).filter(researcher__centre=centre)
    rows = rows.in_post(Slot("today")).select_related("track", "researcher__candidate")
    return rows.order_by("started_on", "pk")
