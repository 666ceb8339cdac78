"""How many came to each stage, how many of those with a result went on, and how long it took."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from centre.disclosure.suppression import Hidden, Shown, enough
from recruitment.dashboard.stages import StageFigures
from recruitment.reports.document import DAYS, SHARE, TEXT, Column, Section, Table
from recruitment.reports.hiding import hide_in_funnel, rounded, rounded_share


def hidden(stages: Sequence[StageFigures], started: Shown | None) -> list[dict[str, Shown]]:
    """The counts of each stage that is shown, as they may be read (hiding.hide_in_funnel).

    `started`: people who ever started, as the report shows them elsewhere.
    """
    counts = hide_in_funnel([one for one in stages if one.is_shown])
    if counts and isinstance(started, Hidden) and not isinstance(counts[-1]["reached"], Hidden):
        # The last stage counts the same people: it may not tell what is hidden there.
        counts[-1]["reached"] = Hidden.WITHHELD
    return [{name: rounded(n) for name, n in one.items()} for one in counts]


def applied(stages: Sequence[StageFigures], counts: Sequence[dict[str, Shown]]) -> Shown:
    """Those who ever applied, exact, for what is worked out of it; hidden where the report has
    hidden it."""
    if not counts or isinstance(counts[0]["reached"], Hidden):
        return counts[0]["reached"] if counts else 0
    return next(one.entered for one in stages if one.is_shown)


def section(stages: Sequence[StageFigures], counts: Sequence[dict[str, Shown]]) -> Section:
    """`counts` are those of the stages that are shown, as `hidden` gives them."""
    shown = [one for one in stages if one.is_shown]
    rows = [_row(one, counts[i], counts[i + 1 :]) for i, one in enumerate(shown)]
    return Section(
        key="funnel",
        title=_("Funnel"),
        lead=[] if rows else [_("No applications yet.")],
        tables=[
            Table(
                "funnel",
                _("Funnel since the start of the centre"),
                [
                    Column(_("Stage"), TEXT),
                    Column(_("Reached")),
                    Column(_("Waiting there")),
                    Column(_("With a result")),
                    Column(_("Went on"), SHARE),
                    Column(_("Median days"), DAYS),
                    Column(_("Limit"), DAYS),
                ],
                rows,
            )
        ]
        if rows
        else [],
        notes=[
            _(
                "Went on: share of those with a result at the stage; who waits is in neither. "
                "Counts are to the nearest five, shares are worked out of these and of 25 or more."
            ),
            _("Median days: of stays in the last 12 months, those that go on included."),
        ],
        chart={"kind": "funnel", "most": _most(counts)} if rows else None,
    )


def _row(one: StageFigures, found: dict[str, Shown], after: Sequence[dict]) -> list:
    resolved = found.get("resolved")
    passed = after[0]["reached"] if after else Hidden.WITHHELD
    went_on: float | Hidden | None = None
    if resolved is not None:
        hidden = isinstance(passed, Hidden) or isinstance(resolved, Hidden)
        went_on = Hidden.WITHHELD if hidden else rounded_share(passed, resolved)
    timed = one.is_timed and enough(one.n)
    return [
        one.stage.name,
        found["reached"],
        found.get("waiting"),
        resolved,
        went_on,
        one.median_days if timed else None,
        one.stage.limit_days if one.is_timed else None,
    ]


def _most(counts: Sequence[dict]) -> int:
    """The longest bar, in people."""
    return max((n["reached"] for n in counts if isinstance(n["reached"], int)), default=0)
