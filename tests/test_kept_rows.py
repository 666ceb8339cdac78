"""A centre that is put back is the centre that was made."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from recruitment.pipeline.defaults import SOURCES
from recruitment.positions.models import Source
from tests.factories import make_centre
from tests.kept_rows import written
from tests.test_role_matrix import content


def test_rows_put_back_are_those_that_were_made(db):
    written.clear()
    found = []
    for _time in range(2):
        with transaction.atomic():
            made = make_centre("once")
            found.append((made.pk, content()))
            transaction.set_rollback(True)

    assert len(written) == 1
    assert found[0] == found[1]


def test_where_another_row_has_one_of_their_keys_they_are_made_anew(db):
    written.clear()
    with transaction.atomic():
        key = make_centre("once").sources.first().pk
        transaction.set_rollback(True)
    other = make_centre()
    Source.objects.filter(pk=key).delete()
    taken = other.sources.create(pk=key, name="Taken")

    made = make_centre("once")

    assert {one.name for one in made.sources.all()} == set(SOURCES)
    assert taken not in made.sources.all()


def test_keys_are_not_given_again_though_the_database_counted_from_lower_meanwhile(db):
    written.clear()
    count_from_lower()
    with transaction.atomic():
        make_centre("once")
        transaction.set_rollback(True)
    count_from_lower()

    make_centre("once")

    assert make_centre().sources.count() == len(SOURCES)


def count_from_lower():
    """As `loaddata` does."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)
