"""What a file is called: shown, and offered to whoever saves it. Never a path on our disk."""

import unicodedata

from recruitment.documents.types import SUFFIXES, TELLING, NotKept

MOST = 150  # characters; longer names lose their middle


def tidy(name: str, kind: str) -> str:
    """`name` without folders, marks that turn the direction of text, and odd blanks; it ends as
    a file of `kind` does. Raises NotKept if it ends as something else."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(_plain(letter) for letter in name)
    name = " ".join(name.split()).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem.strip(". "):
        stem, suffix = name, ""
    if suffix.casefold() in SUFFIXES[kind]:
        suffix = suffix.casefold()
    elif suffix.casefold() in TELLING:
        raise NotKept("misnamed", suffix=suffix[:10], kind=kind.upper())
    else:  # "v2.final" says nothing of the kind
        stem, suffix = name, SUFFIXES[kind][0]
    stem = stem.strip(". ") or "document"
    most = MOST - len(suffix) - 1
    if len(stem) > most:
        stem = f"{stem[: most // 2].rstrip()}…{stem[len(stem) - (most - most // 2 - 1) :].lstrip()}"
    return f"{stem}.{suffix}"


def _plain(letter: str) -> str:
    """Controls and formatting marks go, among them those that make gpj.exe of exe.jpg."""
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    # Zero-width joiners belong to some scripts and to emoji.
    if kind in ("Cf", "Cs", "Co", "Cn") and letter not in "\u200c\u200d":
        return ""
    return "_" if letter in '<>:"|?*/' else letter
