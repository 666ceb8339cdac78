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
    """All of them with pipeline and track, in order of track and position, read anew. Pages share
    the instances while nothing about them changes: they are for reading."""
    return list(stages_by_id(centre).values())


def stages_by_id(centre: Centre) -> dict[int, Stage]:
    """{id: stage}, in order; each knows how far along its pipeline it is, for the ring."""
    stages = _of_centre().shared(_placed, centre=centre.pk)
    for stage in stages.values():
        # What a foreign key's descriptor does, less what it checks.
        stage._state.fields_cache["centre"] = centre
        stage.pipeline.track._state.fields_cache["centre"] = centre
    return stages


def _placed(stages: list[Stage]) -> dict[int, Stage]:
    lengths: dict[int, int] = {}
    for stage in stages:
        lengths[stage.pipeline_id] = stage.step = lengths.get(stage.pipeline_id, 0) + 1  # type: ignore[attr-defined]
    for stage in stages:
        stage.steps = lengths[stage.pipeline_id]  # type: ignore[attr-defined]
    return {stage.pk: stage for stage in stages}
