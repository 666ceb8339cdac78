"""The stages of a centre: few rows that most pages need whole."""

from functools import cache

from centre.organisation.models import Centre
from centre.web.statements import Slot, Statement
from recruitment.pipeline.stages import Stage


@cache
def _of_centre() -> Statement:
    return Statement(
        Stage.objects.filter(centre=Slot("centre"))
        .select_related("pipeline__track")
        .order_by("pipeline__track__position", "pipeline__track__name", "pipeline", "position")
    )


def stages_of_centre(centre: Centre) -> list[Stage]:
    """All of them with pipeline and track, in order of track and position, read anew."""
    stages = _of_centre().objects(centre=centre.pk)
    for stage in stages:
        stage.centre = stage.pipeline.track.centre = centre
    return stages
