"""The board of one track."""

from functools import cache

from django.shortcuts import render
from django.views.decorators.http import require_safe

from centre.accounts.middleware import allowed
from centre.accounts.policy import sees_all
from centre.organisation.models import ResearchArea
from centre.web.statements import Slot, Statement
from centre.web.views import require
from recruitment.board.choice import Choice, read_choice
from recruitment.board.columns import COUNTED, Column, lay_out
from recruitment.moves.permits import may_touch
from recruitment.pipeline.models import Application
from recruitment.pipeline.reading import stages_of_centre
from recruitment.positions.models import Intake


@cache
def _owned(model) -> Statement:
    return Statement(model.objects.filter(centre=Slot("centre")))


@require_safe
def board(request):
    require(request, "view_board")
    centre = request.centre
    stages = stages_of_centre(centre)
    tracks = list(dict.fromkeys(stage.pipeline.track for stage in stages))
    intakes = _owned(Intake).objects(centre=centre.pk)
    areas = _owned(ResearchArea).objects(centre=centre.pk)
    choice = read_choice(request.GET, tracks, intakes, areas)
    columns = lay_out(
        centre=centre,
        stages=[stage for stage in stages if stage.pipeline.track == choice.track],
        choice=choice,
        applications=lambda: _applications(request, choice),
        key=(request.user.sight, centre.pk, choice.intake, choice.area),
        whole=sees_all(request.user, centre.pk) and not choice.is_filtered,
        touches=lambda stage: may_touch(request, stage),
        moves=allowed(request, "move_application"),
    )
    for column in columns:
        column.address = choice.only(open=None if column.is_open else column.stage.pk)
        column.in_list = _list_of(column, choice)
    context = {
        "choice": choice,
        "tracks": [(track, choice.only(track=track, intake=None, open=None)) for track in tracks],
        # An old address may name a retired one; only those in use are offered.
        "intakes": [
            one for one in intakes if one.track_id == choice.track.pk and not one.retired_on
        ],
        "areas": [one for one in areas if not one.retired_on],
        "columns": columns,
        "steps": len(columns) - 1,
        "in_list": choice.in_list(),
        "late_in_list": choice.in_list(past_limit=1),
        "without_intake": choice.only(intake=None),
        "without_area": choice.only(area=None),
        "without_filters": choice.only(intake=None, area=None),
        **_head_line(columns),
    }
    return render(request, "recruitment/board/board.html", context)


def _applications(request, choice: Choice):
    """Those this person may see, of the intake and the area chosen."""
    rows = Application.objects.visible_to(request.user).filter(centre=request.centre)
    if choice.intake:
        rows = rows.filter(intake=choice.intake)
    if choice.area:
        rows = rows.filter(area=choice.area)
    return rows


def _list_of(column: Column, choice: Choice) -> str:
    """Where all of a column is listed: those who started are researchers by then."""
    if column.stage.is_start:
        return choice.in_list(stage=column.stage.pk)
    return choice.in_list(waiting=column.stage.pk)


def _head_line(columns: list[Column]) -> dict:
    open_ones = [column.tally for column in columns if not column.stage.is_start]
    capped = any(tally.n > COUNTED for tally in open_ones)
    return {
        "open_count": f"{sum(tally.n for tally in open_ones)}{'+' if capped else ''}",
        "late_count": sum(tally.late for tally in open_ones),
        "nobody": not any(column.tally.n for column in columns),
    }
