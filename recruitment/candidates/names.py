"""One form for every spelling: folding of names, addresses and numbers. Pure functions.

張偉, 张伟 and Zhang Wei meet because Han text is folded to simplified script and to pinyin;
case, accents, width and punctuation are folded for every script.
"""

import re
import unicodedata
from functools import cache
from itertools import permutations

from opencc import OpenCC

from recruitment.candidates.readings import pinyin

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@cache
def _simplifier():
    # Loading the tables takes a while, so it waits for the first Han name.
    return OpenCC("t2s")


# They turn the letters that follow round, also those of the page behind the name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """NFC, no control characters, no blanks at the ends, single blanks between words."""
    if not (text.isascii() and text.isprintable()):  # else there is nothing to look for
        text = unicodedata.normalize("NFC", text)
        text = "".join(c for c in text if c in "\n\t" or _is_kept(c))
    return re.sub(r"[ \t\u00a0\u3000]+", " ", text).strip()


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNING


def fold(text: str) -> str:
    """Case, accents, width and script variant removed: what two spellings have in common."""
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = unicodedata.normalize("NFC", text)
    return _simplifier().convert(text) if _HAN.search(text) else text


def words(text: str) -> list[str]:
    """The folded words of `text`, in order; a run of Han characters is one word."""
    return _WORD.findall(fold(text))


def has_han(text: str) -> bool:
    return bool(_HAN.search(text))


def search_words(*texts: str) -> set[str]:
    """What a search may begin with: folded words, pinyin joined and apart, tails of Han names."""
    found: set[str] = set()
    for text in texts:
        for word in words(text):
            if not has_han(word):
                found.add(word)
                continue
            found.update(word[i:] for i in range(len(word)))
            syllables = pinyin(word)
            found.update(syllables)
            found.add("".join(syllables))
            if len(syllables) > 1:
                found.add("".join(syllables[1:]))
                found.add("".join(syllables[1:] + syllables[:1]))
    return {word[:40] for word in found}


def run_together(name: str) -> set[str]:
    """A Latin name typed without its blanks, in both orders: zihanli and lizihan for Li Zihan."""
    parts = [word for word in words(name) if not has_han(word)]
    if not 2 <= len(parts) <= 4:
        return set()
    return {"".join(parts)[:40], "".join(parts[1:] + parts[:1])[:40]}


def _latin(name: str) -> list[str]:
    parts: list[str] = []
    for word in words(name):
        parts.extend(pinyin(word) if has_han(word) else [word])
    return parts


def name_key(name: str) -> str:
    """A blocking key for a name in any script, order and spacing: its letters, sorted.

    "LI, Zihan", "Zi-han Li" and 李梓涵 share it. So may strangers: `same_name` tells. Numbers stay
    as they are: Applicant 12 and Applicant 21 have nothing in common.
    """
    text = "".join(_latin(name))
    numbers = "".join(c for c in text if c.isdecimal())
    return (numbers + "".join(sorted(c for c in text if not c.isdecimal())))[:80]


def study_key(name: str, school: str) -> str:
    """A blocking key for a name, as `name_key` gives it, at a university."""
    return f"{name}@{''.join(words(school))}"[:160]


def same_name(one: str, other: str) -> bool:
    """Whether the words of one name, in some order and spacing, spell the other."""
    ones, others = _latin(one), _latin(other)
    if len(ones) > 6 or len(others) > 6:
        return sorted(ones) == sorted(others)
    spelt = {"".join(order) for order in permutations(ones)}
    return bool(ones) and any("".join(order) in spelt for order in permutations(others))


def fold_email(address: str) -> str:
    """The mailbox behind an address: mailto:, blanks and case removed."""
    address = clean(address).strip("<> ")
    return re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).strip().casefold()


def fold_phone(number: str) -> str:
    """The last nine digits: country codes and leading zeros fall away; "" if fewer than seven."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", number) if c.isdigit())
    return digits[-9:] if len(digits) >= 7 else ""


def fold_orcid(text: str) -> str:
    """0000-0002-1825-0097 from an iD in any of its spellings; "" unless its check digit is right.

    Source: ISO 7064 11,2, as ORCID prescribes.
    """
    compact = re.sub(r"^.*orcid\.org/", "", clean(text), flags=re.IGNORECASE)
    compact = re.sub(r"[\s\-‐–—]", "", compact).upper().strip("/")
    if not re.fullmatch(r"[0-9]{15}[0-9X]", compact):
        return ""
    total = 0
    for digit in compact[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if compact[15] != ("X" if check == 10 else str(check)):
        return ""
    return "-".join(compact[i : i + 4] for i in range(0, 16, 4))
