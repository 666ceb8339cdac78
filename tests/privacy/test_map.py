"""What is held about people stands in one map, and deleting somebody does what it says."""

import logging
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ProtectedError

from recruitment.candidates.models import Candidate
from recruitment.pipeline.history import StageTally
from recruitment.privacy.erasing import erase
from recruitment.privacy.fields import (
    LINKS_ALONE,
    OF_THE_CENTRE,
    PERSONAL,
    TELLS_NOTHING,
)
from recruitment.privacy.kinds import Fate
from recruitment.privacy.printed import as_markdown
from tests import canaries, crawling
from tests.factories import make_application, make_user

OURS = [
    model
    for app in ("centre", "recruitment", "auditlog", "django_tasks_database")
    for model in apps.get_app_config(app).get_models()
]


def test_every_table_is_in_the_map_or_said_to_be_of_the_centre():
    known = set(PERSONAL) | OF_THE_CENTRE | LINKS_ALONE

    assert {model._meta.label for model in OURS} - known == set()
    assert {label for label in known if not _exists(label)} == set()
    assert set(PERSONAL) & (OF_THE_CENTRE | LINKS_ALONE) == set()


def _exists(label):
    return any(model._meta.label == label for model in apps.get_models())


@pytest.mark.parametrize("label", PERSONAL)
def test_every_field_of_a_personal_table_is_in_one_row_of_the_map(label):
    fields = apps.get_model(label)._meta.local_concrete_fields
    held = {one.name for one in fields if not one.primary_key and not one.related_model}
    named = [name for row in PERSONAL[label] for name in row.names]

    assert held - set(named) - TELLS_NOTHING == set(), "say in recruitment/privacy what these are"
    assert set(named) - held == set(), "these are gone"
    assert len(named) == len(set(named))


def test_a_table_that_hangs_on_a_candidate_is_never_said_to_be_of_the_centre():
    assert along() & OF_THE_CENTRE == set()


def along():
    """The tables whose rows the database deletes with a candidate, and all that hang on those."""
    found, ahead = set(), [Candidate, apps.get_model("recruitment.StoredFile")]
    while ahead:
        model = ahead.pop()
        found.add(model._meta.label)
        for link in model._meta.get_fields(include_hidden=True):
            follows = getattr(link, "on_delete", None) is models.CASCADE and link.auto_created
            if follows and link.related_model._meta.label not in found:
                ahead.append(link.related_model)
    return {label for label in found if "_" not in label.partition(".")[2]}


def test_what_goes_with_a_candidate_is_what_the_map_says():
    said = {label for label, rows in PERSONAL.items() if {row.fate for row in rows} == {Fate.GOES}}
    # The dossier of one goes with them; the other files of that table are of nobody.
    both = {"recruitment.ExportFile", "recruitment.ExportPart"}

    assert said == along() - both


@pytest.fixture
def planted(world, caplog):
    """The rows of the canaries' file, in the place of those of the world."""
    caplog.set_level(logging.CRITICAL)
    clients, rows = world
    users = {who: crawling.account_of(client) for who, client in clients.items() if who != "nobody"}
    users["second"] = make_user("panel", users["manager"].memberships.get().centre)
    return canaries.plant(rows, users)


def where():
    """{canary: the tables whose rows hold it}, over the whole database."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        text = " ".join(repr(row) for row in model._base_manager.values_list())
        for name, words in canaries.WORDS.items():
            if any(word in text for word in words):
                found.setdefault(name, set()).add(model._meta.label)
    return found


def test_whoever_is_deleted_is_found_nowhere_but_where_the_map_says_that_it_stays(planted):
    before = where()

    person = Candidate.objects.get(pk=planted["candidate"])
    erase(person)

    after = where()
    stays = {label for label, rows in PERSONAL.items() if rows[0].fate == Fate.STAYS}
    of_theirs = {
        name: labels
        for name, labels in after.items()
        if name not in ("researcher", "award", "placement", "destination")
    }
    assert {"name", "phone", "note", "letter", "evidence", "salary", "minutes"} <= set(before)
    assert {name: labels - stays for name, labels in of_theirs.items() if labels - stays} == {}


def test_who_started_here_is_not_deleted(planted):
    person = Candidate.objects.get(full_name="Canaryresearcher Else")

    with pytest.raises(ProtectedError):
        erase(person)

    assert person.researcher.enrolments.exists()


def tallies():
    cell = ("stage", "measure", "span", "day", "days", "intake", "n")
    return sorted(StageTally.objects.exclude(n=0).values_list(*cell), key=str)


@pytest.mark.django_db
def test_figures_no_longer_count_whoever_was_erased(centre):
    before = tallies()
    one = make_application(centre, kind="interview")
    assert tallies() != before

    erase(one.candidate)

    assert tallies() == before


def test_the_manual_has_the_map_as_it_is():
    printed = Path(__file__).parents[2] / "docs" / "privacy.md"

    assert printed.read_text() == as_markdown(), "manage.py privacy_map > docs/privacy.md"
