"""What a stage asks of the applications in it: to be moved on by its limit, with the documents it
wants by then. One line for each application."""

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centre.accounts.models import User
from centre.accounts.policy import sees_all
from centre.organisation.models import Centre
from centre.web.statements import Slot
from recruitment.documents.models import ORDER, Document, Requirement, Version
from recruitment.documents.waiving import Waiver
from recruitment.pipeline.applications import late_in
from recruitment.pipeline.models import Application, Stage
from recruitment.pipeline.reading import stages_of_centre
from recruitment.tasks import ahead
from recruitment.tasks.own import SHOWN, first_of, mine, my_list, of
from recruitment.tasks.waiting import Kind, Waiting

DAY = timedelta(days=1)


def of_stages(user: User, centre: Centre, today: date, most: int) -> Kind:
    """Those whose limit is near or past; and, earlier, those that lack what their stage asks for,
    which is due by the limit, or today where there is none. Two statements."""
    stages = [one for one in stages_of_centre(centre) if not one.is_start]
    limits = tuple((one.pk, one.limit_days) for one in stages)
    found, in_all = first_of(
        "my stages", user, centre, lambda: _rows(user, centre, stages, today), most,
        centre.time_zone, today, limits, on=today,
    )  # fmt: skip
    name = gettext_lazy("applications near their limit or without their documents")
    return Kind(name, [_line(one, centre, today) for one in found], in_all, my_list())


def _rows(user: User, centre: Centre, stages: list[Stage], today: date):
    lacking = _lacking(user, centre)
    near = late_in(stages, centre, today + ahead.LIMIT + DAY)
    soon = late_in(stages, centre, today + ahead.DOCUMENTS + DAY)
    soon |= Q(stage__in=[one.pk for one in stages if one.limit_days is None])
    count = lacking.values("track").annotate(n=Count("pk")).values("n")
    return (
        mine(user, centre)
        .annotate(reached=_order_of("stage__kind"))
        .filter(near | soon & Exists(lacking))
        .annotate(lacking=Coalesce(Subquery(count, IntegerField()), 0))
        .order_by(_by_limit(stages), "pk")
        .only(*SHOWN)
    )


class _Days(Func):
    """A moment as a number of days, to be counted on. A moment and an interval SQLite adds up in
    Python, one row at a time."""

    output_field = FloatField()
    template = "EXTRACT(EPOCH FROM %(expressions)s) / 86400"

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="julianday(%(expressions)s)", **more)


def _by_limit(stages: list[Stage]):
    """The moment at which the limit is reached; without one, that at which they came."""
    alike: dict[int, list[int]] = {}
    for one in stages:
        if one.limit_days:
            alike.setdefault(one.limit_days, []).append(one.pk)
    since = _Days("entered_stage_at")
    return Case(
        *(When(stage__in=keys, then=since + Value(float(days))) for days, keys in alike.items()),
        default=since,
    )


def _lacking(user: User, centre: Centre):
    """What the stage an application has `reached` asks for and is not there, or has run out, and
    nobody waived."""
    there = (
        Document.objects.standing()
        .filter(kind=OuterRef("kind"), candidate=OuterRef(OuterRef("candidate")))
        .filter(Q(application=None) | Q(application=OuterRef(OuterRef("pk"))))
        .annotate(until=Subquery(_newest().values("valid_until")[:1]))
        .filter(Q(until=None) | Q(until__gte=Slot("on")))
    )
    waived = Waiver.objects.filter(kind=OuterRef("kind"), application=OuterRef(OuterRef("pk")))
    asked = Requirement.objects.order_by().filter(
        ~Exists(there), ~Exists(waived), track=OuterRef("track"), kind__retired_on=None
    )
    if not sees_all(user, centre.pk):
        asked = asked.filter(kind__is_private=False)
    return asked.annotate(since=_order_of("from_stage")).filter(since__lte=OuterRef("reached"))


def _newest():
    return Version.objects.filter(document=OuterRef("pk")).order_by("-number")


def _order_of(field: str) -> Case:
    return Case(
        *(When(**{field: kind}, then=Value(n)) for kind, n in ORDER.items()),
        output_field=IntegerField(),
    )


def _line(one: Application, centre: Centre, today: date) -> Waiting:
    due, n = _limit_of(one, centre), one.lacking  # type: ignore[attr-defined]
    missing = ngettext("%(n)d document is missing", "%(n)d documents are missing", n) % {"n": n}
    if due is None or due > today + ahead.LIMIT:
        line = of(one, due or today, missing, one.get_absolute_url())
        return line if due else replace(line, has_day=False)
    what = _("Move on from %(stage)s") % {"stage": one.stage.name}
    return of(one, due, what, one.get_absolute_url(), missing if n else "")


def _limit_of(one: Application, centre: Centre) -> date | None:
    """The last day within the limit of its stage, if that has one."""
    if one.stage.limit_days is None:
        return None
    return centre.day_of(one.entered_stage_at) + timedelta(days=one.stage.limit_days)
