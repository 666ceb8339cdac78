"""The whole centre from its page in settings."""

import io
import zipfile

import pytest
from auditlog.models import LogEntry

from recruitment.exports.models import ExportFile
from tests.exports.sheets import body
from tests.factories import make_candidate, make_user

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
