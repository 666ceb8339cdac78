"""A saved view's tab says how many its list shows."""

import pytest

from recruitment.candidates.models import SavedView
from recruitment.pipeline.models import Application
from tests.factories import make_application, make_candidate, make_centre, stage
from tests.measuring import cost


def save(user, centre, query, name=""):
    return SavedView.objects.create(user=user, centre=centre, name=name or query, query=query)


@pytest.fixture
def people(centre, manager):
    for name, kind in (("Li Zihan", "interview"), ("Li Wei", "screen"), ("Wu Jiayi", "interview")):
        make_application(centre, kind=kind, candidate=make_candidate(centre, full_name=name))
    make_candidate(centre, full_name="Li Alone")
    make_application(make_centre("other"), kind="interview")
    Application.objects.filter(candidate__full_name="Li Wei").update(owner=manager)


def tabs(client, url="/candidates/"):
    return {tab.label: tab.count for tab in client.get(url).context["page"].tabs if tab.pk}


def test_each_tab_counts_what_its_list_shows(people, centre, as_manager, manager):
    interview = stage(centre, "interview").pk
    queries = ["q=li", "q=wu", f"stage={interview}", f"stage={interview}&q=li", "view=mine", "q=no"]
    for query in queries:
        save(manager, centre, query)

    shown = tabs(as_manager)

    assert shown == {
        "q=li": "3",
        "q=wu": "1",
        f"stage={interview}": "2",
        f"stage={interview}&q=li": "1",
        "view=mine": "1",
        "q=no": "0",
    }
    for query in queries:
        opened = as_manager.get(f"/candidates/?{query}").context["page"]
        assert shown[query] == str(opened.listing.total)


def test_a_search_at_hand_does_not_change_what_a_saved_one_counts(
    people, centre, as_manager, manager
):
    save(manager, centre, "q=li")

    assert tabs(as_manager, "/candidates/?q=wu+jiayi") == {"q=li": "3"}


def test_a_view_of_a_figure_or_of_nothing_usable_has_no_number(people, centre, as_manager, manager):
    save(manager, centre, f"reached={stage(centre, 'interview').pk}")
    save(manager, centre, "stage=999999")

    assert set(tabs(as_manager).values()) == {""}


def test_twelve_views_cost_one_statement_as_one_does(people, centre, as_manager, manager):
    interview = stage(centre, "interview").pk
    save(manager, centre, f"stage={interview}", "View 0")
    few = cost(as_manager, "get", "/candidates/?q=li")
    for n in range(1, 12):
        save(manager, centre, f"stage={interview}&q=li", f"View {n}")

    many = cost(as_manager, "get", "/candidates/?q=li")

    assert few.statements == many.statements
    assert many.statements <= 10
