"""Progress in words: the sentences page, command and drawings share."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.targets.models import Target
from recruitment.dashboard.selectors import Progress

ENROLLED, ACCEPTED = Target.Counts.ENROLLED, Target.Counts.ACCEPTED


def long_day(value: date) -> str:
    return formats.date_format(value, "j M Y")


def who(progress: Progress) -> str:
    """“doctoral researchers”: the people of the track. Names like MPhil keep their capitals."""
    name = progress.track.name
    if name[1:].islower():
        name = name[0].lower() + name[1:]
    return _("%(track)s researchers") % {"track": name}


def state(progress: Progress) -> str:
    """What the counted people are: in post, enrolled, or in post or accepted."""
    return {ENROLLED: _("enrolled"), ACCEPTED: _("in post or accepted")}.get(
        progress.counts, _("in post")
    )


def label(progress: Progress) -> str:
    """“Doctoral researchers in post”: the heading of the number."""
    text = f"{who(progress)} {state(progress)}"
    return text[0].upper() + text[1:]


def definition(progress: Progress) -> str:
    return {
        ENROLLED: _("Counted: enrolled, also those who left since."),
        ACCEPTED: _("Counted: enrolled and still in post, or accepted and not yet started."),
    }.get(progress.counts, _("Counted: enrolled and still in post."))


def against_plan(progress: Progress) -> str:
    """“1 behind the plan of 10”; empty without a plan."""
    if progress.gap is None:
        return ""
    words = {"plan": progress.plan, "n": abs(progress.gap)}
    if progress.gap > 0:
        return _("%(n)d behind the plan of %(plan)d") % words
    if progress.gap < 0:
        return _("%(n)d ahead of the plan of %(plan)d") % words
    return _("as many as the plan of %(plan)d") % words


def of_target(progress: Progress) -> str:
    """“9 of 25”, “3 of several”, or only “3” where nothing was promised."""
    if progress.promise is None:
        return str(progress.counted)
    goal = _("several") if progress.headcount is None else progress.headcount
    return _("%(n)d of %(goal)s") % {"n": progress.counted, "goal": goal}


def finding(progress: Progress) -> str:
    """What the burn-up shows, from what happened only."""
    here = f"{progress.counted} {state(progress)}"
    if progress.gap is None:
        return here
    n = {"n": abs(progress.gap)}
    if progress.gap > 0:
        return f"{here}, " + _("%(n)d behind the plan") % n
    if progress.gap < 0:
        return f"{here}, " + _("%(n)d ahead of the plan") % n
    return f"{here}, " + _("as planned")


def sentence(progress: Progress) -> str:
    """The whole state in one line: “9 of 25 doctoral researchers in post on 23 Nov 2026, …”."""
    parts = [
        _("%(count)s %(who)s %(state)s on %(day)s")
        % {
            "count": of_target(progress),
            "who": who(progress),
            "state": state(progress),
            "day": long_day(progress.on),
        }
    ]
    if compared := against_plan(progress):
        parts.append(compared)
    return ", ".join(parts) + "."


def remaining(progress: Progress) -> str:
    """What is left to do, and by when."""
    promise = progress.promise
    if promise is None or promise.headcount is None:
        return ""
    missing = promise.headcount - progress.counted
    words = {"n": abs(missing), "day": long_day(promise.ends_on)}
    if missing < 0:
        return _("%(n)d more than the target") % words
    if missing == 0:
        return _("The target is reached")
    if promise.ends_on < progress.on:
        return _("%(n)d short; the target date was %(day)s") % words
    return _("%(n)d to go by %(day)s") % words


def accepted(progress: Progress) -> str:
    """“2 more accepted, starting January 2027”."""
    if not progress.accepted:
        return _("Nobody accepted is waiting to start")
    text = ngettext("%(n)d more accepted", "%(n)d more accepted", progress.accepted)
    text %= {"n": progress.accepted}
    names = [line.name for line in progress.by_intake if line.accepted]
    dated = all(line.intake.starts_on for line in progress.by_intake if line.accepted)
    if dated and names:
        text += ", " + _("starting %(intakes)s") % {"intakes": _(" and ").join(names)}
    return text


def departed(progress: Progress) -> str:
    if not progress.left:
        return _("Nobody has left")
    text = ngettext(
        "%(n)d has left, of %(all)d started", "%(n)d have left, of %(all)d started", progress.left
    )
    return text % {"n": progress.left, "all": progress.started}
