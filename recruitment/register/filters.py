"""What a list can be narrowed by, each filter read from one parameter of the address.

A filter turns a value into a `Chosen`: the words of its chip and the condition on applications.
A value it cannot use raises `Unusable`, and the page says so instead of failing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from recruitment.documents import texts
from recruitment.pipeline.deferrals import intake_known, is_deferred
from recruitment.pipeline.kinds import ENDED, Status
from recruitment.register import figure_filters as figures
from recruitment.register.search import MAX_TEXT
from recruitment.register.setting import Setting, Unusable

NONE = "none"
ME = "me"
DEFERRED = "deferred"  # no status of its own: in progress, for a later intake
MAY_BE_NONE = ("area", "supervisor", "owner", "source")


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
    if value == DEFERRED:
        return _("Deferred"), lambda rows: rows.filter(is_deferred(), status=Status.ACTIVE)
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


def _says(setting: Setting, value: str):
    if not (terms := texts.terms_of(value[:MAX_TEXT])):
        raise Unusable
    return f"“{value[:MAX_TEXT]}”", _by(candidate__in=_saying(setting, terms))


def _saying(setting: Setting, terms):
    return texts.people_saying(terms, centre=setting.centre, user=setting.user)


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
    "says": Filter(gettext_lazy("A document says"), _says, ""),
    "reached": Filter(gettext_lazy("Ever reached"), figures.reached, ""),
    "passed": Filter(gettext_lazy("Went beyond"), figures.passed, ""),
    "resolved": Filter(gettext_lazy("With a result at"), figures.resolved, ""),
    "stood": Filter(gettext_lazy("Stood in"), figures.stood, ""),
    "waiting": Filter(gettext_lazy("Waiting in"), figures.standing(Status.ACTIVE), ""),
    "offer_open": Filter(gettext_lazy("Offer open in"), figures.offer_open, ""),
    "closed_at": Filter(gettext_lazy("Closed in"), figures.standing(*ENDED), ""),
    "past_limit": Filter(gettext_lazy("Past the limit"), figures.past_limit, ""),
    "accepted": Filter(gettext_lazy("Accepted"), figures.accepted, ""),
    "post": Filter(gettext_lazy("Start"), figures.post, ""),
    "cohort": Filter(gettext_lazy("Applied in"), figures.cohort, ""),
    "short_of": Filter(gettext_lazy("On the way to"), figures.short_of, ""),
    "reason": Filter(gettext_lazy("Reason"), figures.reason),
    "flow": Filter(gettext_lazy("Talent flow"), figures.flow),
}
# Those another page's figure links to; they speak of a day, and say nothing about being open.
FIGURES = (
    "reached",
    "passed",
    "resolved",
    "stood",
    "waiting",
    "offer_open",
    "closed_at",
    "past_limit",
    "accepted",
    "post",
    "short_of",
    "flow",
)
# Those that settle which statuses are meant, so that "in progress" is not added to them.
SETTLE_STATUS = ("status", *FIGURES)
# What is true of the person, and how it narrows people; all else is about one of their
# applications.
OF_PERSON: dict[str, Callable[[Setting, str, QuerySet], QuerySet]] = {
    "nationality": lambda setting, value, rows: rows.filter(nationality=value),
    "says": lambda setting, value, rows: rows.filter(
        pk__in=_saying(setting, texts.terms_of(value[:MAX_TEXT]))
    ),
    "flow": lambda setting, value, rows: rows.filter(
        pk__in=figures.behind(setting, value)[1].values("pk")
    ),
}
