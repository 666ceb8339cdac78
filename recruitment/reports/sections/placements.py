"""Co-training at the partner: how many of those in post were there, and for how long.

Coverage is told of five people or more; counts to the nearest five, as they are of one report after
another (recruitment.reports.hiding).
"""

from django.utils.translation import gettext as _

from centre.disclosure.freedom import Key, Sum
from centre.disclosure.suppression import Hidden, Shown, suppress
from recruitment.placements.coverage import Coverage
from recruitment.reports.document import NUMBER, SHARE, TEXT, Column, Figure, Section, Table
from recruitment.reports.hiding import rounded, rounded_share


def section(covered: Coverage, here: Shown) -> Section:
    """`covered` of the track; `here` those in post as the report shows them."""
    placed = _placed(covered, here)
    known = not isinstance(placed, Hidden)
    plan = None if covered.share is None else covered.share / 100
    planned = covered.planned_months if here == covered.in_post else None
    return Section(
        key="placements",
        title=_("Co-training placements"),
        lead=[_sentence(placed)],
        figures=[
            Figure("placed", _("Researchers in post with a placement"), rounded(placed)),
            Figure("share", _("Of those in post"), rounded_share(placed, here), SHARE),
            Figure("planned share", _("Planned"), plan, SHARE),
        ],
        tables=[
            Table(
                "months",
                _("Months at the partner"),
                [Column(_("Months"), TEXT), Column(_("Person-months"), NUMBER)],
                [
                    [_("So far"), _months(covered.months) if known and placed else None],
                    [_("Planned for those in post"), planned and _months(planned)],
                ],
            )
        ],
        notes=[
            _(
                "Of the researchers in post: those whose placement at the partner has begun. "
                "Months to the nearest five."
            )
        ],
    )


def _placed(covered: Coverage, here: Shown) -> Shown:
    """With and without add up to those in post, which the report may show exactly."""
    if isinstance(here, Hidden) or here != covered.in_post:
        return Hidden.WITHHELD
    values: dict[Key, int] = {
        "here": here,
        "with": covered.placed,
        "without": here - covered.placed,
    }
    sums = [Sum("here", ["with", "without"])]
    return suppress(values, sums, known=["here"])["with"]


def _months(months: float) -> int:
    return int(months + 2.5) // 5 * 5


def _sentence(placed: Shown) -> str:
    if placed is Hidden.SMALL:
        return _("Fewer than five researchers in post have had a placement.")
    if isinstance(placed, Hidden):
        return _("How many researchers in post have had a placement is withheld.")
    if not placed:
        return _("No researcher in post has had a placement yet.")
    return _("About %(n)d researchers in post have had a placement, to the nearest five.") % {
        "n": rounded(placed)
    }
