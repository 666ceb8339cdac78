"""Make .venv hold what a lock names: `environment.py run` or `environment.py dev`.

Runs on a bare Python. Nothing is installed when the lock is the one installed last.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": ROOT / "requirements/run.txt", "dev": ROOT / "requirements/dev.txt"}


def main(wanted: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python may well run this file
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if _stamp(wanted).exists() and _stamp(wanted).read_text() == _digest(wanted):
        return
    if not (VENV / "bin/python").exists():
        print("Making .venv", flush=True)
        venv.create(VENV, with_pip=True, symlinks=True)
    print(f"Installing requirements/{wanted}.txt, once", flush=True)
    command = [str(VENV / "bin/python"), "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    if subprocess.run([*command, "-r", str(LOCKS[wanted])], check=False).returncode:
        sys.exit("Nothing was started: pip could not install the locked packages (see above).")
    _stamp(wanted).write_text(_digest(wanted))
    if wanted == "dev":  # it holds all of run's, at the same versions
        _stamp("run").write_text(_digest("run"))


def _stamp(wanted: str) -> Path:
    return VENV / f"installed-{wanted}"


def _digest(wanted: str) -> str:
    return hashlib.sha256(LOCKS[wanted].read_bytes()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
