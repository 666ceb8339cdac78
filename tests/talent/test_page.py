"""The page of the talent flow: its figures open their people, odd addresses get words."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from recruitment.talent.address import Figure, read_figure
from recruitment.talent.journeys import Group, Period
from tests.factories import make_centre, make_supervisor, make_user
from tests.measuring import cost
from tests.talent.people import applied, closed, left, started

URL = "/talent-flow/"


@pytest.fixture
def people(centre):
    """Twenty applicants of five places and of none, one of them here and one gone."""
    for place, n in {"CN": 7, "HK": 6, "KR": 2, "VN": 1}.items():
        for _nth in range(n):
            closed(applied(centre, place, place), "weaker")
    applied(centre)
    closed(applied(centre, "TW", "HK", kind="offer"), "pay", party="candidate")
    started(centre, "CN", "HK")
    left(started(centre, "CN", "HK"), date(2026, 10, 1))


def rows_of(client, href):
    """How many people the list behind `href` says it holds."""
    page = client.get(unescape(href))
    assert page.status_code == 200
    return page.context["page"].listing.total


def figures(html):
    """(address, number shown) of every figure that leads to a list of people."""
    found = re.findall(r'<a[^>]*href="(/candidates/\?flow=[^"]+)"[^>]*>(\d+)', html)
    return [(href, int(n)) for href, n in found]


@pytest.mark.parametrize("group", Group.values)
def test_every_figure_opens_exactly_the_people_it_counts(as_manager, people, group):
    html = as_manager.get(URL, {"group": group}).content.decode()

    shown = figures(html)

    assert len(shown) > 5
    for href, n in dict(shown).items():
        assert rows_of(as_manager, href) == n, href


def test_figures_of_two_periods_open_the_people_of_their_own(as_manager, centre):
    for intake, places in {"September 2025": "CN CN HK", "September 2026": "CN KR"}.items():
        for place in places.split():
            applied(centre, place, place, intake=intake)
    years = {"since": 2025, "until": 2025, "since2": 2026, "until2": 2026}

    page = as_manager.get(URL, {"group": "applicants", **years})

    assert [panel.flow.total for panel in page.context["panels"]] == [3, 2]
    for href, n in figures(page.content.decode()):
        assert rows_of(as_manager, href) == n, href


def test_the_list_behind_a_figure_says_in_words_whom_it_holds(as_manager, people):
    figure = Figure(Group.APPLICANTS, keys={"first": ("CN",), "here": ("rejected",)})

    page = as_manager.get("/candidates/", {"flow": str(figure)})

    (chip,) = page.context["page"].criteria.chosen
    assert chip.text == "Applicants; first degree: Mainland China; at this centre: Not selected"
    assert page.context["page"].listing.total == 7


def test_a_figure_is_written_in_an_address_and_read_again():
    figure = Figure(
        Group.ALUMNI, "doctoral", Period(2025, None), {"first": ("CN", "HK"), "next": ("unknown",)}
    )

    assert str(figure) == "alumni~doctoral~2025~~first-CN.HK~next-unknown"
    assert read_figure(str(figure)) == figure


@pytest.mark.parametrize(
    "text",
    [
        "everybody~~~", "applicants", "applicants~~20x5~", "applicants~~~3000",
        "applicants~~~~first-XX", "applicants~~~~next-CN", "applicants~~~~first-", "~~~~~",
        "applicants~nowhere~~", "applicants~~~~first-CN.'", "applicants~~²²²²~",
    ],
)  # fmt: skip
def test_a_figure_nobody_can_read_is_left_out_with_a_word(as_manager, people, text):
    page = as_manager.get("/candidates/", {"flow": text})

    assert page.status_code == 200
    assert page.context["page"].criteria.chosen == []
    assert "was left out" in page.content.decode()


def test_the_page_says_how_many_are_not_known_and_that_few_say_little(as_manager, people):
    html = as_manager.get(URL, {"group": "applicants"}).content.decode()

    assert "20 applicants" in html
    assert "first degree 1 (5%)" in html
    assert "So few people say little" in html


def test_small_places_are_elsewhere_and_the_house_names_are_used(as_manager, people):
    (panel,) = as_manager.get(URL, {"group": "applicants"}).context["panels"]

    heading, lines = panel.lists[0]

    assert heading == "First degree"
    assert [(one.label, one.people) for one in lines] == [
        ("Mainland China", 9),
        ("Hong Kong", 6),
        ("Elsewhere", 4),
        ("Not known", 1),
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"group": "winners"}, "is no group here"),
        ({"track": "nowhere"}, "has no track"),
        ({"since": "20x6"}, "is no year"),
        ({"since": "99999999999999999999"}, "is no year"),
        ({"since": "2026", "until": "2025"}, "turned round"),
    ],
)
def test_what_an_address_cannot_mean_is_told(as_manager, people, query, said):
    page = as_manager.get(URL, query)

    assert page.status_code == 200
    assert said in page.content.decode()


def test_an_empty_centre_has_words_instead_of_a_drawing(as_manager):
    for group in Group.values:
        html = as_manager.get(URL, {"group": group, "since2": 2026}).content.decode()

        assert html.count("Nobody of this group entered in these years.") == 2
        assert "sankey" not in html


def test_a_supervisor_meets_their_own_people_only_and_is_told_so(client, centre):
    account = make_user("supervisor", centre)
    own = make_supervisor(centre, user=account)
    applied(centre, "CN", "CN", supervisor=own)
    applied(centre, "HK", "HK")
    applied(make_centre(), "US", "US")
    client.force_login(account)

    page = client.get(URL, {"group": "applicants"})

    assert [panel.flow.total for panel in page.context["panels"]] == [1]
    assert "These are your own people" in page.content.decode()


def test_reference_shares_stand_with_their_source_and_say_that_mobility_fell(as_manager):
    html = as_manager.get(URL).content.decode()

    assert "29%" in html
    assert "47%" in html
    assert "Paulson Institute" in html
    assert "Mobility fell" in html


def test_names_of_places_cannot_become_markup(as_manager, centre):
    assert reverse("recruitment:talent-flow") == URL
    for _n in range(5):
        applied(centre, "CI", "CI")  # Côte d'Ivoire: an apostrophe

    html = as_manager.get(URL, {"group": "applicants"}).content.decode()

    assert "<title>Côte d&#x27;Ivoire: 5</title>" in html


@pytest.mark.parametrize("group", Group.values)
def test_the_page_costs_the_same_for_three_people_and_for_thirty(client, centre, director, group):
    client.force_login(director)

    def grow(n):
        for _nth in range(n):
            left(started(centre, "CN", "HK", started_on=date(2026, 8, 3)), date(2026, 10, 1))

    grow(3)
    client.get(URL, {"group": group})
    few = cost(client, "get", f"{URL}?group={group}")
    grow(27)
    many = cost(client, "get", f"{URL}?group={group}")

    assert (many.statements, many.rows) == (few.statements, few.rows)
