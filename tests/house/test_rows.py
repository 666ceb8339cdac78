"""Rows added without the building of a query are the rows Django would have written."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from centre.web.rows import add_rows
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application, StageTransition
from tests.factories import make_application, make_centre, stage


def stored(row):
    """All columns of a row as the database holds them, but its own number."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        columns = [column[0] for column in cursor.description]
        return {k: v for k, v in zip(columns, cursor.fetchone(), strict=True) if k != "id"}


def differing(one, other):
    return {name for name, value in stored(one).items() if stored(other)[name] != value}


def people(centre, count, **more):
    return [
        Candidate(centre=centre, full_name=f"Number {n}", nationality="CN", **more)
        for n in range(count)
    ]


@pytest.fixture
def centre(db):
    """Taken back before the invariants are looked at: rows alone, without keys and history, are
    no state of the register."""
    with transaction.atomic():
        yield make_centre("rows")
        transaction.set_rollback(True)


def test_a_person_is_stored_as_bulk_create_stores_them(centre):
    (mine,), (theirs,) = people(centre, 1), people(centre, 1)

    add_rows([mine])
    Candidate.objects.bulk_create([theirs])

    assert differing(mine, theirs) == {"token", "created_at", "updated_at"}
    assert Candidate.objects.get(pk=mine.pk).nationality == "CN"
    assert Candidate.objects.get(pk=mine.pk).created_at == mine.created_at


def test_an_application_and_a_step_are_stored_as_bulk_create_stores_them(centre):
    kept = make_application(centre)
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def steps():
        here = stage(centre, "screen")
        return [
            StageTransition(
                application=kept, sequence=n, kind="advance", to_stage=here, from_stage=None,
                to_status="active", effective_at=at, recorded_at=at, note="Read “it”",
            )
            for n in (7, 8)
        ]  # fmt: skip

    (mine, _left), (_left, theirs) = steps(), steps()
    add_rows([mine])
    StageTransition.objects.bulk_create([theirs])
    again = Application.objects.get(pk=kept.pk)
    again.pk, again.candidate = None, Candidate.objects.add_many(people(centre, 1))[0]
    add_rows([again])

    assert differing(mine, theirs) == {"sequence"}
    assert differing(again, kept) == {"candidate_id", "created_at"}


def test_of_a_thousand_each_row_knows_its_own_number(centre):
    many = people(centre, 1000)

    add_rows(many)

    names = dict(Candidate.objects.values_list("pk", "full_name"))
    assert {one.pk: one.full_name for one in many} == names
    assert not any(one._state.adding for one in many)


def test_a_row_that_breaks_a_rule_leaves_none(centre):
    with pytest.raises(IntegrityError), transaction.atomic():
        add_rows([*people(centre, 3), Candidate(centre=centre, full_name="")])

    assert not Candidate.objects.exists()
