"""Large lists are made by a job: the file is its asker's alone, and gone after a day."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centre.accounts.models import Membership
from recruitment.exports import actions, list_views
from recruitment.exports.models import ExportFile, ExportPart
from tests.exports.sheets import body, cells, lines
from tests.factories import make_candidate, make_user

pytestmark = pytest.mark.django_db
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
URL = "/exports/list-candidates/"


@pytest.fixture(autouse=True)
def long_list(centre, monkeypatch):
    """Two candidates, where one is as many as a page may write."""
    monkeypatch.setattr(list_views, "AT_ONCE", {"csv": 1, "xlsx": 1})
    make_candidate(centre, full_name="Ada Ng")
    make_candidate(centre, full_name="Bo Li")


@pytest.fixture
def queue():
    """The queue of production: a job waits for a worker, and none comes."""
    with override_settings(TASKS=QUEUE):
        yield


def said(client, file, **headers):
    return client.get(file.get_absolute_url(), headers=headers).content.decode()


@pytest.mark.parametrize(("form", "read"), [("csv", lines), ("xlsx", cells)])
def test_a_long_list_is_made_by_a_job_and_fetched_from_its_page(as_manager, form, read):
    answer = as_manager.post(f"{URL}?sort=name", {"form": form})
    file = ExportFile.objects.get()

    page = as_manager.get(answer.url).content.decode()
    got = as_manager.get(f"{answer.url}file/")

    assert "The file is ready" in page
    assert int(got["Content-Length"]) == file.size
    assert got["Content-Disposition"] == f'attachment; filename="{file.name}"'
    rows = [[getattr(cell, "value", cell) for cell in row] for row in read(got)]
    assert [row[0] for row in rows[1:]] == ["Ada Ng", "Bo Li"]
    assert [message.to for message in mail.outbox] == [[file.asked_by.email]]
    assert "Ada" not in mail.outbox[0].body
    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).get()
    assert (entry.changes["people"], entry.actor) == (["", "2"], file.asked_by)


def test_a_file_in_several_parts_is_the_same_file(as_manager, monkeypatch):
    as_manager.post(URL, {"form": "csv"})
    whole = body(as_manager.get(f"{ExportFile.objects.get().get_absolute_url()}file/"))
    monkeypatch.setattr(actions, "PART", 7)
    ExportFile.objects.all().delete()

    as_manager.post(URL, {"form": "csv"})

    assert ExportPart.objects.count() > 3
    assert body(as_manager.get(f"{ExportFile.objects.get().get_absolute_url()}file/")) == whole


def test_while_no_worker_has_come_the_page_waits_and_there_is_no_file(as_manager, queue):
    as_manager.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()

    page, part = said(as_manager, file), said(as_manager, file, HX_Request="true")

    assert "The file is being made." in page
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    assert as_manager.get(f"{file.get_absolute_url()}file/").url == file.get_absolute_url()


def test_the_same_asked_twice_is_made_once_and_another_has_to_wait(as_manager, queue):
    as_manager.post(URL, {"form": "csv"})
    as_manager.post(URL, {"form": "csv"})

    other = as_manager.post(f"{URL}?sort=name", {"form": "csv"})

    assert other.status_code == 409
    assert "is still being made for you" in other.content.decode()
    assert (ExportFile.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_whoever_lost_the_role_meanwhile_gets_nothing_and_is_told(client, centre, queue):
    director = make_user("director", centre)
    client.force_login(director)
    client.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()
    Membership.objects.filter(user=director).update(role="supervisor")

    actions.make_file.call(file_id=file.pk)

    file.refresh_from_db()
    assert file.problem == "You may no longer export this: your role in the centre has changed."
    assert ExportPart.objects.count() == 0
    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_made_file_is_out_of_reach_once_the_role_is_gone(client, centre):
    director = make_user("director", centre)
    client.force_login(director)
    client.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()
    Membership.objects.filter(user=director).update(role="supervisor")

    assert client.get(f"{file.get_absolute_url()}file/").status_code == 404


def test_what_one_asked_for_nobody_else_meets(as_manager, client, centre):
    as_manager.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()
    client.force_login(make_user("director", centre))

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(f"{file.get_absolute_url()}file/").status_code == 404


def test_after_a_day_the_file_is_gone_and_the_page_says_so(as_manager):
    as_manager.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()
    file.expires_at = timezone.now() - timedelta(seconds=1)
    file.save()

    page = said(as_manager, file)
    answer = as_manager.get(f"{file.get_absolute_url()}file/")
    actions.forget_files.call()

    assert "The file was kept for a day and is gone." in page
    assert answer.status_code == 302
    assert ExportPart.objects.count() == 0


def test_the_queue_is_told_to_delete_the_file_after_a_day(as_manager, queue):
    as_manager.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()

    actions.make_file.call(file_id=file.pk)

    file.refresh_from_db()
    later = DBTaskResult.objects.get(task_path="recruitment.exports.actions.forget_files")
    assert later.run_after == file.expires_at


def test_a_job_that_runs_twice_leaves_one_file(as_manager, queue):
    as_manager.post(URL, {"form": "csv"})
    file = ExportFile.objects.get()

    for _time in range(2):
        actions.make_file.call(file_id=file.pk)

    assert ExportPart.objects.count() == 1
    assert len(mail.outbox) == 1


def test_what_cannot_be_made_is_told(as_manager, queue):
    as_manager.post("/exports/list-intakes/?track=doctoral", {"form": "csv"})
    file = ExportFile.objects.get()
    ExportFile.objects.filter(pk=file.pk).update(query="track=gone")

    actions.make_file.call(file_id=file.pk)

    assert "What the list was narrowed by is no longer there." in said(as_manager, file)
