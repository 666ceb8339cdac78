"""Where files lie is one setting, read strictly. No database."""

import pytest
from django.core.files.storage import storages

from centre.environment import StrictEnv


def read(monkeypatch, value):
    monkeypatch.setenv("FILES_URL", value)
    return StrictEnv().files_url("FILES_URL", "file:///nowhere")


def test_a_folder_is_private_and_a_bucket_is_reached_at_its_endpoint(monkeypatch, settings):
    folder = read(monkeypatch, "file:///srv/cohort/our%20files")
    bucket = read(
        monkeypatch,
        "s3://key:se%2Fcret@papers/of/cohort?endpoint=https://store.example.org&region=hk",
    )
    settings.STORAGES = {**settings.STORAGES, "documents": bucket}
    store = storages["documents"]

    assert folder["OPTIONS"] == {
        "location": "/srv/cohort/our files",
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }
    assert (store.bucket_name, store.location, store.region_name) == ("papers", "of/cohort", "hk")
    assert (store.access_key, store.secret_key) == ("key", "se/cret")
    assert (store.endpoint_url, store.default_acl) == ("https://store.example.org", None)
    assert store.client_config.connect_timeout == 5


@pytest.mark.parametrize(
    "value", ["files", "file://host/x", "s3://", "s3://b?color=red", "https://x", "s3://b?x"]
)
def test_an_address_that_cannot_be_read_stops_the_start(monkeypatch, capsys, value):
    with pytest.raises(SystemExit):
        read(monkeypatch, value)

    assert "FILES_URL cannot be read" in capsys.readouterr().err
