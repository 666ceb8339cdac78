"""First and last days nobody meant are told, not stored, and no page fails on them."""

import pytest
from django.urls import reverse

from tests.factories import make_started


@pytest.mark.parametrize("typed", ["0001-01-01", "0026-09-01", "9999-12-31"])
def test_a_first_day_of_another_age(as_manager, centre, typed):
    enrolment = make_started(centre).enrolment

    answer = as_manager.post(
        reverse("recruitment:enrolment-edit", args=[enrolment.pk]), {"started_on": typed}
    )
    pages = [
        as_manager.get(url).status_code
        for url in ("/", "/researchers/?state=all", enrolment.researcher.get_absolute_url())
    ]

    assert answer.status_code == 422
    assert pages == [200, 200, 200]
