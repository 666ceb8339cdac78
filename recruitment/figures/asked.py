"""Which figures an address asks for: track, intake, entry cohort and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from recruitment.dashboard.asof import AsOf, read_asof
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Intake, Track

FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True)
class Asked:
    """What to count, and where its figures lead. `known` is not among it: areas, sources and
    supervisors keep no history."""

    centre: Centre
    track: Track
    asof: AsOf
    stages: Sequence[Stage]  # all of the track, in order
    intakes: Sequence[Intake]
    intake: Intake | None = None
    cohort: int | None = None
    problems: tuple[str, ...] = ()

    @property
    def applied(self) -> Stage:
        """The first stage that is no lead: who came there or beyond has applied."""
        return next(one for one in self.stages if one.kind != "lead")

    def first(self, kind: str) -> Stage | None:
        return next((one for one in self.stages if one.kind == kind), None)

    def narrow(self, applications: QuerySet) -> Any:
        """`applications` of this track, intake and cohort."""
        rows: Any = applications.filter(centre=self.centre, track=self.track)
        if self.intake:
            rows = rows.filter(intake=self.intake)
        return rows.applied_in(self.cohort, self.centre) if self.cohort else rows

    def to(self, **filters) -> str:
        """The list of exactly these applications."""
        query = {"track": self.track.code, **self._chosen(), **filters, **self.asof.query}
        return f"{reverse('recruitment:candidates')}?{urlencode(query)}"

    def here(self, **changes) -> str:
        """This page with other filters; None takes one out."""
        query = {"track": self.track.code, **self._chosen(), **self.asof.query, **changes}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"

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
    # Areas and sources keep no history, so nothing is shown "as known" here.
    asof = read_asof({"on": query.get("on")}, today=centre.today())
    if asof.problem:
        problems.append(asof.problem)
    intakes = list(Intake.objects.filter(track=track))
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
    for stage in stages:
        stage.centre = centre
    return Asked(centre, track, asof, stages, intakes, intake, cohort, tuple(problems))
