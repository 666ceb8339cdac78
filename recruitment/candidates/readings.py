"""How Han text is read in pinyin: names and the places people come from, no running text."""

import os

# pypinyin's tables of 40,000 phrases take 43 MiB of every worker, and hold idioms and words, not
# names. The places below are those of which a single character would be read otherwise.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import Style, lazy_pinyin, load_phrases_dict

_PLACES = {
    "重庆": "chong qing", "成都": "cheng du", "长春": "chang chun", "长沙": "chang sha",
    "长安": "chang an", "长江": "chang jiang", "厦门": "xia men", "佛山": "fo shan",
    "蚌埠": "beng bu", "六安": "lu an", "番禺": "pan yu", "西藏": "xi zang",
    "首都": "shou du", "京都": "jing du", "都会": "du hui", "音乐": "yin yue",
}  # fmt: skip
load_phrases_dict(
    {place: [[syllable] for syllable in read.split()] for place, read in _PLACES.items()}
)

# Readings of these surnames differ from the character's common one, and pypinyin knows the latter.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou",
    "朴": "piao", "盖": "ge", "翟": "zhai", "尉": "wei", "乐": "yue", "冼": "xian",
}  # fmt: skip


def pinyin(han: str) -> list[str]:
    """Syllables of a folded Han name, surname first and read as a surname."""
    syllables = lazy_pinyin(han, style=Style.NORMAL, errors="ignore")
    if han and han[0] in _SURNAMES and syllables:
        syllables[0] = _SURNAMES[han[0]]
    return syllables
