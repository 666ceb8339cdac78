"""Single cells as offices type them."""

from datetime import date

import pytest

from centre.targets.models import TrackKind
from recruitment.exchange.regions import read_region
from recruitment.exchange.values import BadValue, read_emails, read_name, read_orcid, read_schools
from recruitment.exchange.vocabulary import (
    intake_of_tab,
    intake_start,
    read_degree,
    read_result,
)
from recruitment.pipeline.kinds import Party, StageKind


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("DUBOIS, Camille", "Camille Dubois"),
        ("  DUBOIS ,  Camille ", "Camille Dubois"),
        ("DUBOIS Camille", "Camille Dubois"),
        ("Camille DUBOIS", "Camille Dubois"),
        ("van der Berg, Joost", "Joost van der Berg"),
        ("O'NEILL-SMITH, Ann", "Ann O'Neill-Smith"),
        ("CHAN, TAI MAN", "Tai Man Chan"),
        ("ΠΑΠΑΔΆΚΗΣ, Νίκος", "Νίκος Παπαδάκης"),
        ("최, 민수", "최민수"),
        ("رستمی, لیلا", "لیلا رستمی"),
        ("Madonna", "Madonna"),
        ("NULL", "NULL"),
        ("Super Bowl XXX", "Super Bowl XXX"),
        ("Ada Lovelace, Countess", "Ada Lovelace, Countess"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_name_is_read_in_order_and_otherwise_left_as_written(typed, read):
    assert read_name(typed)[0] == read


@pytest.mark.parametrize(
    "typed", ["WONG Mei Ling 王美玲", "WONG, Mei Ling (王美玲)", "王美玲 WONG Mei Ling"]
)
def test_two_scripts_in_one_name_cell_come_apart(typed):
    assert read_name(typed) == ("Mei Ling Wong", "王美玲")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("France", "FR"), ("FRENCH", "FR"), ("fr", "FR"), ("FRA", "FR"),
        ("Frankreich", "FR"), ("法國", "FR"),
        ("P.R. China", "CN"), ("PRC", "CN"), ("Mainland China", "CN"),
        ("中國", "CN"), ("Chinese", "CN"),
        ("HKSAR", "HK"), ("香港", "HK"), ("中国香港", "HK"), ("Chinese Taipei", "TW"),
        ("Macau", "MO"),
        ("Korea, Republic of", "KR"), ("Republic of Korea", "KR"),
        ("S. Korea", "KR"), ("North Korea", "KP"),
        ("U.S.A.", "US"), ("American", "US"), ("the United Kingdom", "GB"), ("Scotland", "GB"),
        ("Türkiye", "TR"), ("Turkey", "TR"), ("Viet Nam", "VN"), ("Burma", "MM"),
        ("Deutschland", "DE"),
        ("-", ""), ("N/A", ""), ("?", ""), ("unknown", ""),
    ],
)  # fmt: skip
def test_a_nationality_is_read_in_any_spelling(typed, code):
    assert read_region(typed) == code


@pytest.mark.parametrize("typed", ["Atlantis", "France/Canada", "Congolese or so", "12"])
def test_what_is_no_one_country_is_reported(typed):
    with pytest.raises(BadValue, match="not a country or region known here"):
        read_region(typed)


def test_addresses_are_folded_and_several_are_kept():
    assert read_emails(" mailto:Ada.NG@Example.org ") == ["ada.ng@example.org"]
    assert read_emails("a@example.org; B@example.org\na@example.org") == [
        "a@example.org",
        "b@example.org",
    ]
    assert read_emails("Ada Ng <ada@example.org>") == ["ada@example.org"]
    assert read_emails("TBC") == []


@pytest.mark.parametrize(
    "typed", ["ada(at)example.org", "ada@", "@example.org", "ada@@example.org"]
)
def test_a_bad_address_is_reported(typed):
    with pytest.raises(BadValue, match="not an e-mail address"):
        read_emails(typed)


def test_an_orcid_is_read_in_any_spelling_and_checked():
    assert read_orcid("https://orcid.org/0000000218250097") == "0000-0002-1825-0097"
    with pytest.raises(BadValue, match="0000-0002-1825-0097"):
        read_orcid("0000-0002-1825-0098")


def test_universities_come_apart_at_semicolons_slashes_and_line_breaks():
    assert read_schools('Univ. of Someplace, North; "Old" College/New School\nNew School') == [
        "Univ. of Someplace, North",
        '"Old" College',
        "New School",
    ]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("PhD", TrackKind.DOCTORAL), ("Ph.D. (FT)", TrackKind.DOCTORAL),
        ("博士", TrackKind.DOCTORAL),
        ("Doctoral degree", TrackKind.DOCTORAL), ("DPhil", TrackKind.DOCTORAL),
        ("Post-doc", TrackKind.POSTDOC), ("博士後", TrackKind.POSTDOC),
        ("MSc", TrackKind.OTHER), ("碩士", TrackKind.OTHER),
        ("M.Phil.", TrackKind.OTHER), ("", None),
    ],
)  # fmt: skip
def test_a_degree_names_a_track(typed, kind):
    assert read_degree(typed) == kind


def test_an_unknown_degree_is_reported():
    with pytest.raises(BadValue, match="Write PhD, Postdoc, MPhil or Master"):
        read_degree("Diploma in juggling")


@pytest.mark.parametrize(
    ("typed", "kind", "party"),
    [
        ("ENROLLED ", StageKind.STARTED, ""), ("Registered", StageKind.STARTED, ""),
        ("Offered (email)", StageKind.OFFER, ""), ("Offer accepted", StageKind.PRE_START, ""),
        ("W/L", StageKind.DECISION, ""), ("I/V done", StageKind.INTERVIEW, ""),
        ("to interview", StageKind.INTERVIEW, ""), ("REJ", StageKind.APPLIED, Party.CENTRE),
        ("Withdrawn", StageKind.APPLIED, Party.CANDIDATE),
        ("Offer declined", StageKind.OFFER, Party.CANDIDATE),
        ("see remarks", StageKind.APPLIED, ""), ("?", StageKind.APPLIED, ""),
        ("", StageKind.APPLIED, ""),
    ],
)  # fmt: skip
def test_a_result_names_a_stage_and_whose_doing_an_end_was(typed, kind, party):
    outcome = read_result(typed)

    assert (outcome.kind, outcome.party) == (kind, party)


def test_declined_alone_is_not_guessed():
    with pytest.raises(BadValue, match="does not say who declined"):
        read_result("declined")


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2014", date(2014, 9, 1)), ("1999/00", date(1999, 9, 1)), ("2026-27", date(2026, 9, 1)),
        ("Fall 2027", date(2027, 9, 1)),
        ("Jan 2026", date(2026, 1, 5)), ("2027年2月", date(2027, 2, 1)),
        ("soon", None), ("2026 or 2028", None),
    ],
)  # fmt: skip
def test_the_first_day_of_an_intake_follows_from_its_name(typed, start):
    assert intake_start(typed) == start


def test_a_tab_names_its_intake_in_the_lines_above_or_its_title():
    assert intake_of_tab("2016-17", ["Recruitment, 2016 intake"]) == "2016"
    assert intake_of_tab("Fall 2027", ["Confidential"]) == "Fall 2027"
    assert intake_of_tab("People", []) == ""
