"""`make bench`: for each size, fill a database, serve it with three workers, measure; then the
page budgets, at the size they are set for.

Filled SQLite files are kept in BENCH_FOLDER (.bench) and used again while neither the tables nor
the demo's words change; each run works on a copy. PostgreSQL is filled anew.
"""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.bench.crowd import CANDIDATES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("BENCH_FOLDER") or ROOT / ".bench").resolve()
os.environ |= {"BENCH_FOLDER": str(FOLDER), "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
SOURCES = ["centre/migrations/*.py", "recruitment/migrations/*.py", "recruitment/demo/*.py"]
SOURCES += ["recruitment/moves/gate.py", "recruitment/moves/tallies.py"]


def main(sizes: list[int]) -> None:
    FOLDER.mkdir(exist_ok=True)
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    collect = "from django.core.management import call_command as c; import django; "
    collect += "django.setup(); c('collectstatic', verbosity=0, interactive=False)"
    python("-c", collect, DATABASE_URL=f"sqlite:///{FOLDER}/none.sqlite3")
    for size in sizes:
        url = filled(size, on_postgres)
        with_server(url, "tests.bench.measure")
        python("-m", "tests.bench.importing", DATABASE_URL=url)
        python("-m", "tests.bench.large", DATABASE_URL=url)
    url = filled(CANDIDATES, on_postgres)
    with_server(url, "tests.bench.full")  # and with the files it fills, the budgets
    with_server(url, "tests.bench.crowd")


def filled(size: int, on_postgres: bool) -> str:
    """The address of a database with so many candidates."""
    print(f"\n== {size:,} candidates on {'PostgreSQL' if on_postgres else 'SQLite'}", flush=True)
    return postgres(size) if on_postgres else sqlite(size)


def python(*arguments: str, **environment: str) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


def sqlite(size: int) -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    kept = FOLDER / f"filled-{size}-{digest.hexdigest()[:12]}.sqlite3"
    if not kept.exists():
        making = kept.with_suffix(".making")
        making.unlink(missing_ok=True)
        python("-m", "tests.bench.fill", str(size), DATABASE_URL=f"sqlite:///{making}")
        making.rename(kept)
    work = FOLDER / "work.sqlite3"
    for old in FOLDER.glob("work.sqlite3*"):
        old.unlink()
    shutil.copy(kept, work)
    return f"sqlite:///{work}"


def postgres(size: int) -> str:
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS bench_{size}")
        connection.execute(f"CREATE DATABASE bench_{size}")
    url = url.replace("/postgres?", f"/bench_{size}?")
    python("-m", "tests.bench.fill", str(size), DATABASE_URL=url)
    return url


def with_server(url: str, visit: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "centre.wsgi", "--no-control-socket"]
    command += ["--workers=3", "--log-level=error", f"--bind=127.0.0.1:{port}"]  # README.md
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url})
    try:
        wait_for(port)
        python("-m", visit, str(port), DATABASE_URL=url)
        print("memory of each worker: " + ", ".join(f"{mib:.0f} MiB" for mib in memory(server.pid)))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def wait_for(port: int) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def memory(parent: int) -> list[float]:
    """Resident MiB of each worker (Linux)."""
    pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    status = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return [int(text.split("VmRSS:")[1].split()[0]) / 1024 for text in status]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
