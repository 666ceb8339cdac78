"""The whole centre from its page in settings."""

import io
import zipfile
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centre.templatetags.cohort import moment
from recruitment.exports.actions import make_file
from recruitment.exports.models import ExportFile
from tests.exports.sheets import body
from tests.factories import (
    give_scorecard,
    make_application,
    make_candidate,
    make_decision,
    make_interview,
    make_supervisor,
    make_user,
)
from tests.working import QUEUE

pytestmark = pytest.mark.django_db
URL = "/settings/export/"


def test_a_director_takes_the_whole_centre_and_the_log_says_so(client, centre, director):
    make_candidate(centre, full_name="Ada Ng")
    client.force_login(director)

    answer = client.post(URL)
    file = ExportFile.objects.get()
    got = client.get(f"{answer.url}file/")

    with zipfile.ZipFile(io.BytesIO(body(got))) as archive:
        assert b"Ada Ng" in archive.read("tables/recruitment.Candidate.csv")
    assert file.name in client.get(URL).content.decode()
    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).get()
    assert (entry.actor, entry.changes["people"]) == (director, ["", "1"])
    assert entry.changes["list"] == ["", "Whole centre"]


def test_the_file_is_its_askers_alone(client, centre, director, manager):
    client.force_login(director)
    client.post(URL)
    file = ExportFile.objects.get()
    client.force_login(manager)

    assert client.get(f"{file.get_absolute_url()}file/").status_code == 404
    assert file.name not in client.get(URL).content.decode()


def test_who_runs_no_centre_takes_none(client, centre):
    client.force_login(make_user("industry", centre))

    assert client.post(URL).status_code == 403
    assert not ExportFile.objects.exists()


def test_while_a_scorecard_is_sealed_to_the_asker_the_centre_is_not_exported(
    client, centre, director
):
    panel = [make_user("panel", centre) for _n in range(2)]
    due = timezone.now() + timedelta(days=2)
    interview = make_interview(make_application(centre), *panel, due_at=due)
    first, second = interview.panel.all()
    give_scorecard(first, why="A sealed word")
    client.force_login(director)

    told = client.post(URL, follow=True).text

    assert "The scorecards of 1 interview are sealed to you" in told
    assert f"The last are due {moment(due)}." in told
    assert not ExportFile.objects.exists()
    give_scorecard(second)
    assert client.post(URL).status_code == 302
    assert ExportFile.objects.get().made_at


def test_a_scorecard_written_while_the_file_waits_is_not_in_it(centre, director):
    interview = make_interview(make_application(centre), make_user("panel", centre))
    interview.panel.create(user=make_user("panel", centre))
    give_scorecard(interview.panel.all()[0])
    waiting = ExportFile.objects.create(
        what="centre", form="zip", name="x.zip", title="Whole centre", centre=centre,
        asked_by=director,
    )  # fmt: skip

    make_file.call(file_id=waiting.pk)

    waiting.refresh_from_db()
    assert waiting.made_at is None
    assert "sealed to you" in waiting.problem


def test_a_conflict_of_the_asker_keeps_the_centre_for_somebody_else_to_export(
    client, centre, director, manager
):
    past = timezone.now() - timedelta(days=2)
    interview = make_interview(make_application(centre), director, due_at=past)
    interview.panel.update(conflict="declared")
    give_scorecard(interview.panel.create(user=make_user("panel", centre)))
    client.force_login(director)
    told = client.post(URL, follow=True).text
    client.force_login(manager)
    client.post(URL)

    assert "sealed to you" in told
    assert ExportFile.objects.get().asked_by == manager


@pytest.mark.parametrize("tie", ["supervises", "declared a conflict"])
def test_whoever_may_not_read_a_decision_does_not_have_it_by_exporting_the_centre(
    client, centre, director, manager, tie
):
    one = make_application(centre)
    make_decision(one, reasons="A closed word")
    if tie == "supervises":
        one.supervisor = make_supervisor(centre, user=director)
        one.save()
    else:
        make_interview(one, director).panel.update(conflict="declared")
    client.force_login(director)
    told = client.post(URL, follow=True).text
    client.force_login(manager)
    client.post(URL)

    assert "The committee decisions about 1 application are closed to you" in told
    assert ExportFile.objects.get().asked_by == manager


def test_a_file_that_could_not_be_made_is_not_said_to_be_on_its_way(
    client, centre, director, settings
):
    settings.TASKS = QUEUE
    client.force_login(director)
    client.post(URL)
    waits = client.get(URL).content.decode()
    DBTaskResult.objects.get().set_failed(ValueError("a fault of ours"))

    failed = client.get(URL).content.decode()

    assert ("Being made" in waits, ">Failed<" in waits) == (True, False)
    assert ("Being made" in failed, ">Failed<" in failed) == (False, True)
