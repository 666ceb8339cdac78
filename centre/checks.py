"""System checks: a production start with an unsafe setting stops, with one clear line each."""

import sys
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import Critical, Tags, Warning, register

PLACEHOLDERS = ("", "absent", "development-only-key", "changeme", "secret")


@register(Tags.security)
def production_is_safe(app_configs, **kwargs):
    """With DEBUG off: a real key, named hosts, a database that keeps what it acknowledged."""
    if settings.DEBUG:
        return []
    return [
        Critical(message, hint=hint, id=f"cohort.{number}")
        for number, (bad, message, hint) in enumerate(_rules(), start=1)
        if bad
    ]


@register(Tags.security, deploy=True)
def mails_lead_here(app_configs, **kwargs):
    """Links in e-mails begin with SITE_URL: people could not open one on their own machine."""
    if urlsplit(settings.SITE_URL).hostname not in ("127.0.0.1", "localhost"):
        return []
    return [
        Warning(
            "SITE_URL is absent or names this machine: links in e-mails would lead nowhere.",
            hint="Set SITE_URL to the address people type, as https://cohort.example.org.",
            id="cohort.W1",
        )
    ]


def refuse_unsafe_start():
    """For wsgi and asgi, where Django runs no checks: print one line a fault and stop."""
    faults = production_is_safe(None)
    for fault in faults:
        sys.stderr.write(f"cohort: {fault.msg} {fault.hint}\n")
    if faults:
        raise SystemExit(3)


def _rules():
    key, hosts = settings.SECRET_KEY, settings.ALLOWED_HOSTS
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    sqlite = database["ENGINE"].endswith("sqlite3")
    pragmas = options.get("init_command", "").replace(" ", "").lower()
    server = str(options.get("options", "")).replace(" ", "").lower()
    query = parse_qs(urlsplit(str(database.get("NAME", ""))).query)
    yield (
        key.lower() in PLACEHOLDERS or len(key) < 32,
        "SECRET_KEY is absent, a placeholder, or shorter than 32 characters.",
        "Set SECRET_KEY to 50 random characters.",
    )
    yield (
        not hosts or "*" in hosts,
        "ALLOWED_HOSTS is empty or contains “*”.",
        "Set ALLOWED_HOSTS to the names this site is reached by.",
    )
    yield (
        sqlite and options.get("transaction_mode") != "IMMEDIATE",
        "SQLite runs without transaction_mode IMMEDIATE: concurrent writers would fail.",
        "Do not put transaction_mode into DATABASE_URL.",
    )
    yield (
        sqlite and ("synchronous=full" not in pragmas or "journal_mode=wal" not in pragmas),
        "SQLite runs without WAL and synchronous=FULL: a power cut could lose saved work.",
        "Do not put init_command into DATABASE_URL.",
    )
    yield (
        "synchronous_commit=off" in server or "fsync=off" in server or bool(query.get("fsync")),
        "DATABASE_URL switches off synchronous_commit or fsync: saved work could be lost.",
        "Remove it from DATABASE_URL.",
    )
    yield (
        sqlite and str(database.get("NAME")) in ("", ":memory:"),
        "DATABASE_URL names no file: all would be lost at the next start.",
        "Set DATABASE_URL to a file or a PostgreSQL server.",
    )
