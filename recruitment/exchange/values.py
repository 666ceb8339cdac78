"""Single cells: what they mean, or what is wrong with them. Pure functions, no database."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from recruitment.candidates import names

_NOTHING = {
    "", "n a", "na", "nil", "none", "null", "unknown", "not known", "not stated", "not provided",
    "tbc", "tba", "tbd", "未知", "不详", "无", "待定",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_OWN_SCRIPT = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LATIN_AND_OWN = re.compile(
    rf"(?P<latin>[^{_OWN_SCRIPT}]*[A-Za-z][^{_OWN_SCRIPT}]*?)\s*[(（\[]?\s*"
    rf"(?P<own>[{_OWN_SCRIPT}]{{2,6}})\s*[)）\]]?"
)
_OWN_AND_LATIN = re.compile(
    rf"(?P<own>[{_OWN_SCRIPT}]{{2,6}})\s*[(（\[]?\s*"
    rf"(?P<latin>[^{_OWN_SCRIPT}()（）]*[A-Za-z][^{_OWN_SCRIPT}()（）]*)[)）]?"
)
_NAME_WORDS = re.compile(r"[^\W\d_]+(?:[ .'’\-\u200c]+[^\W\d_]+)*\.?")
_NUMERAL = re.compile(r"I{2,3}|IV|VI{1,3}|IX|X{2,3}")


class BadValue(Exception):
    """What is wrong with a value and what to do, to follow the quoted value in a sentence."""


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, "-", "?", "N/A", "TBC"."""
    return not text or " ".join(names.words(text)) in _NOTHING


def one_line(text: str, most: int) -> str:
    """`text` on one line, at most `most` characters. Raises BadValue."""
    text = names.clean(" ".join(text.split("\n")))
    if len(text) > most:
        raise BadValue(
            _("is %(n)d characters long; at most %(most)d fit. Shorten it.")
            % {"n": len(text), "most": most}
        )
    return text


def read_name(text: str) -> tuple[str, str]:
    """(full name, name in own script or "") from a name cell. Raises BadValue.

    "SURNAME, Given" and "SURNAME Given" become "Given Surname", and 주, 영순 주영순; capitals that
    only mark the surname become ordinary ones. All else stays as written: names are never split.
    """
    text = one_line(text, 200)
    own = ""
    match = _LATIN_AND_OWN.fullmatch(text) or _OWN_AND_LATIN.fullmatch(text)
    if match and _NAME_WORDS.fullmatch(match["latin"].replace(",", " ").strip(" ()")):
        text, own = match["latin"].strip(" ("), match["own"]
    return _in_order(text), own


def _in_order(text: str) -> str:
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and _NAME_WORDS.fullmatch(family) and _NAME_WORDS.fullmatch(given):
        if _is_own_script(family + given):
            return family + given
        if _is_family(family):
            whole = family.isupper() and given.isupper()
            return f"{_proper(given) if whole else given} {_proper(family)}"
        return text
    words = text.split(" ")
    if text.isupper() or not all(_NAME_WORDS.fullmatch(word) for word in words):
        return text
    capitals = [_in_capitals(word) for word in words]
    first = capitals.index(False) if False in capitals else 0
    if first and not any(capitals[first:]):
        # Capitals that lead mark the surname: CHAN Tai-man.
        words = words[first:] + words[:first]
    elif _NUMERAL.fullmatch(words[-1]):
        return " ".join([*map(_proper, words[:-1]), words[-1]])
    return " ".join(map(_proper, words))


def _in_capitals(word: str) -> bool:
    return word.isupper() and len(word) > 1


def _is_own_script(text: str) -> bool:
    return bool(re.fullmatch(rf"[{_OWN_SCRIPT} ]+", text))


def _is_family(text: str) -> bool:
    """Capitals, a script without them, or one word with small particles: "van der Berg"."""
    if text.isupper() or text.lower() == text.upper():
        return True
    return sum(1 for word in text.split() if word[0].isupper()) == 1


def _proper(text: str) -> str:
    """Words all in capitals with a capital first only: MCCULLOUGH-LÊ to Mccullough-Lê."""

    def lower(match):
        word = match[0]
        # Whole words: so that Greek finds its final sigma.
        return word[0] + word.lower()[1:] if word.isupper() and len(word) > 1 else word

    return _LETTERS.sub(lower, text)


def read_emails(text: str) -> list[str]:
    """The addresses in a cell, folded. Raises BadValue."""
    if is_blank(text):
        return []
    found: list[str] = []
    angled = re.findall(r"<([^<>\s]+@[^<>\s]+)>", text)
    bare = re.sub(r"(?i)mailto:\s*", "", text).strip()
    for part in angled or re.split(r"[;,\s；，、]+", bare):
        address = names.fold_email(part)
        if not address or address in found:
            continue
        try:
            validate_email(address)
        except ValidationError as error:
            raise BadValue(
                _("is not an e-mail address. Correct it or leave the cell empty.")
            ) from error
        if len(address) > 254:
            raise BadValue(_("is too long for an e-mail address. Correct it."))
        found.append(address)
    return found


def read_phone(text: str) -> str:
    return "" if is_blank(text) else one_line(text, 40)


def read_orcid(text: str) -> str:
    if is_blank(text):
        return ""
    if found := names.fold_orcid(text):
        return found
    raise BadValue(_("is not an ORCID iD. Write it as 0000-0002-1825-0097."))


def read_home_pages(text: str) -> str:
    if is_blank(text):
        return ""
    pages = []
    for page in re.split(r"[\s;]+", text):
        page = page if "://" in page else f"https://{page}"
        try:
            URLValidator(schemes=["http", "https"])(page)
        except ValidationError as error:
            raise BadValue(
                _("is not a web address. Write it as https://example.org/page.")
            ) from error
        pages.append(page)
    return "\n".join(pages)


def read_text(text: str) -> str:
    """A short text that may say nothing."""
    return "" if is_blank(text) else one_line(text, 200)


def read_schools(text: str) -> list[str]:
    """Institutions in a cell, apart by ; or / or line breaks, each once. Raises BadValue."""
    found: dict[str, str] = {}
    for part in re.split(r"[;\n/；、|]+", text):
        name = read_text(part)
        found.setdefault(names.fold(name), name)
    return [name for name in found.values() if name]


def read_remark(text: str) -> str:
    """A note as it was written; only its Unicode form is made one."""
    return unicodedata.normalize("NFC", text)
