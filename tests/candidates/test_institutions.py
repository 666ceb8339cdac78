"""Where a school is, said only where its name can mean no other."""

import pytest
from django_countries import countries

from recruitment.candidates.institutions import _places, country_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Peking University", "CN"),
        ("peking  UNIVERSITY ", "CN"),
        ("北京大學", "CN"),
        ("The University of Hong Kong", "HK"),
        ("University of Hong Kong", "HK"),
        ("The Chinese University of Hong Kong, Shenzhen", "CN"),
        ("HKUST(GZ)", "CN"),
        ("National Tsing Hua University", "TW"),
        ("Xi’an Jiaotong University", "CN"),
        ("Xi'an Jiaotong University", "CN"),
        ("ETH Zurich", "CH"),
        ("ETH Zürich", "CH"),
        ("University of California, Berkeley", "US"),
        ("香港中文大学(深圳)", "CN"),
        ("서울대학교", "KR"),
    ],
)
def test_a_well_known_school_has_its_place_however_it_is_written(name, code):
    assert country_of(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Old College",
        "Northeastern University",  # Boston or Shenyang
        "Trinity College",
        "清華大學",  # written so in Hsinchu too
        "Department of Computing, Peking University",
        "Peking",
    ],
)
def test_a_name_that_could_be_several_or_is_not_known_has_none(name):
    assert country_of(name) == ""


def test_every_place_of_the_table_is_a_country_or_region():
    assert {code for code in _places().values() if code not in countries} == set()
    assert len(_places()) > 400
