"""The board shows who stands where, never more than a handful, at a cost that does not grow."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from recruitment.moves.gate import Ask, take
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)

BOARD = "/board/"


def at(days):
    return timezone.now() - timedelta(days=days)


def show(client, query=""):
    response = client.get(BOARD + query)
    assert response.status_code == 200
    return response.content.decode()


def column(page, which):
    """The markup of one open column."""
    start = page.index(f'data-stage="{which.pk}"')
    return page[start : page.index("</section>", start)]


def names(markup):
    return re.findall(r'class="kard"[^>]*data-name="([^"]*)"', markup)


def count(page, which):
    return re.search(rf'data-count-of="{which.pk}">([^<]*)<', page)[1]


def test_cards_stand_in_their_stage_oldest_first(as_manager, centre):
    screen = stage(centre, "screen")
    for name, days in [("New", 1), ("Oldest", 9), ("Middle", 4)]:
        person = make_candidate(centre, full_name=name)
        make_application(centre, kind="screen", candidate=person, at=at(days))
    closed = make_application(centre, kind="screen", at=at(20))
    take(closed, Ask("close", reason=reason(centre, "research-fit")), actor=None)

    page = show(as_manager)

    assert names(column(page, screen)) == ["Oldest", "Middle", "New"]
    assert count(page, screen) == "3"


def test_a_card_says_all_it_must(as_manager, centre):
    person = make_candidate(centre, full_name="Li Zihan", native_name="李梓涵")
    area = centre.areas.create(name="Generative AI", mark="gen")
    helena = make_supervisor(centre, name="Prof. Helena Cruz")
    make_application(
        centre,
        kind="screen",
        candidate=person,
        at=at(16),
        area=area,
        supervisor=helena,
        next_step="1 reference missing",
    )

    card = column(show(as_manager), stage(centre, "screen"))

    assert "Li Zihan, Generative AI, 16 days, past the limit. Next: 1 reference missing" in card
    assert 'lang="zh-Hant-HK"' in card or 'lang="zh-Hans"' in card
    assert ">HC<" in card
    assert '<span class="over">16 d</span>' in card
    assert 'class="area gen"' in card


def test_the_head_line_counts_the_open_and_the_late_ones(as_manager, centre):
    make_application(centre, kind="screen", at=at(15))
    make_application(centre, kind="screen", at=at(14))
    make_application(centre, kind="review", at=at(1))
    make_started(centre)

    page = show(as_manager)

    assert "3 open" in page
    assert "1 past their limit" in page
    assert 'href="/candidates/?track=doctoral&amp;past_limit=1"' in page


@pytest.mark.parametrize("query", ["", "&intake={intake}"])
def test_kept_sums_and_counted_rows_say_the_same(as_manager, centre, query):
    made = [make_application(centre, kind="screen", at=at(days)) for days in (15, 14, 2)]
    reopened = made[0]
    take(reopened, Ask("close", reason=reason(centre, "research-fit")), actor=None)
    take(reopened, Ask("reopen"), actor=None)

    page = show(as_manager, "?track=doctoral" + query.format(intake=made[0].intake_id))

    assert count(page, stage(centre, "screen")) == "3"
    assert "past their limit" not in page


def test_more_than_25_are_a_link_to_the_list(as_manager, centre):
    screen = stage(centre, "screen")
    for _ in range(27):
        make_application(centre, kind="screen")

    text = column(show(as_manager), screen)

    assert len(names(text)) == 25
    assert "and 2 more" in text
    assert f'href="/candidates/?track=doctoral&amp;waiting={screen.pk}"' in text


def test_first_and_last_stages_are_rails_that_open_without_script(as_manager, centre):
    person = make_candidate(centre, full_name="Ada Prospect")
    make_application(centre, kind="lead", candidate=person)
    lead = stage(centre, "lead")

    folded = show(as_manager)
    opened = show(as_manager, f"?open={lead.pk}")

    assert "Ada Prospect" not in folded
    assert f'href="/board/?track=doctoral&amp;open={lead.pk}#c{lead.pk}"' in folded
    assert names(column(opened, lead)) == ["Ada Prospect"]


def test_those_who_started_are_counted_and_shown_at_the_end(as_manager, centre):
    started = make_started(centre)
    end = stage(centre, "started")

    assert count(show(as_manager), end) == "1"
    assert names(column(show(as_manager, f"?open={end.pk}"), end)) == [str(started.candidate)]


def test_intake_and_area_narrow_it_and_can_be_removed(as_manager, centre):
    area = centre.areas.create(name="Imaging", mark="img")
    intakes = list(centre.intakes.filter(track__kind="doctoral")[:2])
    one = make_candidate(centre, full_name="One")
    two = make_candidate(centre, full_name="Two")
    make_application(centre, kind="screen", candidate=one, intake=intakes[0].name, area=area)
    make_application(centre, kind="screen", candidate=two, intake=intakes[1].name)

    by_intake = show(as_manager, f"?intake={intakes[1].pk}")
    by_area = show(as_manager, f"?area={area.pk}")

    assert names(by_intake) == ["Two"]
    assert names(by_area) == ["One"]
    assert "Remove filter: Area is Imaging" in by_area
    assert 'class="chip-x" href="/board/?track=doctoral"' in by_area


def test_each_track_has_its_board(as_manager, centre):
    person = make_candidate(centre, full_name="Post Doc")
    make_application(centre, kind="screen", track="postdoc", candidate=person)

    assert names(show(as_manager)) == []
    assert names(show(as_manager, "?track=postdoc")) == ["Post Doc"]
    assert as_manager.get(BOARD + "?track=none").status_code == 404
    assert as_manager.get(BOARD + "?intake=999999").status_code == 404


def test_an_empty_board_says_what_to_do(as_manager, centre):
    nobody = show(as_manager)
    area = centre.areas.create(name="Imaging")
    make_application(centre, kind="screen")
    filtered = show(as_manager, f"?area={area.pk}")

    assert "No candidates yet." in nobody
    assert reverse("recruitment:candidate-add") in nobody
    assert "No candidate matches this filter." in filtered
    assert "Clear filters" in filtered


def test_a_retired_stage_stays_while_somebody_stands_in_it(as_manager, centre):
    retired = stage(centre, "screen")
    mine = make_application(centre, kind="screen")
    retired.retired_on = centre.today()
    retired.save()

    page = show(as_manager)
    take(mine, Ask("move", stage=stage(centre, "review")), actor=None)

    assert "Retired stage" in column(page, retired)
    assert "data-takes" not in column(page, retired).split(">")[0]
    assert f'data-stage="{retired.pk}"' not in show(as_manager)


def test_supervisors_see_their_own_and_no_way_beyond_the_decision(client, centre):
    helena = make_user("supervisor", centre)
    profile = make_supervisor(centre, user=helena)
    own = make_candidate(centre, full_name="Own")
    make_application(centre, kind="screen", candidate=own, supervisor=profile)
    offered = make_candidate(centre, full_name="Offered")
    make_application(centre, kind="offer", candidate=offered, supervisor=profile)
    make_application(centre, kind="screen")
    client.force_login(helena)

    page = show(client)

    assert names(page) == ["Own", "Offered"]
    assert count(page, stage(centre, "screen")) == "1"
    offer = stage(centre, "offer")
    assert f'data-to="{offer.pk}"' not in page
    assert "data-locked" in column(page, offer)
    assert "data-locked" not in column(page, stage(centre, "screen"))


def test_another_centres_people_are_on_no_board_of_ours(client, centre):
    make_application(centre, kind="screen")
    ours = make_centre()
    own = make_candidate(ours, full_name="Own")
    make_application(ours, kind="screen", candidate=own)
    client.force_login(make_user("manager", ours))

    assert names(show(client)) == ["Own"]


@pytest.mark.parametrize("role", ["panel", "industry"])
def test_the_board_is_not_for_panel_or_partner(client, centre, role):
    client.force_login(make_user(role, centre))

    assert client.get(BOARD).status_code == 403


def test_the_board_is_only_looked_at(as_manager):
    assert as_manager.post(BOARD).status_code == 405


def test_without_script_the_menu_of_a_card_is_a_link_to_the_move_page(as_manager, centre):
    mine = make_application(centre, kind="screen")

    card = column(show(as_manager), stage(centre, "screen"))

    assert f'href="/applications/{mine.pk}/move/"' in card


def test_days_are_calendar_days_of_the_centre(as_manager, centre):
    midnight = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 3 March, 00:30 in Hong Kong
    mine = make_application(centre, kind="screen", at=midnight)

    days = (centre.today() - centre.day_of(mine.entered_stage_at)).days

    assert f">{days} d<" in column(show(as_manager), stage(centre, "screen"))
