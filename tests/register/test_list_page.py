"""The page of the list: order, pages, columns, saved views, neighbours, cost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from recruitment.candidates.models import Candidate, SavedView
from recruitment.moves.gate import Ask, record
from recruitment.pipeline.models import Application
from recruitment.register.criteria import COLUMNS
from recruitment.register.listing import neighbours
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_user,
    stage,
)
from tests.measuring import cost

START = datetime(2026, 3, 2, 2, tzinfo=UTC)


def fill(centre, n, *, first=0):
    """`n` people with one open application each; later ones came to their stage later."""
    people = Candidate.objects.add_many(
        [
            Candidate(
                centre=centre, full_name=f"Person {first + i:04}", email=f"p{first + i}@x.example"
            )
            for i in range(n)
        ]
    )
    track = centre.tracks.get(kind="doctoral")
    position, intake = track.positions.first(), track.intakes.first()
    enter = stage(centre, "interview")
    record(
        [
            (
                Application(candidate=person, position=position, intake=intake, next_step="Talk"),
                [Ask("enter", stage=enter, effective_at=START + timedelta(minutes=first + i))],
            )
            for i, person in enumerate(people)
        ],
        actor=None,
    )
    return people


def names(page):
    return re.findall(r'class="cell" href="[^"]*">([^<]*)<', page)


def test_the_first_look_shows_people_without_touching_anything(centre, as_manager):
    fill(centre, 3)

    page = as_manager.get("/candidates/").content.decode()

    assert sorted(names(page)) == ["Person 0000", "Person 0001", "Person 0002"]


def test_orders_by_name_and_by_time_in_stage_both_ways(centre, as_manager):
    fill(centre, 3)
    forward = ["Person 0000", "Person 0001", "Person 0002"]

    for query, expected in {
        "sort=name": forward,
        "sort=-name": forward[::-1],
        "view=open": forward,  # longest first
        "view=open&sort=-stage": forward[::-1],
        "view=open&sort=-name": forward[::-1],
    }.items():
        assert names(as_manager.get(f"/candidates/?{query}").content.decode()) == expected, query


def test_the_newest_update_comes_first(centre, as_manager):
    people = fill(centre, 3)
    people[1].save(update_fields=["updated_at"])

    assert names(as_manager.get("/candidates/").content.decode())[0] == "Person 0001"


def test_the_heading_says_the_order_and_turns_it(centre, as_manager):
    fill(centre, 2)

    page = as_manager.get("/candidates/?view=open").content.decode()

    assert 'aria-sort="descending"><a class="th-b" href="?view=open&amp;sort=-stage">' in page
    assert "2 applications, in progress, sorted by time in stage, longest first" in page


def test_fifty_a_page_with_the_way_on_and_back(centre, as_manager):
    fill(centre, 60)

    first = as_manager.get("/candidates/?sort=name").content.decode()
    second = as_manager.get("/candidates/?sort=name&page=2").content.decode()

    assert "1–50 of 60" in first
    assert len(names(first)) == 50
    assert 'rel="next" href="?sort=name&amp;page=2"' in first
    assert "51–60 of 60" in second
    assert names(second)[0] == "Person 0050"
    assert 'rel="prev" href="/candidates/?sort=name"' in second


def test_a_page_beyond_the_end_leads_back(centre, as_manager):
    fill(centre, 2)

    page = as_manager.get("/candidates/?page=7").content.decode()

    assert "There is nothing on page 7." in page
    assert "First page" in page


def test_an_empty_centre_offers_the_first_candidate(as_manager):
    page = as_manager.get("/candidates/").content.decode()

    assert "No candidates yet." in page
    assert "Add a candidate" in page


def test_chosen_columns_are_shown_and_stay_in_the_address(centre, as_manager):
    fill(centre, 1)

    page = as_manager.get("/candidates/?cols=email&cols=stage&view=open").content.decode()

    assert "p0@x.example" in page
    assert "Supervisor</th>" not in page
    assert "cols=stage.email" in page


def test_no_column_leaves_the_names(centre, as_manager):
    fill(centre, 1)
    page = as_manager.get("/candidates/columns/").content.decode()
    assert page.count('type="checkbox"') == len(COLUMNS)

    assert names(as_manager.get("/candidates/?cols=none").content.decode()) == ["Person 0000"]


def test_a_saved_view_keeps_the_filters_and_is_a_tab(centre, as_manager, manager):
    as_manager.post(
        "/candidates/views/add/", {"name": "Doctoral", "query": "track=doctoral&view=open&page=3"}
    )

    view = SavedView.objects.get()
    assert (view.user, view.centre, view.query) == (manager, centre, "view=open&track=doctoral")
    page = as_manager.get(f"/candidates/?{view.query}").content.decode()
    assert (
        '<a href="/candidates/?view=open&amp;track=doctoral" aria-current="page">Doctoral' in page
    )
    assert f"/candidates/views/{view.pk}/delete/" in page


def typed(client, text):
    return client.get(f"/candidates/?q={text}", headers={"HX-Request": "true"}).content.decode()


def test_a_search_as_one_types_brings_the_way_to_keep_it_and_leaves_the_views(centre, as_manager):
    make_application(centre, candidate=make_candidate(centre, full_name="Zoe Li"))
    page = as_manager.get("/candidates/").content.decode()

    part = typed(as_manager, "zoe")

    assert "1 candidate" in part
    assert "More than" not in part
    link = re.compile(r'<a id="save-view"[^>]*href="([^"]*)"')
    assert link.search(page)[1] == "/candidates/views/add/"
    assert link.search(part)[1] == "/candidates/views/add/?q=zoe"
    assert 'id="views"' in page
    assert 'id="views"' not in part  # they say the same, whatever is searched for
    assert "0 candidates" in typed(as_manager, "nobody")
    assert "1 candidate" in typed(as_manager, "")


def test_a_search_tells_who_has_views_of_their_own_which_it_is(centre, as_manager, manager):
    SavedView.objects.create(user=manager, centre=centre, name="Every Zoe", query="q=zoe")
    make_application(centre, candidate=make_candidate(centre, full_name="Zoe Li"))

    assert 'aria-current="page">Every Zoe' in typed(as_manager, "zoe")
    assert 'aria-current="page">All' in typed(as_manager, "zo")


def test_a_view_name_is_used_once(centre, as_manager):
    data = {"name": "Mine", "query": "view=mine"}
    as_manager.post("/candidates/views/add/", data)

    again = as_manager.post("/candidates/views/add/", data)

    assert again.status_code == 422
    assert "You have a view of that name already." in again.content.decode()
    assert SavedView.objects.count() == 1


def test_a_view_without_a_name_is_refused_in_the_dialog(as_manager):
    answer = as_manager.post(
        "/candidates/views/add/", {"name": " ", "query": ""}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()


def test_a_saved_view_is_deleted_by_its_owner_alone(centre, as_manager, client):
    other = make_user("manager", centre)
    theirs = SavedView.objects.create(user=other, centre=centre, name="Theirs", query="view=mine")

    assert as_manager.post(f"/candidates/views/{theirs.pk}/delete/").status_code == 404
    assert as_manager.get(f"/candidates/views/{theirs.pk}/delete/").status_code == 405
    assert "Theirs" not in as_manager.get("/candidates/").content.decode()
    client.force_login(other)
    client.post(f"/candidates/views/{theirs.pk}/delete/")
    assert not SavedView.objects.exists()


def test_another_centre_has_its_own_people(centre, as_manager):
    make_candidate(make_centre("other"), full_name="Elsewhere")

    assert "Elsewhere" not in as_manager.get("/candidates/").content.decode()


@pytest.mark.parametrize("query", ["sort=name", "view=open", "view=open&q=person&track=doctoral"])
def test_neighbours_are_those_of_the_list(centre, manager, query, django_assert_max_num_queries):
    people = fill(centre, 30)
    link = QueryDict(f"{query}&at=12")
    manager.roles  # noqa: B018  read once a request

    with django_assert_max_num_queries(2):
        found = neighbours(manager, centre, link, people[11].pk)

    assert found == (12, 30, people[10].pk, people[12].pk)


def test_neighbours_at_the_ends_off_the_list_and_moved(centre, manager):
    people = fill(centre, 30)

    def near(query, person):
        return neighbours(manager, centre, QueryDict(query), person.pk)

    assert near("sort=name&at=1", people[0]) == (1, 30, None, people[1].pk)
    assert near("sort=name&at=30", people[29]) == (30, 30, people[28].pk, None)
    assert near("sort=name&at=4", people[1]) == (2, 30, people[0].pk, people[2].pk)
    assert near("sort=name&at=20", people[1]) is None
    assert near("sort=name", people[1]) is None
    assert near("at=²", people[1]) is None
    assert near("status=rejected&at=1", people[1]) is None


@pytest.mark.parametrize(
    "query",
    [
        "", "view=open", "view=mine", "view=attention", "q=person", "q=p", "q=person 00&view=open",
        "track=doctoral&status=active&sort=name", "page=2", "past_limit=1",
        "cols=stage.days.area.intake.supervisor.next.source.owner.nationality.email.updated",
    ],
)  # fmt: skip
def test_the_list_costs_the_same_at_any_length(centre, as_manager, manager, query):
    SavedView.objects.create(user=manager, centre=centre, name="One", query="view=mine")
    fill(centre, 110)
    Application.objects.update(owner=manager)
    url = f"/candidates/?{query}"
    few = cost(as_manager, "get", url)
    fill(centre, 500, first=110)
    Application.objects.update(owner=manager)

    many = cost(as_manager, "get", url)

    assert few.status == 200
    assert (few.statements, few.rows) == (many.statements, many.rows)
    assert few.statements <= 10


def test_figures_cost_the_same_at_any_length(centre, as_manager):
    fill(centre, 60)
    one = stage(centre, "interview")
    urls = [
        f"/candidates/?{name}={one.pk}{on}"
        for name in ("reached", "passed", "waiting", "closed_at")
        for on in ("", "&on=2026-04-01")
    ]
    few = [cost(as_manager, "get", url) for url in urls]
    fill(centre, 200, first=60)
    many = [cost(as_manager, "get", url) for url in urls]

    assert [(c.statements, c.rows) for c in few] == [(c.statements, c.rows) for c in many]
    assert max(c.statements for c in few) <= 10


def test_many_filters_at_once_stay_within_the_statements(centre, as_manager, manager):
    one = make_application(centre, kind="interview", owner=manager, source=centre.sources.first())
    query = (
        f"track=doctoral&stage={one.stage_id}&intake={one.intake_id}&owner={manager.pk}"
        f"&source={one.source_id}&supervisor=none&q=person"
    )

    assert cost(as_manager, "get", f"/candidates/?{query}").statements <= 10


def test_twenty_five_rows_are_under_sixty_kilobytes(centre, as_manager):
    fill(centre, 25)

    assert cost(as_manager, "get", "/candidates/").size < 60_000


def test_what_people_typed_is_text_and_never_markup(centre, as_manager):
    bad = '"><b onclick=x>&amp;'
    person = make_candidate(centre, full_name=bad, native_name=bad, email="")
    area = centre.areas.create(name=bad)
    source = centre.sources.create(name=bad)
    make_application(centre, candidate=person, next_step=bad, area=area, source=source)
    columns = "cols=stage.days.area.intake.supervisor.next.source.owner.nationality.email"

    page = as_manager.get(f"/candidates/?q=onclick&{columns}").content.decode()

    assert "<b onclick" not in page
    assert page.count("&lt;b onclick=x&gt;&amp;amp;") >= 5


@pytest.mark.parametrize("role", ["panel", "supervisor"])
def test_who_sees_none_of_the_candidates_is_not_told_that_there_are_none(client, centre, role):
    make_application(centre)
    client.force_login(make_user(role, centre))

    page = client.get("/candidates/").content.decode()

    assert "No candidates yet." not in page
    assert "No candidate is yours to see yet." in page
