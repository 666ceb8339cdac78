"""A large file on its way says how far it is."""

import threading
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from recruitment.exchange.writer import write
from recruitment.imports import checked
from recruitment.imports.models import Import
from recruitment.imports.progress import FromWithin, percent
from tests.exchange.sheets import row
from tests.factories import make_import
from tests.imports.pages import sheet, upload

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="there the bar moves")
on_postgres = pytest.mark.skipif(connection.vendor == "sqlite", reason="there one writes alone")


def test_a_check_tells_its_share_of_the_work_from_the_first_lines_to_the_last(as_manager, centre):
    rows = [row(f"ROE, Jo{n}", email=f"jo{n}@example.org") for n in range(1000)]
    source = upload(as_manager, sheet(rows))
    told: list[float] = []

    checked.plan_of(source, told.append)

    assert told == sorted(told)
    assert (told[0] < 0.2, 0.7 < told[-1] < 1) == (True, True)


def test_the_page_of_a_job_shows_how_far_it_is_until_it_has_ended(as_manager, centre):
    source = upload(as_manager, sheet([row()]))
    source.state = Import.State.CHECKING
    source.save()
    cache.set(f"import-{source.pk}", 40)

    busy = as_manager.get(f"/imports/{source.pk}/rows/").content.decode()
    source.state = Import.State.ROWS
    source.save()
    done = as_manager.get(f"/imports/{source.pk}/rows/").content.decode()

    assert ('value="40" max="100"' in busy, "40 %" in busy) == (True, True)
    assert "<progress" not in done
    assert "stands still" not in busy


@on_sqlite
def test_while_all_rows_are_written_at_once_the_page_says_why_the_bar_stands(as_manager, centre):
    source = upload(as_manager, sheet([row()]))
    source.state = Import.State.WRITING
    source.save()
    cache.set(f"import-{source.pk}", 50)

    assert "the bar stands still" in as_manager.get(f"/imports/{source.pk}/result/").text


def test_the_writing_tells_its_share_too(as_manager, centre):
    source = upload(as_manager, sheet([row(f"ROE, Jo{n}", email=f"jo{n}@x.org") for n in range(3)]))
    source.choose(replace(source.decided, make=frozenset({("intake", "September 2025")})))
    told: list[float] = []
    plan = checked.plan_of(source)
    plan.tell = told.append

    write(plan)

    assert told == [1.0]


@pytest.mark.django_db(transaction=True)
@on_postgres
def test_out_of_the_transaction_that_writes_others_are_told(centre, manager):
    source = make_import(centre, by=manager)
    source.state = Import.State.WRITING
    source.save()

    with transaction.atomic():
        tells = FromWithin(source, (50, 90))
        tells.told = 0
        tells(0.5)
        for thread in set(threading.enumerate()) - {threading.current_thread()}:
            thread.join(timeout=60)
        transaction.set_rollback(True)

    assert percent(source) == 70
