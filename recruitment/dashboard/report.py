"""What the dashboard shows, as text for a terminal and as JSON for programs.

The keys of the JSON are a promise: other programs read them.
"""

from centre.targets.promises import Promise
from recruitment.dashboard import words
from recruitment.dashboard.outlook import outcome_of
from recruitment.dashboard.selectors import Dashboard
from recruitment.funding.report import as_json as funding_json
from recruitment.funding.selectors import read_funding
from recruitment.talent.journeys import Group
from recruitment.talent.report import talent_flow


def as_json(dash: Dashboard) -> dict:
    """Plain values under stable keys. `gap` is people missing to the plan, below 0 when ahead."""
    state, promise = dash.progress, dash.progress.promise
    return {
        "centre": dash.centre.slug,
        "track": dash.track.code,
        "on": dash.on.isoformat(),
        "known": dash.known and dash.known.isoformat(),
        "target": promise and _target(promise),
        "in_post": state.in_post,
        "started": state.started,
        "left": state.left,
        "accepted": state.accepted,
        "plan": state.plan,
        "gap": state.gap,
        "by_intake": [
            {"intake": line.name, "planned": line.planned, "started": line.started}
            for line in state.by_intake
        ],
        "funnel": _funnel(dash),
        "time_in_stage": _times(dash),
        "forecast": outcome_of(dash).as_json(),
        "funding": _funding(dash),
        "talent_flow": None if dash.talent is None else talent_flow(Group.RESEARCHERS, dash.talent),
    }


def _target(promise: Promise) -> dict:
    return {
        "headcount": promise.headcount,
        "starts_on": promise.starts_on.isoformat(),
        "ends_on": promise.ends_on.isoformat(),
        "counts": promise.counts,
    }


def _funnel(dash: Dashboard) -> list[dict]:
    return [
        {
            "kind": one.stage.kind,
            "stage": one.stage.name,
            "entered": one.entered,
            "advanced": one.advanced,
            "closed": one.closed,
            "waiting": one.waiting,
        }
        for one in dash.stages
    ]


def _times(dash: Dashboard) -> list[dict]:
    return [
        {
            "kind": one.stage.kind,
            "stage": one.stage.name,
            "n": one.n,
            "median_days": one.median_days,
            "limit_days": one.stage.limit_days,
            "over_limit": one.over_limit,
        }
        for one in dash.stages
        if one.is_timed
    ]


def _funding(dash: Dashboard) -> dict | None:
    """Null without an agreement, and for what was known once: of that the ledger keeps nothing."""
    found = None if dash.known else read_funding(dash.centre, dash.on)
    return None if found is None else funding_json(found)


def as_text(dash: Dashboard) -> str:
    state = dash.progress
    facts = [words.definition(state), words.accepted(state) + ".", words.departed(state) + "."]
    if state.promise is None:
        facts.insert(0, "No target is set for this track.")
    elif left := words.remaining(state):
        facts.append(left + ".")
    return "\n\n".join(
        [
            "\n".join([str(dash.centre), words.sentence(state), *_known(dash)]),
            "\n".join(facts),
            _table(
                ("By intake", "planned", "started"),
                [(line.name, line.planned, line.started) for line in state.by_intake],
            ),
            _table(
                ("Funnel", "reached", "passed", "closed", "waiting", "share passed"),
                [
                    (
                        one.stage.name,
                        one.entered,
                        one.advanced,
                        one.closed,
                        one.waiting,
                        "–" if one.pass_rate is None else f"{one.pass_rate:.0%} of {one.resolved}",
                    )
                    for one in dash.stages
                ],
            ),
            _table(
                ("Time in stage, last 12 months", "stays", "median", "limit", "over limit"),
                [
                    (one.stage.name, one.n, _days(one.median_days), _days(one.stage.limit_days),
                     one.over_limit)
                    for one in dash.stages
                    if one.is_timed
                ],
            ),
        ]
    )  # fmt: skip


def _known(dash: Dashboard) -> list[str]:
    return [f"As known on {words.long_day(dash.known)}."] if dash.known else []


def _days(number: int | None) -> str:
    return "–" if number is None else f"{number} d"


def _table(head: tuple, rows: list[tuple]) -> str:
    """Columns as wide as their longest cell; the first to the left, numbers to the right."""
    if not rows:
        return f"{head[0]}: nothing yet."
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
