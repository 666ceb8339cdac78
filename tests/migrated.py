"""The migrated SQLite database, kept in pytest's cache: migrating takes 25 s.

A copy is of exactly these migrations, what they import and the libraries of the lock; a clean
checkout has none and migrates. `migrate` runs over a copy all the same and has nothing to do but
send its signals, so permissions are those of the models as they are now.
"""

import fcntl
import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parent.parent
IMPORTED = re.compile(r"^\s*(?:from|import) ((?:centre|recruitment)[\w.]*)(?: import (.+))?", re.M)


def digest():
    """Of all that an empty database becomes by."""
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    files = {ROOT / "requirements/dev.txt", ROOT / "centre/settings.py", *migrations}
    for one in migrations:
        files |= {file for file in imported(one.read_text()) if file.is_file()}
    found = hashlib.sha256(sqlite3.sqlite_version.encode())
    for one in sorted(files):
        found.update(f"{one.relative_to(ROOT)}\0".encode() + one.read_bytes())
    return found.hexdigest()[:20]


def imported(text):
    """Our own modules that a migration names; of `from a import b`, a as well as a.b."""
    for module, names in IMPORTED.findall(text):
        place = ROOT / module.replace(".", "/")
        yield from (place.with_suffix(".py"), place / "__init__.py")
        yield from (place / f"{name.strip()}.py" for name in names.split(","))


class Copy:
    """Laid into the first connection. Where there is none, one process makes it; others wait."""

    def __init__(self, folder):
        self.path = folder / f"{digest()}.sqlite3"
        self.lock = self.path.with_suffix(".lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self.path.exists():
            self.lock.close()
            connection_created.connect(self._lay)

    def _lay(self, connection, **_signal):
        connection_created.disconnect(self._lay)
        with closing(sqlite3.connect(self.path)) as copy:
            copy.backup(connection.connection)

    def keep(self, connection):
        """Whole or not at all, and in place of older ones."""
        if self.lock.closed:
            return
        for old in self.path.parent.glob("*.sqlite3"):
            old.unlink()
        part = self.path.with_suffix(".part")
        part.write_bytes(connection.connection.serialize())
        part.rename(self.path)
        self.lock.close()
