"""What e-mails are about: a name for the log, and the texts a centre starts from.

A capability names its own kinds beside its code: `kinds.add(Kind("referee-request", ...))`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruitment.messages import words

# {placeholder: what stands there}. A text may name these and no other.
Places = Mapping[str, str | Promise]
OF_CANDIDATES: Places = {
    "name": _("what the candidate is called"),
    "full_name": _("full name"),
    "position": _("position"),
    "intake": _("intake"),
    "post": _("position with its intake, or alone where that is rolling"),
    "centre": _("name of the centre"),
    "university": _("host university"),
    "sender": _("name of who sends it"),
}


@dataclass(frozen=True)
class Kind:
    slug: str
    title: str | Promise
    # Read by director, manager and who wrote it alone: an offer names a salary.
    is_private: bool = True
    # {language: (subject, text)}; with an English one, it can be changed in Settings.
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: Places = field(default_factory=lambda: OF_CANDIDATES)
    # An e-mail a person writes may begin with its text.
    begins: bool = False


_known: dict[str, Kind] = {}


def add(kind: Kind) -> Kind:
    _known[kind.slug] = kind
    return kind


def kind_of(slug: str) -> Kind:
    return _known.get(slug) or Kind(slug, slug.replace("-", " ").capitalize())


def beginnings() -> list[Kind]:
    """Those an e-mail that a person writes may begin with."""
    return [kind for kind in _known.values() if kind.begins]


def written() -> list[Kind]:
    """Those with texts, for Settings."""
    return [kind for kind in _known.values() if kind.texts]


LETTER = add(
    Kind("letter", _("Written by hand"), is_private=False, texts=words.LETTER, begins=True)
)
RECEIVED = add(
    Kind(
        "received",
        _("Application received"),
        is_private=False,
        texts=words.RECEIVED,
        begins=True,
    )
)
CONSIDERED = add(
    Kind(
        "considered",
        _("Still under consideration"),
        is_private=False,
        texts=words.CONSIDERED,
        begins=True,
    )
)
SHORTLISTED = add(
    Kind("shortlisted", _("Shortlisted"), is_private=False, texts=words.SHORTLISTED, begins=True)
)
REJECTION = add(Kind("rejection", _("Rejection"), texts=words.REJECTION))
CLOSED = add(Kind("closed", _("Application closed"), is_private=False, texts=words.CLOSED))
