"""The burn-up: people over time as steps, the plan as a dashed staircase, the target as a line.

Drawn twice, wide and narrow; CSS shows the one that fits. Words come in translated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class BurnUp:
    """What the burn-up draws. Corners are (day, people from that day), in order."""

    starts_on: date
    ends_on: date
    on: date
    now: int  # people at `on`
    actual: Sequence[tuple[date, int]]
    plan: Sequence[tuple[date, int]]
    goal: int | None
    summary: str  # the finding, for those who do not see the drawing
    words: dict[str, str]  # state, today, target, plan; translated
    # Straight from corner to corner, where what happened between them is not told.
    sloped: bool = False


def burn_up(data: BurnUp) -> SafeString:
    """The drawing twice, wide and narrow; CSS shows the one that fits its container."""
    return format_html(
        "{}{}",
        _Drawing(data, 800, 306, (28, 82, 28, 28), narrow=False).svg(),
        _Drawing(data, 340, 250, (24, 56, 28, 26), narrow=True).svg(),
    )


class _Drawing:
    def __init__(self, data: BurnUp, width, height, margins, *, narrow):
        self.data, self.width, self.height, self.narrow = data, width, height, narrow
        self.left, self.right, self.top, self.bottom = margins
        people = [data.goal or 0, data.now, *(n for _day, n in [*data.actual, *data.plan])]
        self.peak = max([*people, 4])
        self.step = _nice_step(self.peak)
        # Head-room above the highest line, for the labels.
        self.most = self.peak * 1.2
        self.days = max((data.ends_on - data.starts_on).days, 1)

    def x(self, day: date) -> float:
        share = (day - self.data.starts_on).days / self.days
        inner = self.width - self.left - self.right
        return round(self.left + min(max(share, 0), 1) * inner, 1)

    def y(self, people: float) -> float:
        inner = self.height - self.top - self.bottom
        return round(self.top + (1 - people / self.most) * inner, 1)

    def svg(self) -> SafeString:
        parts = [self.grid(), self.years(), self.target(), self.plan(), self.today(), self.actual()]
        return format_html(
            '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
            "only-narrow" if self.narrow else "only-wide",
            self.width,
            self.height,
            self.data.summary,
            format_html_join("", "{}", ((part,) for part in parts)),
        )

    def grid(self) -> SafeString:
        levels = range(0, self.peak + 1, self.step)
        # The target has a line of its own.
        lines = [
            ("axis" if n == 0 else "grid", self.left, self.width - self.right, self.y(n), self.y(n))
            for n in levels
            if n != self.data.goal
        ]
        return format_html(
            "{}{}",
            format_html_join("", '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', lines),
            format_html_join(
                "",
                '<text x="{}" y="{}" text-anchor="end">{}</text>',
                ((self.left - 8, self.y(n) + 4, n) for n in levels),
            ),
        )

    def years(self) -> SafeString:
        first, last = self.data.starts_on.year, self.data.ends_on.year
        every = max(1, -(-(last - first + 1) // (6 if self.narrow else 12)))
        marks, texts = [self.data.starts_on, self.data.ends_on], []
        for year in range(first, last + 1):
            begins = max(date(year, 1, 1), self.data.starts_on)
            ends = min(date(year, 12, 31), self.data.ends_on)
            marks.append(begins)
            middle = (self.x(begins) + self.x(ends)) / 2
            if (year - first) % every == 0 and (ends - begins).days > self.days / 14:
                texts.append((f"{middle:.1f}", self.height - 8, year))
        base = self.y(0)
        return format_html(
            "{}{}",
            format_html_join(
                "",
                '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>',
                ((self.x(day), self.x(day), base, base + 5) for day in sorted(set(marks))),
            ),
            format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', texts),
        )

    def target(self) -> SafeString:
        goal = self.data.goal
        if goal is None:
            return SafeString()
        y = self.y(goal)
        return format_html(
            '<line class="target" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="t-ink" x="{}" y="{}">{} <tspan class="t-lab">{}</tspan></text>',
            self.left,
            self.width - self.right,
            y,
            y,
            self.width - self.right + 9,
            y + 4,
            goal,
            self.data.words["target"],
        )

    def plan(self) -> SafeString:
        corners = self.data.plan
        if not corners:
            return SafeString()
        end = corners[-1][1]
        text = SafeString()
        # Where the plan ends at the target, the target's label says it.
        if self.data.goal is None or abs(self.y(end) - self.y(self.data.goal)) > 14:
            text = format_html(
                '<text x="{}" y="{}">{} <tspan class="t-lab">{}</tspan></text>',
                self.width - self.right + 9,
                self.y(end) + 4,
                end,
                self.data.words["plan"],
            )
        return format_html(
            '<path class="required" d="{}"/>{}{}',
            self.steps(corners),
            self.hints(corners, self.data.words["plan"]),
            text,
        )

    def today(self) -> SafeString:
        x = self.x(self.data.on)
        anchor = "middle"
        if x - self.left < 30:
            anchor = "start"
        elif self.width - x < 40:
            anchor = "end"
        return format_html(
            '<line class="now" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="t-2" x="{}" y="{}" text-anchor="{}">{}</text>',
            x,
            x,
            self.top - 8,
            self.y(0),
            x,
            self.top - 14,
            anchor,
            self.data.words["today"],
        )

    def actual(self) -> SafeString:
        data = self.data
        corners = [(data.starts_on, 0), *data.actual]
        x, y = self.x(data.on), self.y(data.now)
        early = x - self.left < 90
        text = str(data.now) if self.narrow else f"{data.now} {data.words['state']}"
        return format_html(
            '<path class="actual" d="{}"/>{}<circle class="dot" cx="{}" cy="{}" r="5">'
            '<title>{}</title></circle><text class="t-acc halo" x="{}" y="{}" '
            'text-anchor="{}">{}</text>',
            (self.slope if data.sloped else self.steps)([*corners, (data.on, data.now)]),
            self.hints(data.actual, data.words["state"]),
            x,
            y,
            _hint(data.on, data.now, data.words["state"]),
            x + 10 if early else x - 10,
            y - 10,
            "start" if early else "end",
            text,
        )

    def steps(self, corners: Sequence[tuple[date, int]]) -> str:
        (first, people), *rest = corners
        path = f"M{self.x(first)} {self.y(people)}"
        return path + "".join(f"H{self.x(day)}V{self.y(n)}" for day, n in rest)

    def slope(self, corners: Sequence[tuple[date, int]]) -> str:
        return "M" + "L".join(f"{self.x(day)} {self.y(n)}" for day, n in corners)

    def hints(self, corners: Sequence[tuple[date, int]], word: str) -> SafeString:
        """Unseen marks at the corners that say day and number when pointed at."""
        return format_html_join(
            "",
            '<circle class="pt" cx="{}" cy="{}" r="7"><title>{}</title></circle>',
            ((self.x(day), self.y(n), _hint(day, n, word)) for day, n in corners),
        )


def _hint(day: date, people: int, word: str) -> str:
    return f"{day:%Y-%m-%d}: {people} {word}"


def _nice_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that at most seven lines cross the drawing."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if most / (step * scale) <= 6:
                return step * scale
        scale *= 10
