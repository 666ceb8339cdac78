"""The burn-up: people over time as steps, the plan as a dashed staircase, the target as a line.

Drawn twice, wide and narrow; CSS shows the one that fits. Words come in translated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from centre.templatetags.cohort import full_day

# Where a line ends: its height, css class, number and word.
Label = tuple[float, str, int, str]


@dataclass(frozen=True)
class Fan:
    """The forecast at the end of one day: middle, and both ends of the 50% and the 80% range."""

    day: date
    p10: int
    p25: int
    p50: int
    p75: int
    p90: int


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
    fan: Sequence[Fan] = ()
    # Without evidence there is a range, but neither middle nor inner band.
    is_assumption: bool = False
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
        people += [one.p90 for one in data.fan]
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
        parts = [
            *(self.grid(), self.years(), self.fan(), self.target(), self.plan(), self.middle()),
            *(self.today(), self.actual(), self.labels()),
        ]
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
            '<line class="target" x1="{}" x2="{}" y1="{}" y2="{}"/>',
            self.left,
            self.width - self.right,
            y,
            y,
        )

    def fan(self) -> SafeString:
        """Both bands; of an assumption the outer one alone."""
        if not self.data.fan:
            return SafeString()
        bands = [("fan80", "p10", "p90"), ("fan50", "p25", "p75")]
        return format_html_join(
            "",
            '<polygon class="{}" points="{} {}"/>',
            (
                (css, self.points(low), self.points(high, back=True))
                for css, low, high in bands[: 1 if self.data.is_assumption else 2]
            ),
        )

    def middle(self) -> SafeString:
        if not self.data.fan or self.data.is_assumption:
            return SafeString()
        word = self.data.words["likely"]
        return format_html(
            '<polyline class="mid" points="{}"/>{}',
            self.points("p50"),
            self.hints([(one.day, one.p50) for one in self.data.fan], word),
        )

    def points(self, end: str, *, back: bool = False) -> str:
        fan = reversed(self.data.fan) if back else self.data.fan
        return " ".join(f"{self.x(one.day)},{self.y(getattr(one, end))}" for one in fan)

    def labels(self) -> SafeString:
        """What the lines end at, right of the drawing: moved apart where they would overlap."""
        x = self.width - self.right + 9
        return format_html_join(
            "",
            '<text class="{}" x="{}" y="{}">{} <tspan class="t-lab">{}</tspan></text>',
            ((css, x, f"{y + 4:.1f}", n, word) for y, css, n, word in apart(self.ends())),
        )

    def ends(self) -> Iterable[Label]:
        data, words = self.data, self.data.words
        if data.goal is not None:
            yield self.y(data.goal), "t-ink", data.goal, words["target"]
        if data.plan and (data.goal is None or data.plan[-1][1] != data.goal) and not data.fan:
            yield self.y(data.plan[-1][1]), "", data.plan[-1][1], words["plan"]
        if data.fan:
            last = data.fan[-1]
            short = self.narrow
            yield self.y(last.p90), "", last.p90, "" if short else words["high"]
            yield self.y(last.p10), "", last.p10, "" if short else words["low"]
            if not data.is_assumption:
                yield self.y(last.p50), "t-acc", last.p50, words["likely"]

    def plan(self) -> SafeString:
        corners = self.data.plan
        if not corners:
            return SafeString()
        return format_html(
            '<path class="required" d="{}"/>{}',
            self.steps(corners),
            self.hints(corners, self.data.words["plan"]),
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


def apart(labels: Iterable[Label], least: float = 16.0) -> list[Label]:
    """Labels in order from the top, each at least `least` below the one above.

    A crowd is moved as one, so that its middle stays where the middle of its lines is.
    """
    crowds: list[list[Label]] = []
    for label in sorted(labels):
        crowds.append([label])
        while len(crowds) > 1 and _top(crowds[-1], least) < _top(crowds[-2], least) + least * len(
            crowds[-2]
        ):
            crowds[-2:] = [crowds[-2] + crowds[-1]]
    return [
        (_top(crowd, least) + least * i, css, n, word)
        for crowd in crowds
        for i, (_y, css, n, word) in enumerate(crowd)
    ]


def _top(crowd: Sequence[Label], least: float) -> float:
    return sum(label[0] for label in crowd) / len(crowd) - least * (len(crowd) - 1) / 2


def _hint(day: date, people: int, word: str) -> str:
    return f"{full_day(day)}: {people} {word}"


def _nice_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that at most seven lines cross the drawing."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if most / (step * scale) <= 6:
                return step * scale
        scale *= 10
