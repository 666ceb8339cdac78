"""What a list can be narrowed by, each filter read from one parameter of the address.

A filter turns a value into a `Chosen`: the words of its chip and the condition on applications.
A value it cannot use raises `Unusable`, and the page says so instead of failing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.deferrals import intake_known
from recruitment.pipeline.kinds import ENDED, Status
from recruitment.pipeline.models import Application, Stage
from recruitment.pipeline.reading import stages_of_centre
from recruitment.positions.models import Track
from recruitment.talent.opened import people_behind

NONE = "none"
ME = "me"
MAY_BE_NONE = ("area", "supervisor", "owner", "source")


class Unusable(Exception):
    """A value that means nothing here."""


@dataclass
class Setting:
    """Where a list is read: the centre, the person, and the stages, fetched when first needed."""

    centre: Centre
    user: User
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    on: date | None = None
    known: date | None = None
    track_code: str = ""
    stage_asked: int | None = None

    @property
    def then(self) -> dict[str, Any]:
        """The day a figure is of, and the moment until which things were known."""
        return {"on": self.on, "known": self.centre.end_of(self.known) if self.known else None}

    @cached_property
    def stages(self) -> dict[int, Stage]:
        """{id: stage}, in order; each knows how far along its pipeline it is, for the ring."""
        found = {stage.pk: stage for stage in stages_of_centre(self.centre)}
        lengths: dict[int, int] = {}
        for stage in found.values():
            lengths[stage.pipeline_id] = stage.step = lengths.get(stage.pipeline_id, 0) + 1  # type: ignore[attr-defined]
        for stage in found.values():
            stage.steps = lengths[stage.pipeline_id]  # type: ignore[attr-defined]
        return found

    @cached_property
    def key(self) -> tuple:
        """All that decides which applications are this person's, open, or in need of attention."""
        centre = self.centre
        stages = tuple((one.pk, one.kind, one.limit_days) for one in self.stages.values())
        return centre.pk, centre.time_zone, centre.today(), self.user.sight, stages

    @cached_property
    def tracks(self) -> dict[str, Track]:
        """{code: track}, in order."""
        return {stage.pipeline.track.code: stage.pipeline.track for stage in self.stages.values()}

    def stage(self, value: str) -> Stage:
        try:
            return self.stages[int(value)]
        except (KeyError, ValueError):
            raise Unusable from None

    def stages_named(self, stage: Stage) -> str:
        """The stage's name, with its track where another track has one of that name."""
        alike = [one for one in self.stages.values() if one.name == stage.name]
        return f"{stage} ({stage.pipeline.track})" if len(alike) > 1 else stage.name


@dataclass(frozen=True)
class Chosen:
    """One filter that is set: its chip reads "label is text"."""

    name: str
    value: str
    label: str | Promise
    text: str
    narrow: Callable[[QuerySet], QuerySet]  # applications in, applications out
    verb: str | Promise


_IS = gettext_lazy("is")


@dataclass(frozen=True)
class Filter:
    label: str | Promise
    read: Callable[[Setting, str], tuple[str, Callable[[QuerySet], QuerySet]]]
    verb: str | Promise = _IS


def _by(**conditions):
    return lambda applications: applications.filter(**conditions)


def _track(setting: Setting, value: str):
    if value not in setting.tracks:
        raise Unusable
    return str(setting.tracks[value]), _by(track=setting.tracks[value])


def _stage(setting: Setting, value: str):
    stage = setting.stage(value)
    return setting.stages_named(stage), _by(stage=stage)


def _status(setting: Setting, value: str):
    if value not in Status.values:
        raise Unusable
    return str(Status(value).label), _by(status=value)


def _row(name: str):
    def read(setting: Setting, value: str):
        if value == NONE and name in MAY_BE_NONE:
            return _("nobody") if name in ("supervisor", "owner") else _("none"), _by(
                **{name: None}
            )
        if name == "owner" and value == ME:
            return _("me"), _by(owner=setting.user)
        if (name, value) not in setting.labels:
            raise Unusable
        if name == "intake" and (known := setting.then["known"]):
            return setting.labels[name, value], lambda rows: rows.alias(
                intake_then=intake_known(known)
            ).filter(intake_then=int(value))
        return setting.labels[name, value], _by(**{f"{name}_id": int(value)})

    return read


def _next_step(setting: Setting, value: str):
    if value != NONE:
        raise Unusable
    return _("none"), _by(next_step="")


def _nationality(setting: Setting, value: str):
    if value not in dict(countries):
        raise Unusable
    return str(dict(countries)[value]), _by(candidate__nationality=value)


def _reached(setting: Setting, value: str):
    stage, then = setting.stage(value), setting.then
    return setting.stages_named(stage), lambda rows: rows.reached(stage, **then)


def _passed(setting: Setting, value: str):
    stage, then = setting.stage(value), setting.then
    return setting.stages_named(stage), lambda rows: rows.passed(stage, **then)


def _standing(*statuses):
    def read(setting: Setting, value: str):
        stage, then = setting.stage(value), setting.then
        return (
            setting.stages_named(stage),
            lambda rows: rows.standing_in(stage, statuses=statuses, **then),
        )

    return read


def _accepted(setting: Setting, value: str):
    """Said yes, not yet started, on the track of the list or on any."""
    if value != "1":
        raise Unusable
    then = Q(pk__in=[])
    for track in setting.tracks.values():
        if setting.track_code in ("", track.code):
            rows = Application.objects.accepted(track, **setting.then)
            then |= Q(pk__in=rows.order_by().values("pk"))
    return _("not yet started"), lambda rows: rows.filter(then)


def _past_limit(setting: Setting, value: str):
    if value != "1":
        raise Unusable
    stages, centre, on = list(setting.stages.values()), setting.centre, setting.on
    # One stage asked for is all there is to look at.
    if setting.stage_asked in setting.stages:
        stages = [setting.stages[setting.stage_asked]]
    return _("of their stage"), lambda rows: rows.past_limit(stages, centre, on=on)


POSTS = {
    "in_post": gettext_lazy("in post"),
    "to_start": gettext_lazy("to start"),
    "left": gettext_lazy("left"),
    "started": gettext_lazy("ever started"),
}


def _post(setting: Setting, value: str):
    """Applications that led to a start, by what became of it: one row a start."""
    if value not in POSTS:
        raise Unusable
    on, known = setting.on or setting.centre.today(), setting.then["known"]
    starts: QuerySet = EnrolmentFact.objects.known(known) if known else Enrolment.objects.all()
    began = starts.filter(started_on__lte=on)
    here = began.exclude(left_on__lte=on)
    same = {f"application__{name}": OuterRef(f"application__{name}") for name in _PERSON_ON_TRACK}
    found = {
        "in_post": here,
        "to_start": starts.filter(started_on__gt=on),
        "left": began.filter(left_on__lte=on).exclude(Exists(here.filter(**same))),
        "started": began,
    }[value].filter(application__centre=setting.centre)
    keys = found.order_by().values("application")
    return str(POSTS[value]), lambda rows: rows.filter(pk__in=keys)


_PERSON_ON_TRACK = ("candidate", "track")


def _flow(setting: Setting, value: str):
    """The people of a figure of the talent flow."""
    words, people = _behind(setting, value)
    return words, lambda rows: rows.filter(candidate__in=people.values("pk"))


def _behind(setting: Setting, value: str) -> tuple[str, QuerySet]:
    on = setting.on or setting.centre.today()
    if setting.known:
        raise Unusable  # where people studied is not remembered as it was known then
    try:
        return people_behind(
            value, user=setting.user, centre=setting.centre, tracks=setting.tracks, on=on
        )
    except ValueError:
        raise Unusable from None


FILTERS: dict[str, Filter] = {
    "track": Filter(gettext_lazy("Track"), _track),
    "stage": Filter(gettext_lazy("Stage"), _stage),
    "status": Filter(gettext_lazy("Status"), _status),
    "intake": Filter(gettext_lazy("Intake"), _row("intake")),
    "area": Filter(gettext_lazy("Area"), _row("area")),
    "supervisor": Filter(gettext_lazy("Supervisor"), _row("supervisor")),
    "owner": Filter(gettext_lazy("Owner"), _row("owner")),
    "source": Filter(gettext_lazy("Source"), _row("source")),
    "nationality": Filter(gettext_lazy("Nationality"), _nationality),
    "next_step": Filter(gettext_lazy("Next step"), _next_step),
    "reached": Filter(gettext_lazy("Ever reached"), _reached, ""),
    "passed": Filter(gettext_lazy("Went beyond"), _passed, ""),
    "waiting": Filter(gettext_lazy("Waiting in"), _standing(Status.ACTIVE), ""),
    "closed_at": Filter(gettext_lazy("Closed in"), _standing(*ENDED), ""),
    "past_limit": Filter(gettext_lazy("Past the limit"), _past_limit, ""),
    "accepted": Filter(gettext_lazy("Accepted"), _accepted, ""),
    "post": Filter(gettext_lazy("Start"), _post, ""),
    "flow": Filter(gettext_lazy("Talent flow"), _flow),
}
# Those another page's figure links to; they speak of a day, and say nothing about being open.
FIGURES = ("reached", "passed", "waiting", "closed_at", "past_limit", "accepted", "post", "flow")
# Those that settle which statuses are meant, so that "in progress" is not added to them.
SETTLE_STATUS = ("status", *FIGURES)
# What is true of the person, and how it narrows people; all else is about one of their
# applications.
OF_PERSON: dict[str, Callable[[Setting, str, QuerySet], QuerySet]] = {
    "nationality": lambda setting, value, rows: rows.filter(nationality=value),
    "flow": lambda setting, value, rows: rows.filter(
        pk__in=_behind(setting, value)[1].values("pk")
    ),
}
