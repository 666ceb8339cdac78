"""Moments nobody meant: a slip in the year is told, not stored and not a failure."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from recruitment.moves import tallies
from tests.factories import make_application, make_opening, stage


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00", "0026-03-02T10:00", "1949-12-31T23:59", "9999-12-31T23:59"]
)
def test_a_step_of_another_age_is_refused_in_a_sentence(as_manager, centre, typed):
    mine = make_application(centre, kind="screen")

    answer = as_manager.post(
        reverse("recruitment:application-move", args=[mine.pk]),
        {"version": 1, "stage": stage(centre, "review").pk, "effective_at": typed},
    )

    assert answer.status_code == 422
    assert mine.transitions.count() == 1


def test_an_application_of_another_age_is_refused_in_a_sentence(as_manager, centre):
    mine = make_application(centre)
    later = mine.track.intakes.exclude(pk=mine.intake_id).order_by("pk")[0]

    answer = as_manager.post(
        reverse("recruitment:application-add", args=[mine.candidate_id]),
        {"place": f"{mine.position_id}-{later.pk}", "begins": "applied", "on": "0026-03-02"},
    )

    assert answer.status_code == 422
    assert mine.candidate.applications.count() == 1


@pytest.mark.parametrize("typed", ["0026-09-01", "9999-12-31"])
def test_a_first_day_of_another_age_is_refused_in_a_sentence(as_manager, centre, typed):
    mine = make_application(centre, kind="pre_start")
    make_opening(mine)

    answer = as_manager.post(
        reverse("recruitment:application-move", args=[mine.pk]),
        {"version": 1, "stage": stage(centre, "started").pk, "starts_on": typed},
    )

    assert answer.status_code == 422
    assert "Check the year" in answer.content.decode()


def test_a_move_stands_though_nobody_could_be_told_that_figures_changed(
    as_manager, centre, monkeypatch, django_capture_on_commit_callbacks
):
    mine = make_application(centre, kind="screen")

    def fail(stages):
        raise OperationalError("database is locked")

    monkeypatch.setattr(tallies, "_touch", fail)
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_manager.post(
            reverse("recruitment:application-move", args=[mine.pk]),
            {"version": 1, "stage": stage(centre, "review").pk},
        )

    assert answer.status_code == 302
    mine.refresh_from_db()
    assert mine.stage.kind == "review"
