"""Cost by month as steps: what somebody was promised, and the full plan around it.

Drawn twice, wide and narrow; CSS shows the one that fits. Words come in translated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recruitment.funding.plan import MonthCost


@dataclass(frozen=True)
class ByMonth:
    """What is drawn; `last` is the pledge's last month, `now` the month of today."""

    whole: Sequence[MonthCost]
    known: Sequence[MonthCost]
    now: int
    last: int
    unit: Decimal  # what one step of the scale is written in: 1,000,000 or 1,000
    summary: str
    words: dict[str, str]  # ends, today; translated


def by_month_chart(data: ByMonth) -> SafeString:
    if not data.whole:
        return SafeString()
    return format_html(
        "{}{}",
        _Drawing(data, 1096, 280, (44, 16, 34, 28), "only-wide").svg(),
        _Drawing(data, 340, 220, (36, 10, 34, 26), "only-narrow").svg(),
    )


class _Drawing:
    def __init__(self, data: ByMonth, width, height, margins, css):
        self.data, self.width, self.height, self.css = data, width, height, css
        self.left, self.right, self.top, self.bottom = margins
        self.first = min(data.whole[0].month, data.now)
        self.end = max(data.whole[-1].month, data.last, data.now) + 1
        highest = max(one.cost for one in data.whole) / data.unit
        self.step = _nice(float(highest))
        self.most = max(float(highest) * 1.08, self.step)

    def x(self, month: int) -> float:
        inner = self.width - self.left - self.right
        return round(self.left + (month - self.first) / (self.end - self.first) * inner, 1)

    def y(self, units: float) -> float:
        inner = self.height - self.top - self.bottom
        return round(self.top + (1 - units / self.most) * inner, 1)

    def svg(self) -> SafeString:
        parts = [
            self.grid(),
            self.area(self.data.whole, "m-plan"),
            self.area(self.data.known, "m-known"),
            self.mark(self.data.now, "now", self.data.words["today"], 14),
            self.mark(self.data.last + 1, "target", self.data.words["ends"], 0),
            self.years(),
        ]
        return format_html(
            '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
            self.css,
            self.width,
            self.height,
            self.data.summary,
            format_html_join("", "{}", ((part,) for part in parts)),
        )

    def grid(self) -> SafeString:
        levels = [n * self.step for n in range(int(self.most / self.step) + 1)]
        lines = ((self.left, self.width - self.right, self.y(n), self.y(n)) for n in levels)
        labels = ((self.left - 8, self.y(n) + 4, f"{n:g}") for n in levels)
        return format_html(
            "{}{}",
            format_html_join("", '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>', lines),
            format_html_join("", '<text x="{}" y="{}" text-anchor="end">{}</text>', labels),
        )

    def area(self, months: Sequence[MonthCost], css: str) -> SafeString:
        if not months:
            return SafeString()
        base = self.y(0)
        path = f"M{self.x(months[0].month)} {base}"
        for one in months:
            path += f"V{self.y(float(one.cost / self.data.unit))}H{self.x(one.month + 1)}"
        return format_html('<path class="{}" d="{}V{}Z"/>', css, path, base)

    def mark(self, month: int, css: str, text: str, lower: int) -> SafeString:
        x = self.x(month)
        anchor = "start" if x < self.left + 60 else "end" if x > self.width - 90 else "middle"
        return format_html(
            '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="t-2 halo" x="{}" y="{}" text-anchor="{}">{}</text>',
            css,
            x,
            x,
            self.top - 18 + lower,
            self.y(0),
            x,
            self.top - 22 + lower,
            anchor,
            text,
        )

    def years(self) -> SafeString:
        first, last = self.first // 12, (self.end - 1) // 12
        every = max(1, -(-(last - first + 1) // (6 if self.css == "only-narrow" else 12)))
        texts = []
        for year in range(first, last + 1):
            begins, ends = max(year * 12, self.first), min(year * 12 + 12, self.end)
            if (year - first) % every == 0 and ends - begins >= 5:
                middle = (self.x(begins) + self.x(ends)) / 2
                texts.append((f"{middle:.1f}", self.height - 8, year))
        return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', texts)


def _nice(most: float) -> float:
    """1, 2 or 5 times a power of ten, so that at most five lines cross the drawing."""
    scale = 0.001
    while True:
        for step in (1, 2, 5):
            if most / (step * scale) <= 5:
                return step * scale
        scale *= 10
