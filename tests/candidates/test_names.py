"""Folding: one form for every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.candidates.names import (
    clean,
    fold,
    fold_email,
    fold_orcid,
    fold_phone,
    name_key,
    run_together,
    same_name,
    search_words,
)

words = st.text(max_size=30)
names = st.lists(
    st.sampled_from(["li", "Zi", "han", "Wei", "張", "偉", "García", "O'Neil", "李梓涵", "de"]),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(words)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(words)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=30))
def test_plain_latin_text_goes_a_shorter_way_to_the_same_form(text):
    assert fold(text + "é") == fold(text) + "e"
    assert clean(f"é{text}é") == f"é{clean(f'|{text}|')[1:-1]}é"


@given(names, names)
def test_being_the_same_name_goes_both_ways(one, other):
    assert same_name(one, other) == same_name(other, one)


@given(names)
def test_every_name_is_the_same_as_itself(name):
    assert same_name(name, name)


@given(names, names)
def test_people_of_the_same_name_share_the_key(one, other):
    if same_name(one, other):
        assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張偉", "张伟"),
        ("张伟", "Zhang Wei"),
        ("Wei ZHANG", "Zhang, Wei"),
        ("Zi-han Li", "Li Zihan"),
        ("José Álvarez", "ALVAREZ JOSE"),
        ("曾国藩", "Zeng Guofan"),
        ("Ｌｉ　Ｎａ", "Li Na"),
    ],
)
def test_spellings_of_one_name_are_the_same(one, other):
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Na", "Li Nan"),
        ("Zhang Wei", "Zhang Weiwei"),
        ("", ""),
        ("", "Li Na"),
        ("Han Li", "Hai Ln"),
    ],
)
def test_other_names_are_not(one, other):
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000000218250097", "0000-0002-1825-0097"),
        ("0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", ""),  # wrong check digit
        ("0000-0002-1825-009", ""),
        ("0000-0002-1825-00975", ""),
        ("", ""),
    ],
)
def test_an_orcid_is_kept_in_one_form_if_its_check_digit_is_right(typed, kept):
    assert fold_orcid(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["Li.Na@Example.org", " li.na@example.org ", "mailto:li.na@example.org", "<li.na@EXAMPLE.ORG>"],
)
def test_an_address_is_folded_to_its_mailbox(typed):
    assert fold_email(typed) == "li.na@example.org"


@pytest.mark.parametrize(
    ("one", "other"),
    [("+852 5550 1234", "0085255501234"), ("138-0013-8000", "+86 138 0013 8000")],
)
def test_a_number_is_the_same_with_and_without_its_country(one, other):
    assert fold_phone(one) == fold_phone(other) != ""


def test_a_latin_name_is_found_without_its_blanks_in_both_orders():
    assert run_together("Li Zihan") == {"lizihan", "zihanli"}
    assert run_together("Plato") == set()


@pytest.mark.parametrize(
    ("place", "read"),
    [("重慶大學", "chongqingdaxue"), ("长沙", "changsha"), ("厦门大学", "xiamendaxue")],
)
def test_a_place_is_found_as_it_is_said_not_as_each_character_is_mostly_read(place, read):
    assert read in search_words(place)


def test_nothing_in_a_name_turns_the_letters_behind_it_round():
    assert clean("Ann\u202e eeL\u202c \u2067Ltd\u2069") == "Ann eeL Ltd"
