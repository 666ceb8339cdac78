"""Which language a name in its own script is written in, as far as its characters tell."""

import re
from functools import lru_cache

from opencc import OpenCC

_to_simplified = OpenCC("t2s")


@lru_cache(maxsize=4096)
def han_lang(text: str) -> str:
    """A BCP 47 tag: ko, ja, zh-Hant-HK, zh-Hans, or "und" for another script."""
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if not re.search(r"[\u3400-\u9fff]", text):
        return "und"
    # Characters that simplification would change are traditional.
    return "zh-Hant-HK" if _to_simplified.convert(text) != text else "zh-Hans"
