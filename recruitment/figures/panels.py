"""The panels of the figures page: what was counted, with its words, pictures and addresses."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from recruitment.dashboard.charts import bar, median_bar
from recruitment.figures import counts
from recruitment.figures.asked import Asked
from recruitment.figures.counts import Group
from recruitment.figures.tables import Cell, Panel, Row, days, number, share
from recruitment.figures.waits import Wait
from recruitment.pipeline.kinds import Party, StageKind
from recruitment.pipeline.models import Stage
from recruitment.register.filters import NONE

MILESTONES = (
    StageKind.APPLIED, StageKind.INTERVIEW, StageKind.OFFER, StageKind.PRE_START, StageKind.STARTED,
)  # fmt: skip


def _milestones(asked: Asked) -> list[Stage]:
    found = [asked.first(kind) for kind in MILESTONES]
    return [one for one in found if one is not None]


def _applied(groups: Iterable[Group]) -> int:
    return sum(one.n for one in groups)


def by_intake(asked: Asked, groups: Sequence[Group]) -> Panel:
    rows = [
        (intake.name, [one for one in groups if one.intake == intake.pk], {"intake": intake.pk})
        for intake in asked.intakes
    ]
    return _funnels(
        asked,
        rows,
        key="intakes",
        title=_("Funnel by intake"),
        first=_("Intake"),
        means=_(
            "Of those who applied for an intake, how many ever reached each step, stages skipped "
            "over included. The intake is the one they are for now. The strong part of a bar "
            "started."
        ),
    )


def by_cohort(asked: Asked, groups: Sequence[Group]) -> Panel:
    years = sorted({one.year for one in groups})
    rows = [
        (str(year), [one for one in groups if one.year == year], {"cohort": year}) for year in years
    ]
    return _funnels(
        asked,
        rows,
        key="cohorts",
        title=_("Funnel by entry cohort"),
        first=_("Applied in"),
        means=_(
            "An entry cohort are those who first came to Applied or beyond in a calendar year; "
            "who is still on the way may yet get further. The strong part of a bar started."
        ),
    )


def _funnels(asked: Asked, groups, *, key, title, first, means) -> Panel:
    steps = _milestones(asked)
    shown = [row for row in groups if row[1]]
    most = max((_applied(of) for _name, of, _filter in shown), default=0)
    rows = []
    for name, of, narrowed in shown:
        reached = [counts.reached(of, stage) for stage in steps]
        links = [asked.to(**narrowed, reached=stage.pk) for stage in steps]
        cells = [number(n, href) for n, href in zip(reached, links, strict=True)]
        cells.append(share(reached[-1], reached[0], links[0]))
        parts = [(reached[-1], "f"), (reached[0] - reached[-1], "f3")]
        rows.append(Row(name, cells, bar(parts, most)))
    return Panel(
        key=key,
        title=title,
        means=means,
        n=made_of(sum(_applied(of) for _name, of, _filter in shown)),
        n_href=asked.to(reached=asked.applied.pk),
        head=[*(stage.name for stage in steps), _("Share started")],
        rows=rows,
        first=first,
        wide=True,
        empty=_("Nobody has applied yet."),
    )


def made_of(n: int) -> str:
    return _("n = %(n)d") % {"n": n}


def passing(asked: Asked, groups: Sequence[Group]) -> Panel:
    rows = []
    for stage in _shown(asked, groups):
        went, ended = counts.passed(groups, stage), counts.closed(groups, stage)
        resolved = counts.resolved(groups, stage)
        cells = [
            number(counts.reached(groups, stage), asked.to(reached=stage.pk)),
            number(went, asked.to(passed=stage.pk)),
            number(ended, asked.to(closed_at=stage.pk)),
            number(counts.waiting(groups, stage), asked.to(waiting=stage.pk)),
            share(went, resolved, asked.to(resolved=stage.pk)),
        ]
        rows.append(Row(stage.name, cells, bar([(went, "f"), (resolved - went, "f3")], resolved)))
    return Panel(
        key="passing",
        title=_("Passed at each stage"),
        means=_(
            "Share of those with a result at the stage who went on: those still waiting there "
            "are in neither. Who went on, came back and ended there is one result. The strong "
            "part of a bar passed."
        ),
        n=made_of(_applied(groups)),
        n_href=asked.to(reached=asked.applied.pk),
        head=[_("Reached"), _("Passed"), _("Closed"), _("Waiting"), _("Share passed")],
        rows=rows,
        first=_("Stage"),
        wide=True,
        empty=_("Nobody has applied yet."),
    )


def _shown(asked: Asked, groups: Sequence[Group]) -> list[Stage]:
    """Stages of the funnel; a retired one while it holds a history, leads and the start never."""
    if not groups:
        return []
    return [
        stage
        for stage in asked.stages
        if stage.kind not in (StageKind.LEAD, StageKind.STARTED)
        and (stage.retired_on is None or counts.reached(groups, stage))
    ]


def times(
    asked: Asked, groups: Sequence[Group], stays: dict[int, Wait], stood: dict[int, int]
) -> Panel:
    stages = _shown(asked, groups)
    found = [(stage, stays.get(stage.pk, Wait())) for stage in stages]
    top = max([1, *(w.median or 0 for _s, w in found), *(s.limit_days or 0 for s in stages)]) * 1.15
    rows = [
        Row(
            stage.name,
            [
                days(wait.median, limit=stage.limit_days),
                Cell("–" if stage.limit_days is None else str(stage.limit_days)),
                number(wait.going.total(), asked.to(waiting=stage.pk)),
                number(stood.get(stage.pk, 0), asked.to(stood=stage.pk)),
                Cell(str(wait.n)),
            ],
            median_bar(wait.median, stage.limit_days, top),
        )
        for stage, wait in found
    ]
    return Panel(
        key="times",
        title=_("Time in stage"),
        means=_(
            "The day by which half have left the stage, of all stays up to this day; stays that go "
            "on count as “at least so long” (Kaplan and Meier). – while fewer than half have left. "
            "Who came back has stayed twice. The upright mark is the limit."
        ),
        n=_("%(n)s stays") % {"n": sum(wait.n for _stage, wait in found)},
        head=[_("Median"), _("Limit"), _("Still there"), _("Stood there"), _("Stays")],
        rows=rows,
        first=_("Stage"),
        empty=_("Times show here once applications move."),
    )


def to_milestones(asked: Asked, waits: Sequence[tuple[Stage, Wait]]) -> Panel:
    top = max([1, *(wait.most or wait.median or 0 for _stage, wait in waits)]) * 1.15
    rows = []
    for stage, wait in waits:
        came = {"post": "started"} if stage.is_start else {"reached": stage.pk}
        # A start without a day of application, such as an imported one, has no length.
        cells = [
            days(wait.median),
            days(wait.most),
            number(wait.ended.total(), asked.to(**came)),
            number(wait.going.total(), asked.to(short_of=stage.pk)),
        ]
        name = _("To the first day") if stage.is_start else _("To the offer")
        rows.append(Row(name, cells, median_bar(wait.median, None, top)))
    return Panel(
        key="waits",
        title=_("Time to offer and to start"),
        means=_(
            "Days from the application, for those who came so far or may still: who is on the way "
            "counts as “at least so long” (Kaplan and Meier), who ended before is left out."
        ),
        n="",
        head=[_("Half within"), _("Three of four"), _("Came so far"), _("On the way")],
        rows=rows if any(wait.n for _stage, wait in waits) else [],
        empty=_("Nobody has applied yet."),
    )


def sources(asked: Asked, groups: Sequence[Group], starts, names: dict[int, str]) -> Panel:
    offer = asked.first(StageKind.OFFER)
    keys: list[int | None] = sorted(
        {one.source for one in groups}, key=lambda key: names.get(key or 0, "~")
    )
    most = max((_applied([g for g in groups if g.source == key]) for key in keys), default=0)
    rows = []
    for key in keys:
        of = [one for one in groups if one.source == key]
        came = sum(row[2] == key for row in starts)
        wanted = {"source": key or NONE}
        offers = counts.reached(of, offer) if offer else 0
        cells = [
            number(_applied(of), asked.to(**wanted, reached=asked.applied.pk)),
            number(offers, asked.to(**wanted, reached=offer.pk) if offer else ""),
            number(came, asked.to(**wanted, post="started")),
            share(came, _applied(of), asked.to(**wanted, reached=asked.applied.pk)),
        ]
        parts = [(came, "f"), (max(_applied(of) - came, 0), "f3")]
        rows.append(Row(names.get(key or 0, _("Not known")), cells, bar(parts, most)))
    return Panel(
        key="sources",
        title=_("Where they came from"),
        means=_(
            "Applications of each source, how many had an offer, how many started. Few started "
            "people are no ranking: see how many they are of."
        ),
        n=made_of(_applied(groups)),
        n_href=asked.to(reached=asked.applied.pk),
        head=[_("Applied"), _("Offers"), _("Started"), _("Share started")],
        rows=rows,
        first=_("Source"),
        wide=True,
        empty=_("Nobody has applied yet."),
    )


def offers(asked: Asked, groups: Sequence[Group], reasons: Sequence[tuple]) -> Panel:
    """Yield, and why offers or acceptances came to nothing."""
    rows, answered, href = [], 0, ""
    by_pk = {stage.pk: stage for stage in asked.stages}
    for stage in asked.stages:
        if stage.kind not in (StageKind.OFFER, StageKind.PRE_START):
            continue
        yes, resolved = counts.passed(groups, stage), counts.resolved(groups, stage)
        if not resolved:
            continue
        whole = asked.to(resolved=stage.pk)
        if stage.kind == StageKind.OFFER:
            answered, href = resolved, whole
            label = _("Accepted, of offers with an answer")
        else:
            label = _("Came, of those who accepted and were decided")
        cells = [number(yes, asked.to(passed=stage.pk)), share(yes, resolved, whole)]
        rows.append(Row(label, cells, bar([(yes, "f"), (resolved - yes, "f3")], resolved)))
    most = max((row[4] for row in reasons), default=0)
    for stage_pk, reason, name, party, n in reasons:
        stage = by_pk[stage_pk]
        cells = [number(n, asked.to(closed_at=stage.pk, reason=reason)), Cell("")]
        label = _("%(reason)s (%(party)s, in %(stage)s)") % {
            "reason": name,
            "party": Party(party).label,
            "stage": stage.name,
        }
        rows.append(Row(label, cells, bar([(n, "fw")], most)))
    return Panel(
        key="offers",
        title=_("Yield, and why offers end"),
        means=_(
            "Yield: accepted, divided by accepted or closed while the offer was out. Offers still "
            "out are in neither. Below: the reasons given at the offer and before the start."
        ),
        n=_("%(n)d offers with an answer") % {"n": answered},
        n_href=href,
        head=[_("People"), _("Share")],
        rows=rows,
        wide=True,
        empty=_("No offer has been answered yet."),
    )
