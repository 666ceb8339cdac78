"""Which figures an address asks for: track, intake, entry cohort and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from recruitment.dashboard.asof import AsOf, read_asof
from recruitment.pipeline.deferrals import intake_known
from recruitment.pipeline.models import Stage
from recruitment.pipeline.remembered import known_intakes, known_stages
from recruitment.positions.models import Intake, Track

FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True)
class Asked:
    """What to count, and where its figures lead. As known on a day are stages, intakes, steps and
    starts; areas, sources and supervisors keep no history."""

    centre: Centre
    track: Track
    asof: AsOf
    stages: Sequence[Stage]  # all of the track, in order
    intakes: Sequence[Intake]
    intake: Intake | None = None
    cohort: int | None = None
    problems: tuple[str, ...] = ()

    @property
    def known(self) -> datetime | None:
        """The moment from which nothing recorded counts; None: all we know does."""
        return self.centre.end_of(self.asof.known) if self.asof.known else None

    @property
    def end(self) -> datetime:
        """What came before it is of the day."""
        return self.centre.end_of(self.asof.on)

    @property
    def applied(self) -> Stage:
        """The first stage that is no lead: who came there or beyond has applied."""
        return next(one for one in self.stages if one.kind != "lead")

    def first(self, kind: str) -> Stage | None:
        return next((one for one in self.stages if one.kind == kind), None)

    def narrow(self, applications: QuerySet) -> Any:
        """`applications` of this track, intake and cohort."""
        rows: Any = applications.filter(centre=self.centre, track=self.track)
        intake: Any = intake_known(self.known) if self.known else F("intake")
        rows = rows.annotate(intake_then=intake)
        if self.intake:
            rows = rows.filter(intake_then=self.intake.pk)
        if not self.cohort:
            return rows
        return rows.applied_in(self.cohort, self.centre, known=self.known)

    def to(self, **filters) -> str:
        """The list of exactly these applications."""
        query = {"track": self.track.code, **self._chosen(), **filters, **self.asof.query}
        return f"{reverse('recruitment:candidates')}?{urlencode(query)}"

    def here(self, **changes) -> str:
        """This page with other filters; None takes one out."""
        query = {"track": self.track.code, **self._chosen(), **self.asof.query, **changes}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"

    @property
    def as_known_then(self) -> str:
        """This page by what was known on its day; empty where that is what it shows."""
        day = self.asof.on.isoformat()
        return "" if self.asof.known or self.asof.is_today else self.here(known=day)

    def _chosen(self) -> dict[str, int]:
        chosen = {"intake": self.intake and self.intake.pk, "cohort": self.cohort}
        return {name: value for name, value in chosen.items() if value}


def read(query: Mapping[str, Any], centre: Centre, tracks: Sequence[Track]) -> Asked:
    """What can be read of `query`; the rest is named in `problems`. Two queries."""
    code = query.get("track") or ""
    track = next((one for one in tracks if one.code == code), tracks[0])
    track.centre = centre
    problems = []
    if code and track.code != code:
        problems.append(
            _("This centre has no track “%(code)s”. The first one is shown.") % {"code": code[:40]}
        )
    asof = read_asof({name: query.get(name) for name in ("on", "known")}, today=centre.today())
    if asof.problem:
        problems.append(asof.problem)
    moment = centre.end_of(asof.known) if asof.known else None
    intakes = _intakes(track, moment)
    wanted = query.get("intake") or ""
    intake = next((one for one in intakes if str(one.pk) == wanted), None)
    if wanted and intake is None:
        problems.append(_("That is not an intake of this track, so all are shown."))
    year = query.get("cohort") or ""
    cohort = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    if year and (cohort is None or not FIRST_YEAR <= cohort <= LAST_YEAR):
        cohort = None
        problems.append(_("“%(year)s” is not a year, so all are shown.") % {"year": year[:40]})
    stages = list(Stage.objects.filter(pipeline__track=track).order_by("position", "pk"))
    if moment:
        stages = known_stages(stages, moment)
    for stage in stages:
        stage.centre = centre
    return Asked(centre, track, asof, stages, intakes, intake, cohort, tuple(problems))


def _intakes(track: Track, moment: datetime | None) -> list[Intake]:
    """All of the track; of a past knowledge those there were, by the names of then."""
    intakes = list(Intake.objects.filter(track=track))
    if moment is None:
        return intakes
    then = known_intakes(track, moment)
    for one in intakes:
        if one.pk in then:
            one.name, one.starts_on = then[one.pk]["name"], then[one.pk]["starts_on"]
    return [one for one in intakes if one.pk in then]
