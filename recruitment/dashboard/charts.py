"""Server-drawn SVG: pure functions, numbers in, markup out. Colours come from CSS classes.

No script and no inline style, so a strict content policy holds; the same drawing serves page and
paper, light and dark. All text goes through format_html, so no name can become markup.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

HIDDEN = 'aria-hidden="true"'
BLOCKS_MOST = 60  # more than these would be hairlines; a bar takes over


def blocks(goal: int, filled: int, following: int, label: str) -> SafeString:
    """One block a person: filled, then following (accepted), then still to come.

    More people than `goal` fill all blocks; the words beside say how many more.
    """
    if goal > BLOCKS_MOST:
        rest = max(goal - filled, 0)
        return bar(
            [(min(filled, goal), "f"), (min(following, rest), "f3")], goal, css="tall", label=label
        )
    gap, wide, high = 3, 7, 22
    shapes = []
    for i in range(goal):
        css = "on" if i < filled else "next" if i < filled + following else "off"
        inset = 0 if css == "on" else 0.5
        shapes.append((css, i * (wide + gap) + inset, inset, wide - 2 * inset, high - 2 * inset))
    return format_html(
        '<svg class="chart ticks" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        max(goal * (wide + gap) - gap, 1),
        high,
        label,
        format_html_join(
            "", '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1.6"/>', shapes
        ),
    )


def bar(
    parts: Sequence[tuple[float, str]], total: float, *, css: str = "", label: str = ""
) -> SafeString:
    """A stacked bar of (value, css class), stretched to its container; hidden without a label."""
    x, shapes = 0.0, []
    for value, kind in parts:
        width = value / total * 100 if total else 0
        shapes.append((kind, f"{x:.2f}", f"{width:.2f}"))
        x += width
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe(HIDDEN)  # noqa: S308
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" {}>{}</svg>',
        css,
        said,
        format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="8"/>', shapes),
    )


def median_bar(median: int | None, limit: int | None, top: float) -> SafeString:
    """The median as a bar, the limit as an upright mark, on a scale from 0 to `top` days."""
    shapes = []
    if median is not None:
        css = "fw" if limit is not None and median > limit else "f2"
        shapes.append((css, "0", "5", f"{median / top * 100:.1f}%", "6", "3"))
    if limit is not None:
        shapes.append(("tk", f"{limit / top * 100:.1f}%", "1", "2", "14", "1"))
    return format_html(
        '<svg class="med" width="100%" height="16" aria-hidden="true">'
        '<rect class="bg" x="0" y="5" width="100%" height="6" rx="3"/>{}</svg>',
        format_html_join(
            "", '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>', shapes
        ),
    )
