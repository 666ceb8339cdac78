"""Finding people by what somebody types."""

import pytest
from django.http import QueryDict

from recruitment.candidates.models import CandidateKey, EducationRecord
from recruitment.register import search
from recruitment.register.criteria import read
from recruitment.register.listing import Listing
from recruitment.register.search import search_terms
from tests.factories import make_candidate, make_centre, make_supervisor, make_user


def found(user, centre, text, **more):
    query = QueryDict(mutable=True)
    query.update({"q": text, **more})
    listing = Listing(read(query, centre=centre, user=user))
    return [row.candidate.full_name for row in listing.rows]


@pytest.fixture
def people(centre):
    one = make_candidate(
        centre,
        full_name="Zhang Wei",
        native_name="张伟",
        email="zw.lab@jiangnan.example",
        orcid="0000-0002-1825-0097",
    )
    EducationRecord.objects.create(candidate=one, institution="Université de Montréal")
    CandidateKey.refresh([one])
    make_candidate(centre, full_name="Søren Müller", email="soren@uni.example")
    make_candidate(centre, full_name="Li Zihan", native_name="李梓涵", email="li@uni.example")
    return one


@pytest.mark.parametrize(
    "text",
    [
        "张伟", "張偉", "伟", "zhang wei", "wei zhang", "ZHANG", "zhangwei", "weizhang", "zh",
        "z w",        "zw.lab@jiangnan.example", "ZW.LAB@Jiangnan.example", "zw.lab@", "jiangnan",
        "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000-0002-18",
        "montreal", "Montréal", "Zhang Montréal", "ｚｈａｎｇ",
    ],
)  # fmt: skip
def test_a_person_is_found_in_every_script_and_spelling(people, centre, manager, text):
    assert "Zhang Wei" in found(manager, centre, text)


def test_every_word_must_match(people, centre, manager):
    assert found(manager, centre, "zhang muller") == []
    assert found(manager, centre, "muller soren") == ["Søren Müller"] or found(
        manager, centre, "muller søren"
    ) == ["Søren Müller"]


def test_one_letter_finds_all_who_have_a_word_of_it(people, centre, manager):
    assert found(manager, centre, "z") == ["Li Zihan", "Zhang Wei"]


def test_a_percent_sign_is_no_wildcard_and_is_said_to_be_no_word(people, as_manager):
    page = as_manager.get("/candidates/?q=%25").content.decode()

    assert "holds no letter or digit to search for" in page


def test_another_centres_people_are_not_found(people, centre, manager):
    make_candidate(make_centre("other"), full_name="Zhang Elsewhere")

    assert found(manager, centre, "zhang") == ["Zhang Wei"]


def test_a_supervisor_finds_their_own_only(people, centre):
    user = make_user("supervisor", centre)
    make_supervisor(centre, user=user)
    make_candidate(centre, full_name="Zhang Mine", created_by=user)

    assert found(user, centre, "zhang") == ["Zhang Mine"]


def test_a_search_that_finds_too_many_says_so_and_stops(people, centre, as_manager, monkeypatch):
    monkeypatch.setattr(search, "LIMIT", 1)
    monkeypatch.setattr("recruitment.register.listing.LIMIT", 1)

    page = as_manager.get("/candidates/?q=z").content.decode()

    assert "More than 1,000 people match. Add a word." in page


def test_terms_are_few_short_and_each_once():
    assert search_terms("wei  WEI Wéi") == ["wei"]
    assert search_terms(" ".join(f"w{n}" for n in range(50))) == [f"w{n}" for n in range(8)]
    assert search_terms("x" * 500) == ["x" * 40]
    assert search_terms("'; DROP -- ") == ["drop"]
    assert search_terms("") == []


def test_the_live_answer_is_the_rows_and_what_stands_above_them(people, as_manager):
    response = as_manager.get(
        "/candidates/", {"q": "zhang", "view": ""}, headers={"HX-Request": "true"}
    )
    part = response.content.decode()

    assert "<html" not in part
    assert 'data-said="1 candidate"' in part
    assert 'id="tools" hx-swap-oob="true"' in part
    assert response["HX-Push-Url"] == "/candidates/?q=zhang"


def test_going_back_gets_the_whole_page(people, as_manager):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in as_manager.get("/candidates/?q=zhang", headers=headers).content.decode()
