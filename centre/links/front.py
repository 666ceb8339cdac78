"""What the first page of a private link says, in the language its reader is written to in.

Not of the site's catalogues: a letter goes out in a language whether or not the site speaks it.
"""

from centre.languages import moment_in
from centre.links.models import PrivateLink
from centre.links.purposes import Purpose

_YOURS = "yours"
WORDS = {
    "en": {
        "go": "Continue",
        _YOURS: "This link is yours alone, until %(at)s. Please do not pass it on.",
    },
    "zh-hant": {"go": "繼續", _YOURS: "此連結只供您使用，有效期至%(at)s。請勿轉發。"},
    "zh-hans": {"go": "继续", _YOURS: "此链接只供您使用，有效期至%(at)s。请勿转发。"},
}
TAGS = {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}


def front(link: PrivateLink, purpose: Purpose) -> dict:
    """The context of the page."""
    language, centre = purpose.language(link) if purpose.language else "en", link.centre
    words = WORDS[language]
    return {
        "lang": TAGS[language],
        "title": purpose.titles.get(language, purpose.title),
        "centre_name": (language != "en" and centre.native_name) or centre.name,
        "go": words["go"],
        "yours": words[_YOURS] % {"at": moment_in(link.expires_at, centre.zone, language)},
    }
