"""Run a command against a PostgreSQL server of its own: `with_postgres.py -- pytest -q`.

The server lives in a new folder, listens on a socket there and nowhere else, and goes with the
command. `--durable` before the dashes keeps what a real server does at each commit. Works as root
(PostgreSQL itself refuses root) and as an ordinary user. A wrapper, not a fixture, because
settings read DATABASE_URL before any fixture runs.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Speed for data that is thrown away; production refuses these (centre/checks.py).
HURRIED = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
# Between tests all tables are empty; statistics taken then would mislead the planner in the next.
HURRIED += ["-c", "autovacuum=off"]
OPTIONS = ["-c", "listen_addresses=", "-c", "max_connections=60"]


def main(options: list[str], command: list[str]) -> int:
    binaries = find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not installed: initdb and postgres were not found.")
    folder = Path(tempfile.mkdtemp(prefix="cohort-pg-"))
    user = _server_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    server = None
    try:
        server = _start(binaries, folder, user, [] if "--durable" in options else HURRIED)
        environment = os.environ | {"DATABASE_URL": f"postgres://app@/postgres?host={folder}"}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        if server:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The folder that holds initdb and postgres: on PATH, else Debian's newest."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in folders if (one / "postgres").exists()), None)


def _server_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _start(
    binaries: Path, folder: Path, user: pwd.struct_passwd | None, hurried: list[str]
) -> subprocess.Popen:
    data, log = folder / "data", folder / "log"
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    initdb = [str(binaries / "initdb"), "-U", "app", "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        [*initdb, "--locale=C.UTF-8", "-N", "-D", str(data)],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **who,
    )
    with open(log, "wb") as out:
        server = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *OPTIONS, *hurried],
            stdout=out,
            stderr=out,
            cwd=folder,
            preexec_fn=_die_with_parent,
            **who,
        )
    for _attempt in range(300):
        if (folder / ".s.PGSQL.5432").exists() and b"ready to accept" in log.read_bytes():
            return server
        if server.poll() is not None:
            break
        time.sleep(0.1)
    server.terminate()
    sys.exit("PostgreSQL did not start:\n" + log.read_text()[-2000:])


def _die_with_parent() -> None:
    """Even kill -9 on this script leaves no server behind (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


if __name__ == "__main__":
    dashes = sys.argv.index("--")
    sys.exit(main(sys.argv[1:dashes], sys.argv[dashes + 1 :]))
