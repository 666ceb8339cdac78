"""Words that somebody took apart: C h a n, Cana-ry, C anary, 吳 雅 達. What the letters make when
they are read together, so that a name is found however it is parted. No database, no Django.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from recruitment.candidates import names

APART = "~"  # before letters that stood each alone: a name may be anywhere among them
LONGEST = 40
_STEP = 20  # no part of a name that is shorter falls between two pieces
# None of these goes back over what it has read: a file may be made to keep them busy.
# Letters one by one, whatever but letters stands between them; no figures, as in a table.
_ONE = r"(?<![^\W_])[^\W\d_](?![^\W_])"
_LETTERS = re.compile(rf"{_ONE}(?:[\W_]++{_ONE})+")
_HYPHENS = r"[-\u2010-\u2015\u2212\u30fb\u00b7_]"
_COMPOUND = re.compile(rf"(?<![^\W_])[^\W_]++(?:{_HYPHENS}\s*+[^\W_]++)++")
_PARTS = re.compile(r"[^\W_]+")
_INITIAL = re.compile(r"\b([^\W\d_])[ \t]+([^\W\d_]{2,})")  # as a large first letter is read
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN_APART = re.compile(rf"(?<={_HAN})[\s.\u00b7\u30fb\u2010-\u2015_-]++(?={_HAN})")


def together(text: str) -> str:
    """`text` with its Chinese characters side by side, wherever a line ended between them."""
    return _HAN_APART.sub("", text)


def joined(text: str) -> set[str]:
    """Words made of parts; letters that stood alone begin with APART."""
    return {word[: LONGEST + len(APART)] for word in _joined(text) if len(word) > 1}


def _joined(text: str) -> Iterator[str]:
    for found in _LETTERS.finditer(text):
        run = names.fold("".join(_PARTS.findall(found[0])))
        for at in range(0, max(len(run) - _STEP, 1), _STEP):
            yield APART + run[at : at + LONGEST]
    for found in _COMPOUND.finditer(text):
        parts = [names.fold(part) for part in _PARTS.findall(found[0])]
        yield "".join(parts)
        yield from (one + other for one, other in pairwise(parts))
    for first, rest in _INITIAL.findall(text):
        if first.isupper():
            yield names.fold(first + rest)


def is_spelled(words: str, parts: list[str]) -> bool:
    """Whether one of these folded parts of a name stands among letters that stood alone; one of
    two letters only if nothing else did, for as marks of a school they stand together often."""
    runs = [word.removeprefix(APART) for word in words.split() if word.startswith(APART)]
    whole = "".join(parts), "".join(reversed(parts))
    return any(
        part == run or (len(part) > 2 and part in run)
        for run in runs
        for part in (*parts, *whole)
        if part
    )
