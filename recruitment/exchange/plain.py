"""A file of somebody else, opened in a process of its own (`python -m` this module).

The bytes come in on standard input, plain rows go out as JSON. The process holds no secret, no
database and no Django; it may use ten seconds and 300 MiB, and whatever happens to it is for
child.py to tell in a sentence.
"""

import json
import resource
import sys

from recruitment.exchange import resume, textfile, workbook
from recruitment.exchange.limits import MEMORY, SECONDS, Unreadable


def main(kind: str, encoding: str = "") -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        answer = json.dumps(opened(sys.stdin.buffer.read(), kind, encoding))
    except Unreadable as no:
        answer = json.dumps({"why": no.why, "named": no.named})
    except (MemoryError, RecursionError):
        answer = json.dumps({"why": "much", "named": {}})
    sys.stdout.write(answer)


def opened(data: bytes, kind: str, encoding: str) -> dict:
    """The tabs of a file of that kind, and what is to be said of it. Raises Unreadable."""
    if kind == "book":
        return workbook.read(data)
    text = data.decode(encoding).replace("\0", "").removeprefix("\ufeff")
    rows = resume.read(text) if kind == "json" else textfile.read(text)
    return {"tabs": [{"title": "", "rows": rows}]}


if __name__ == "__main__":
    main(*sys.argv[1:])
