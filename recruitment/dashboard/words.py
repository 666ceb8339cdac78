"""Progress in words: the sentences page, command and drawings share."""

from collections.abc import Sequence
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.targets.models import Target
from recruitment.dashboard.selectors import Progress

ENROLLED, ACCEPTED = Target.Counts.ENROLLED, Target.Counts.ACCEPTED


def long_day(value: date) -> str:
    return formats.date_format(value, "j M Y")


def who(progress: Progress, n: int = 2) -> str:
    """“doctoral researchers”, or one of them. Names like MPhil keep their capitals."""
    name = progress.track.name
    if name[1:].islower():
        name = name[0].lower() + name[1:]
    text = ngettext("%(track)s researcher", "%(track)s researchers", n)
    return text % {"track": name}


def state(progress: Progress) -> str:
    """What the counted people are: in post, enrolled, or in post or accepted."""
    if progress.counts == ENROLLED:
        return _("enrolled")
    return _("in post or accepted") if progress.counts == ACCEPTED else _("in post")


def label(progress: Progress) -> str:
    """“Doctoral researchers in post”: the heading of the number."""
    text = f"{who(progress)} {state(progress)}"
    return text[0].upper() + text[1:]


def definition(progress: Progress) -> str:
    if progress.counts == ENROLLED:
        return _("Counted: enrolled, also those who left since.")
    if progress.counts == ACCEPTED:
        return _("Counted: enrolled and still in post, or accepted and not yet started.")
    return _("Counted: enrolled and still in post.")


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
            # “1 of 25 researchers”, but “1 researcher” where nothing was promised.
            "who": who(progress, 2 if progress.promise else progress.counted),
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
    if promise.headcount == 0:
        return _("The target is 0, so nobody is left to recruit")
    missing = promise.headcount - progress.counted
    words = {"n": abs(missing), "day": long_day(promise.ends_on)}
    if missing < 0:
        return _("%(n)d more than the target") % words
    if missing == 0:
        return _("The target is reached")
    if promise.ends_on < progress.on:
        return _("%(n)d short; the target date was %(day)s") % words
    if promise.ends_on == progress.on:
        return _("%(n)d short on %(day)s, the target date") % words
    return _("%(n)d to go by %(day)s") % words


def accepted(progress: Progress) -> str:
    """“2 more accepted, starting January 2027”."""
    if not progress.accepted:
        return _("Nobody accepted is waiting to start")
    # Where the accepted count they are in the number already, not on top of it.
    text = _("%(n)d accepted") if progress.counts == ACCEPTED else _("%(n)d more accepted")
    text %= {"n": progress.accepted}
    intakes = [line.intake for line in progress.by_intake if line.accepted and line.intake]
    if intakes and all(intake.starts_on for intake in intakes):
        names = listed([intake.name for intake in intakes])
        text += ", " + _("starting %(intakes)s") % {"intakes": names}
    return text


def listed(parts: Sequence[str]) -> str:
    """“January 2027, May 2027 and September 2027”."""
    return _(" and ").join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def departed(progress: Progress) -> str:
    if not progress.left:
        return _("Nobody has left")
    text = ngettext(
        "%(n)d has left, of %(all)d started", "%(n)d have left, of %(all)d started", progress.left
    )
    return text % {"n": progress.left, "all": progress.started}
