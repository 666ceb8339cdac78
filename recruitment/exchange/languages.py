"""From how people write a language to the one they are written to in."""

from django.utils.translation import gettext as _

from centre.languages import KNOWN, NAMED
from recruitment.exchange.values import BadValue, is_blank

# Beside the names the languages have for themselves. A plain “Chinese” is either.
_ALSO = {
    "en": "eng, english, inglés, 英文, 英語, 英语, 영어",
    "zh-hant": "zh-hk, zh-tw, zh-mo, traditional chinese, chinese traditional, 繁體, 繁体, "
    "繁體字, 繁体字, 繁体中文, 中文繁體, 中文繁体, 正體中文",
    "zh-hans": "zh-cn, zh-sg, simplified chinese, chinese simplified, 简体, 簡體, 简体字, "
    "簡體字, 簡體中文, 中文简体, 中文簡體",
}


def _bare(text: str) -> str:
    """Letters alone, the script kept: elsewhere 繁 and 简 are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


_CODES = {_bare(code): code for code, _name in NAMED}
_CODES |= {_bare(name): code for code, name in [*NAMED, *KNOWN]}
_CODES |= {_bare(one): code for code, names in _ALSO.items() for one in names.split(",")}


def read_language(text: str) -> str:
    """The code of a language in any of its spellings; "" if it says nothing. Raises BadValue."""
    if is_blank(text):
        return ""
    if code := _CODES.get(_bare(text)):
        return code
    raise BadValue(
        _("is none of the languages people are written to in. Write one of: %(names)s.")
        % {"names": ", ".join(name for _code, name in NAMED)}
    )
