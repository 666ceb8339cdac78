"""Filters that other pages' figures lead by: each leaves exactly the applications it counted.

They speak of a day and of what was known on one (`Setting.then`); each answers the words of its
chip and the condition on applications.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.models import Enrolment
from recruitment.offers.over import is_over
from recruitment.pipeline.kinds import ENDED, Status
from recruitment.pipeline.models import Application, ApplicationQuerySet
from recruitment.register.labels import is_number
from recruitment.register.setting import Setting, Unusable
from recruitment.talent.opened import people_behind

_PERSON_ON_TRACK = ("candidate", "track")


def reached(setting: Setting, value: str):
    stage, then = setting.stage(value), setting.then
    return setting.stages_named(stage), lambda rows: rows.reached(stage, **then)


def passed(setting: Setting, value: str):
    stage, then = setting.stage(value), setting.then
    return setting.stages_named(stage), lambda rows: rows.passed(stage, **then)


def resolved(setting: Setting, value: str):
    """Went on from the stage, or ended there: those a share of the passed is taken of."""
    stage, then = setting.stage(value), setting.then

    def narrow(rows: ApplicationQuerySet):
        ended = rows.standing_in(stage, statuses=ENDED, **then)
        keys = [one.order_by().values("pk") for one in (rows.passed(stage, **then), ended)]
        return rows.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]))

    return setting.stages_named(stage), narrow


def stood(setting: Setting, value: str):
    stage, then = setting.stage(value), setting.then
    return setting.stages_named(stage), lambda rows: rows.stood_in(stage, **then)


def standing(*statuses):
    def read(setting: Setting, value: str):
        stage, then = setting.stage(value), setting.then
        return (
            setting.stages_named(stage),
            lambda rows: rows.standing_in(stage, statuses=statuses, **then),
        )

    return read


def offer_open(setting: Setting, value: str):
    """Waiting in the stage, and not with an offer that lapsed or was rescinded."""
    names, narrow = standing(Status.ACTIVE)(setting, value)
    return names, lambda rows: narrow(rows).exclude(is_over())


def accepted(setting: Setting, value: str):
    """Said yes, not yet started, on the track of the list or on any."""
    if value != "1":
        raise Unusable
    then = Q(pk__in=[])
    for track in setting.tracks.values():
        if setting.track_code in ("", track.code):
            rows = Application.objects.accepted(track, **setting.then)
            then |= Q(pk__in=rows.order_by().values("pk"))
    return _("not yet started"), lambda rows: rows.filter(then)


def past_limit(setting: Setting, value: str):
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


def post(setting: Setting, value: str):
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


def cohort(setting: Setting, value: str):
    if not (is_number(value) and 1950 <= int(value) <= 2100):
        raise Unusable
    centre, known = setting.centre, setting.then["known"]
    return value, lambda rows: rows.applied_in(int(value), centre, known=known)


def short_of(setting: Setting, value: str):
    stage, then = setting.stage(value), setting.then
    return setting.stages_named(stage), lambda rows: rows.short_of(stage, **then)


def reason(setting: Setting, value: str):
    if ("reason", value) not in setting.labels:
        raise Unusable
    centre, then = setting.centre, setting.then
    return setting.labels["reason", value], lambda rows: rows.ended_for(int(value), centre, **then)


def flow(setting: Setting, value: str):
    """The people of a figure of the talent flow."""
    words, people = behind(setting, value)
    return words, lambda rows: rows.filter(candidate__in=people.values("pk"))


def behind(setting: Setting, value: str) -> tuple[str, QuerySet]:
    on = setting.on or setting.centre.today()
    if setting.known:
        raise Unusable  # where people studied is not remembered as it was known then
    try:
        return people_behind(
            value, user=setting.user, centre=setting.centre, tracks=setting.tracks, on=on
        )
    except ValueError:
        raise Unusable from None
