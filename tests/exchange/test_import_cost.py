"""What an import costs does not depend on what is stored, and little on its length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment.candidates.models import Candidate
from tests.exchange.sheets import row, run, write_csv
from tests.measuring import rows_fetched

pytestmark = pytest.mark.django_db

RESULTS = ["Offer", "REJ", "Interview", "Enrolled", "W/L"]


def people(prefix, count):
    return [
        row(
            f"ROE, {prefix}{n}",
            email=f"{prefix}{n}@example.org",
            result=RESULTS[n % 5],
            universities="Old College",
            remarks="A remark",
        )
        for n in range(count)
    ]


def measured(path, centre):
    with CaptureQueriesContext(connection) as queries, rows_fetched() as counter:
        _out, error = run(path, centre, create_missing=True)
    assert error == ""
    return len(queries), counter.rows


def test_the_same_file_costs_the_same_with_few_and_with_many_stored(tmp_path, centre):
    run(write_csv(tmp_path, people("First", 20)), centre, create_missing=True)
    few = measured(write_csv(tmp_path, people("Second", 100)), centre)
    Candidate.objects.add_many(
        [Candidate(centre=centre, full_name=f"Stored {n}", email=f"s{n}@example.org")
         for n in range(600)]
    )  # fmt: skip

    many = measured(write_csv(tmp_path, people("Third", 100)), centre)

    assert many == few


def test_a_thousand_rows_take_under_two_hundred_statements(tmp_path, centre):
    statements, _rows = measured(write_csv(tmp_path, people("Some", 1000)), centre)

    assert statements < 200
