"""Say whether the locks were made from the dependencies that pyproject.toml names now.

The first line of a lock holds the digest of those lists: `locks.py write` puts it there, and
`locks.py check` compares. No index is asked, so a check cannot change from one day to the next.
"""

import hashlib
import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "# made from pyproject.toml "


def _digests() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = sorted(project["project"]["dependencies"])
    dev = sorted([*run, *project["dependency-groups"]["dev"]])
    return {
        f"requirements/{name}.txt": hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:16]
        for name, lines in {"run": run, "dev": dev}.items()
    }


def _body(path: Path) -> str:
    return "".join(
        line for line in path.read_text().splitlines(keepends=True) if not line.startswith(MARK)
    )


def write() -> None:
    for name, digest in _digests().items():
        path = ROOT / name
        path.write_text(f"{MARK}{digest}\n{_body(path)}")


def check() -> list[str]:
    stale = [
        name
        for name, digest in _digests().items()
        if not (ROOT / name).read_text().startswith(f"{MARK}{digest}\n")
    ]
    pins = {name: _pins(ROOT / name) for name in _digests()}
    faults = [
        f"{name} is not made from pyproject.toml as it is now. Run: make lock" for name in stale
    ]
    if not pins["requirements/run.txt"] <= pins["requirements/dev.txt"]:
        faults.append("requirements/dev.txt holds other versions than run.txt. Run: make lock")
    return faults


def _pins(path: Path) -> set[str]:
    lines = path.read_text().splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith("#")}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write()
    else:
        sys.exit("\n".join(check()) or None)
