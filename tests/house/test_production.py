"""Starting in production: what is unsafe or unreadable stops it, in one line that says why."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.test import override_settings

from centre.checks import production_is_safe
from tests.reports.machine import needs_pango

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3y-of-fifty-random-characters-for-this-test-only-9f2b1c7d"
GOOD = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "cohort.example.org",
    "SITE_URL": "https://cohort.example.org",
}
UNSAFE = [
    ({"SECRET_KEY": None}, "SECRET_KEY is absent"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is absent, a placeholder, or shorter"),
    ({"SECRET_KEY": "development-only-key"}, "SECRET_KEY is absent, a placeholder"),
    ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is empty"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is empty or contains"),
    ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL names no file"),
    (
        {"DATABASE_URL": "postgres://app@/cohort?options=-c%20synchronous_commit%3Doff"},
        "DATABASE_URL switches off synchronous_commit",
    ),
]
UNREADABLE = [
    ({"DEBUG": "maybe"}, "DEBUG=maybe is neither on nor off"),
    ({"CONN_MAX_AGE": "soon"}, "CONN_MAX_AGE=soon is not a whole number"),
    ({"DATABASE_URL": "mysql://app:secret@host/name"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read"),
    ({"EMAIL_URL": "pigeon://loft"}, "EMAIL_URL cannot be read"),
    ({"SITE_URL": "cohort.example.org"}, "SITE_URL=cohort.example.org is not an address"),
]


def run(*command, folder, **environment):
    """Start Python as in production: nothing of this test's environment but the path."""
    wanted = {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3"} | GOOD | environment
    clean = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **clean},
        capture_output=True,
        text=True,
        timeout=300,  # only so that nothing hangs: a busy machine takes its time
        check=False,
    )


@pytest.mark.parametrize(("environment", "words"), UNSAFE)
def test_an_unsafe_setting_stops_the_server_with_one_line(environment, words, tmp_path):
    started = run("-W", "error", "-c", "import centre.wsgi", folder=tmp_path, **environment)

    assert started.returncode == 3
    (line,) = started.stderr.splitlines()
    assert line.startswith(f"cohort: {words}")


@pytest.mark.parametrize(("environment", "words"), UNSAFE)
def test_an_unsafe_setting_stops_commands_too(environment, words, tmp_path):
    stopped = run("manage.py", "check", folder=tmp_path, **environment)

    assert stopped.returncode == 1
    assert words in stopped.stderr
    assert "Traceback" not in stopped.stderr


@pytest.mark.parametrize(("environment", "words"), UNREADABLE)
@pytest.mark.parametrize("command", [["manage.py", "check"], ["-c", "import centre.wsgi"]])
def test_a_value_that_cannot_be_read_is_named_and_no_secret_shown(
    environment, words, command, tmp_path
):
    stopped = run(*command, folder=tmp_path, **environment)

    assert stopped.returncode == 3
    (line,) = stopped.stderr.splitlines()
    assert line.startswith(f"cohort: {words}")
    assert "secret" not in line


def test_migrate_refuses_before_it_writes(tmp_path):
    stopped = run("manage.py", "migrate", folder=tmp_path, SECRET_KEY=None)

    assert stopped.returncode == 1
    assert "SECRET_KEY" in stopped.stderr
    with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_gunicorn_gives_up_and_starts_no_worker_anew(tmp_path):
    stopped = run(
        "-m",
        "gunicorn",
        "--no-control-socket",
        f"--bind=unix:{tmp_path}/socket",
        "centre.wsgi",
        folder=tmp_path,
        ALLOWED_HOSTS="*",
    )

    assert stopped.returncode == 3
    assert stopped.stderr.count("cohort: ALLOWED_HOSTS") == 1


@needs_pango
def test_a_proper_environment_passes_the_strictest_check(tmp_path):
    clean = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", folder=tmp_path)

    assert clean.returncode == 0
    assert "no issues (0 silenced)" in clean.stdout


def test_links_that_lead_nowhere_are_warned_of(tmp_path):
    warned = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, SITE_URL=None
    )

    assert warned.returncode == 1
    assert "SITE_URL is absent" in warned.stderr


@pytest.mark.parametrize(
    "options",
    [
        {"transaction_mode": "DEFERRED", "init_command": "PRAGMA journal_mode=WAL;"},
        {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=NORMAL;"},
        {"transaction_mode": "IMMEDIATE"},
    ],
)
def test_sqlite_that_could_lose_work_is_refused(options, tmp_path):
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "site.sqlite3"),
        "OPTIONS": options,
    }
    with (
        override_settings(DEBUG=False, SECRET_KEY=KEY, ALLOWED_HOSTS=["cohort.example.org"]),
        pytest.MonkeyPatch.context() as patch,
    ):
        from django.conf import settings

        patch.setattr(settings, "DATABASES", {"default": database})
        assert production_is_safe(None)


def test_a_fresh_install_serves_its_own_files_and_has_no_account(tmp_path):
    # Compressed in haste: at its best, Brotli takes a minute for what nobody downloads here.
    script = """
import brotli, django, functools, pathlib, sys
brotli.compress = functools.partial(brotli.compress, quality=0)
from django.conf import settings
settings.STATIC_ROOT = pathlib.Path(sys.argv[1]) / "static"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.contrib.auth import get_user_model
print(get_user_model().objects.count())
print(staticfiles_storage.url("cohort/app.js"))
print(render_to_string("500.html").count("/static/"))
"""
    answer = run(
        "-c", script, str(tmp_path), folder=tmp_path, DJANGO_SETTINGS_MODULE="centre.settings"
    )

    assert answer.returncode == 0, answer.stderr
    accounts, script_url, links = answer.stdout.split()
    assert accounts == "0"
    assert script_url.startswith("/static/cohort/app.")
    assert script_url != "/static/cohort/app.js"
    assert int(links) >= 7
    assert list((tmp_path / "static/bootstrap/css").glob("bootstrap.min.css*.map"))
    assert (tmp_path / f"{script_url[1:]}.br").exists()
