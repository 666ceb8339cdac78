"""Where a figure leads: to the list of exactly the records it counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from recruitment.dashboard.asof import AsOf
from recruitment.dashboard.selectors import IntakeSeats
from recruitment.dashboard.stages import StageFigures
from recruitment.positions.models import Track


@dataclass(frozen=True)
class Links:
    """Addresses of lists as of a day; what is today's, as all that is known, is left out."""

    track: Track
    asof: AsOf

    def _to(self, name: str, **filters) -> str:
        query = {"track": self.track.code, **filters, **self.asof.query}
        return f"{reverse(f'recruitment:{name}')}?{urlencode(query)}"

    def of(self, track: Track) -> "Links":
        return Links(track, self.asof)

    def researchers(self, state: str, intake: IntakeSeats | None = None) -> str:
        more = {"intake": intake.pk} if intake else {}
        if self.asof.known:
            # Who was known to be here then may be no researcher now; their application stays.
            return self._to("candidates", post=state, **more)
        return self._to("researchers", state=state, **more)

    def candidates(self, **filters) -> str:
        return self._to("candidates", **filters)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form on a page of figures has to carry on: track and days."""
        return [("track", self.track.code), *self.asof.query.items()]

    @property
    def days(self) -> str:
        """What keeps the days in an address that names another track."""
        return f"&{urlencode(self.asof.query)}" if self.asof.query else ""

    @property
    def dashboard(self) -> str:
        return self._to("dashboard")

    @property
    def forecast(self) -> str:
        return self._to("forecast")

    @property
    def forecast_json(self) -> str:
        return self._to("forecast-json")

    @property
    def in_post(self) -> str:
        return self.researchers("in_post")

    @property
    def started(self) -> str:
        return self.researchers("started")

    @property
    def left(self) -> str:
        return self.researchers("left")

    @property
    def accepted(self) -> str:
        return self.candidates(accepted=1)

    @property
    def late(self) -> str:
        return self.candidates(past_limit=1)

    def late_in(self, figures: StageFigures) -> str:
        """Empty for a past day: the list says who is late now, and keeps no list of then."""
        if not self.asof.is_today:
            return ""
        return self.candidates(waiting=figures.stage.pk, past_limit=1)

    def accepted_for(self, intake: IntakeSeats) -> str:
        return self.candidates(accepted=1, intake=intake.pk)

    def reached(self, figures: StageFigures) -> str:
        return self.candidates(reached=figures.stage.pk)

    def passed(self, figures: StageFigures) -> str:
        return self.candidates(passed=figures.stage.pk)

    def closed(self, figures: StageFigures) -> str:
        return self.candidates(closed_at=figures.stage.pk)

    def offers_open(self, figures: StageFigures) -> str:
        return self.candidates(offer_open=figures.stage.pk)

    def waiting(self, figures: StageFigures) -> str:
        return self.candidates(waiting=figures.stage.pk)
