"""An address filled in is the one Django would find."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse, set_script_prefix
from django.urls.resolvers import RoutePattern

from centre.web import addresses
from centre.web.addresses import address


def names(resolver, space=""):
    """(name, how many ids it takes) of each address with ids alone."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif pattern.name and isinstance(pattern.pattern, RoutePattern) and space != "admin:":
            kinds = {type(one).__name__ for one in pattern.pattern.converters.values()}
            if kinds <= {"IntConverter"}:
                yield f"{space}{pattern.name}", len(pattern.pattern.converters)


ALL = sorted(set(names(get_resolver())))


def test_there_are_many_such_addresses():
    assert len(ALL) > 150
    assert {count for _name, count in ALL} >= {0, 1, 2}


@pytest.mark.parametrize("ids", [(7, 8, 9), (31, 0, 10**15 + 1), (10**18, 5, 5)])
def test_every_address_with_ids_is_the_one_django_finds(ids):
    for name, count in ALL:
        given = ids[:count]
        assert address(name, *given) == reverse(name, args=given), name


def test_a_site_below_another_path_has_its_addresses_there():
    set_script_prefix("/c10/")
    try:
        assert address("recruitment:candidate", 1070) == "/c10/candidates/1070/"
    finally:
        set_script_prefix("/")


WORDS = [
    ("recruitment:task-do", (7, "done"), "/tasks/7/done/"),
    ("recruitment:task-do", (8, "week"), "/tasks/8/week/"),
    ("recruitment:settings-row", ("documents", 12), "/settings/documents/12/"),
]


@pytest.mark.parametrize(("name", "keys", "found"), WORDS)
def test_an_address_with_a_word_among_the_ids_is_asked_for_once(monkeypatch, name, keys, found):
    assert address(name, *keys) == reverse(name, args=keys) == found
    monkeypatch.setattr(addresses, "reverse", None)

    assert address(name, *keys) == found


def test_a_word_that_would_be_escaped_is_left_to_django():
    assert address("recruitment:task-do", 7, "a-b") == "/tasks/7/a-b/"
    with pytest.raises(NoReverseMatch):
        address("recruitment:task-do", 7, "a/b")


@pytest.mark.parametrize("key", [None, "", "x", -1])
def test_what_is_no_id_has_no_address(key):
    with pytest.raises(NoReverseMatch):
        address("recruitment:candidate", key)


def test_a_text_that_is_an_id_is_taken_as_django_takes_it():
    assert address("recruitment:candidate", "7") == reverse("recruitment:candidate", args=["7"])
