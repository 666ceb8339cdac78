"""`make run`: bring the database up to date, fill an empty one, and serve on 127.0.0.1.

As in production (DEBUG off: our own error pages, hashed static files), but without TLS, with
e-mails kept in a folder and shown on a page, and with a key of this folder's own.
"""

import ctypes
import hashlib
import io
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1


def main() -> None:
    port = _free_port(os.environ.get("PORT") or "8000")
    root = Path(__file__).resolve().parent.parent
    os.chdir(root)
    sys.path.insert(0, str(root))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
    os.environ |= {
        "DEBUG": "off",
        "HTTPS": "off",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "SITE_URL": f"http://{HOST}:{port}",
        "EMAIL_URL": f"filemail://{root / 'sent-mail'}",
        "SECRET_KEY": _own_key(root / ".secret-key"),
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("demo", if_empty=True, stdout=io.StringIO())
    _collect_static()
    worker = _start_worker()
    try:
        _announce(port)
        # The development server's own lines would bury ours; errors still reach stderr.
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, stdout=io.StringIO())
    finally:
        worker.terminate()
        worker.wait()


def _collect_static() -> None:
    """Once for the files there are: compressing them all takes a minute."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    unused = ["flags"]  # of countries: none is shown
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(unused):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    done = Path(settings.STATIC_ROOT) / ".collected"
    if not done.is_file() or done.read_text() != digest.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=unused)
        done.write_text(digest.hexdigest())


def _start_worker() -> subprocess.Popen:
    """The process that makes reports while pages are served. It goes when this one does."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--verbosity", "0", "--no-startup-delay"],
        # Ctrl+C reaches the whole group; the worker is told by us, once.
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    """Even kill -9 on this script leaves no worker behind (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _own_key(file: Path) -> str:
    """The key sessions are signed with: made once, so that a restart signs nobody out."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _free_port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port. Give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            sys.exit(
                f"Port {text} cannot be used ({error.strerror}). Take another: make run PORT=8001"
            )
    return int(text)


def _announce(port: int) -> None:
    from recruitment.management.commands.demo import ACCOUNTS, ADMIN

    password = os.environ.get("DEMO_PASSWORD") or "demo-2025-centre"
    lines = ["", f"  Cohort is at http://{HOST}:{port}/  (Ctrl+C stops it)", ""]
    lines += [f"  {role.label:<21} {email}" for role, email, _name in ACCOUNTS]
    lines += [f"  {ADMIN[1]:<21} {ADMIN[0]}", "", f"  Password of each: {password}"]
    lines += [f"  E-mails it would send: /sent-mail/, as {ADMIN[0]}", ""]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped.")
