"""Figures that take long are worked out once for everybody, and nobody takes old ones for new."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from centre.targets.models import Target
from recruitment.dashboard import figures, outlook
from recruitment.dashboard.figures import Kept, kept_figure
from recruitment.dashboard.selectors import read_dashboard, read_tracks
from tests.factories import make_application, make_started

MADE = "made"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def look(centre):
    centre.refresh_from_db()
    tracks = read_tracks(centre)
    track = next(one for one in tracks if one.kind == "doctoral")
    return read_dashboard(centre, tracks, track, centre.today())


class Maker:
    """Counts how often it was asked."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return {MADE: self.times, "other": -self.times}


@pytest.fixture
def make():
    return Maker()


def claimed_by_somebody(dash):
    cache.set(f"figures:{figures._scope(dash)}:claim", "somebody", 60)


def aged(dash, monkeypatch, **age):
    key = f"figures:{figures._scope(dash)}:{MADE}"
    kept = cache.get(key)
    cache.set(key, Kept(kept.figure, kept.seen, kept.made_at - timedelta(**age)), 60)


def test_a_figure_is_made_once_and_with_it_those_it_belongs_to(centre, make):
    first = kept_figure(look(centre), MADE, make)

    assert kept_figure(look(centre), MADE, make) == first
    assert kept_figure(look(centre), "other", make).figure == -1
    assert make.times == 1


def test_after_a_move_it_is_made_anew(centre, make):
    kept_figure(look(centre), MADE, make)

    make_application(centre)

    assert kept_figure(look(centre), MADE, make).figure == 2


def test_while_one_works_it_out_others_see_the_last_one_marked(centre, make):
    before = kept_figure(look(centre), MADE, make)
    make_application(centre)
    claimed_by_somebody(look(centre))

    later = []
    seen = kept_figure(look(centre), MADE, make, later=later)

    assert (seen.figure, seen.made_at, seen.is_behind) == (1, before.made_at, True)
    assert (make.times, later) == (1, [])


def test_the_first_after_a_move_does_not_wait_either_and_works_it_out_afterwards(centre, make):
    kept_figure(look(centre), MADE, make)
    make_application(centre)
    later = []

    first = kept_figure(look(centre), MADE, make, later=later)
    second = kept_figure(look(centre), MADE, make, later=[])
    assert [(one.figure, one.is_behind) for one in (first, second)] == [(1, True), (1, True)]
    assert make.times == 1

    (work,) = later
    work()
    seen = kept_figure(look(centre), MADE, make, later=later)
    assert (seen.figure, seen.is_behind, len(later)) == (2, False, 1)


def test_a_figure_near_its_end_is_made_anew_once_the_page_is_sent(centre, make, monkeypatch):
    kept_figure(look(centre), MADE, make)
    aged(look(centre), monkeypatch, minutes=4, seconds=30)
    later = []

    seen = kept_figure(look(centre), MADE, make, later=later)
    assert (seen.figure, seen.is_behind) == (1, False)

    later[0]()
    assert kept_figure(look(centre), MADE, make).figure == 2


def test_who_may_not_be_behind_waits_and_takes_what_the_other_made(centre, make, monkeypatch):
    kept_figure(look(centre), MADE, make)
    make_application(centre)
    claimed_by_somebody(look(centre))

    def the_other_is_done(_seconds):
        cache.delete(f"figures:{figures._scope(look(centre))}:claim")
        kept_figure(look(centre), MADE, make)

    monkeypatch.setattr(figures.time, "sleep", the_other_is_done)

    seen = kept_figure(look(centre), MADE, make)

    assert (seen.figure, seen.is_behind) == (2, False)
    assert make.times == 2


def test_whoever_was_killed_while_working_holds_nobody_up_for_ever(centre, make, monkeypatch):
    claimed_by_somebody(look(centre))
    monkeypatch.setattr(figures, "CLAIM", 0)

    assert kept_figure(look(centre), MADE, make).figure == 1


def test_a_figure_near_its_end_is_made_anew_by_one_and_still_serves_the_others(
    centre, make, monkeypatch
):
    kept_figure(look(centre), MADE, make)
    aged(look(centre), monkeypatch, minutes=4, seconds=30)
    claimed_by_somebody(look(centre))

    assert kept_figure(look(centre), MADE, make).figure == 1

    cache.delete(f"figures:{figures._scope(look(centre))}:claim")
    assert kept_figure(look(centre), MADE, make).figure == 2


def test_a_failure_leaves_the_next_one_free_to_try(centre, make):
    def fails():
        raise ValueError("no figures today")

    with pytest.raises(ValueError, match="no figures"):
        kept_figure(look(centre), MADE, fails)

    assert kept_figure(look(centre), MADE, make).figure == 1


def test_of_another_promise_no_old_figure_is_shown(centre, make):
    kept_figure(look(centre), MADE, make)
    Target.objects.filter(kind="doctoral").update(headcount=3)

    assert kept_figure(look(centre), MADE, make, later=[]).figure == 2


def test_the_page_says_that_its_forecast_is_of_before_the_move(centre, manager, client):
    client.force_login(manager)
    assert "Forecast and money are still of" not in client.get("/").content.decode()
    make_started(centre, started_on=centre.today(), intake="September 2026")
    claimed_by_somebody(look(centre))

    page = client.get("/").content.decode()

    assert "Forecast and money are still of" in page
    assert "<b>1</b>" in page  # the count is of now

    cache.delete(f"figures:{figures._scope(look(centre))}:claim")
    assert "Forecast and money are still of" in client.get("/").content.decode()
    # Worked out once that page was sent.
    assert "Forecast and money are still of" not in client.get("/").content.decode()


def test_dashboard_page_and_program_have_the_same_forecast_from_one_simulation(centre, monkeypatch):
    asked = []
    monkeypatch.setattr(outlook, "forecast", lambda inputs: asked.append(inputs) or "answer")
    dash = look(centre)

    assert outlook.foresight(dash, []).figure[0] == "answer"
    assert outlook.outcome_of(dash) == "answer"
    assert outlook.asked_and_answered(dash) == (asked[0], "answer")
    assert len(asked) == 1
