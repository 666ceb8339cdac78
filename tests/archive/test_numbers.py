"""Ids of rows that come after a centre was loaded."""

import pytest

from recruitment.archive import unpack
from recruitment.candidates.models import Candidate
from tests.factories import make_candidate

pytestmark = pytest.mark.django_db


def test_new_rows_go_on_after_the_highest_id_that_was_loaded(centre):
    highest = centre.areas.create(name="Imaging", mark="img").pk + 1000
    centre.areas.create(pk=highest, name="Vision", mark="cv")

    unpack._reset_numbers()

    assert centre.areas.create(name="Sound", mark="gen").pk == highest + 1


def test_no_id_is_given_again_to_somebody_else(centre):
    gone = make_candidate(centre).pk
    Candidate.objects.filter(pk=gone).delete()

    unpack._reset_numbers()

    assert make_candidate(centre).pk > gone
