"""Finding people by what somebody types: folded words, each looked up as a prefix in one index.

Every typed word must match. The longest one drives; the others are checked for each person it
finds, and the answer is cut at LIMIT people, so one letter costs as little as a whole name.
"""

import re

from django.db.models import Exists, OuterRef, QuerySet

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import Slot
from recruitment.candidates import names
from recruitment.candidates.models import CandidateKey, CandidateKeyQuerySet

LIMIT = 1000
MAX_WORDS = 8
MAX_TEXT = 200
_KEY_LENGTH = 40  # of words, as CandidateKey writes them
_LAST = chr(0x10FFFF)  # sorts behind every other character
_ORCID_BEGINNING = re.compile(r"\d{4}-[\dXx-]*")


def search_terms(text: str) -> list[str]:
    """The prefixes to look up for `text`: an ORCID iD, addresses whole, else folded words."""
    text = names.clean(text[:MAX_TEXT])
    if orcid := names.fold_orcid(text):
        return [orcid]
    found: list[str] = []
    for token in text.split():
        if "@" in token:
            found.append(names.fold_email(token))
        elif orcid := names.fold_orcid(token):
            found.append(orcid)
        elif _ORCID_BEGINNING.fullmatch(token):
            found.append(token.upper())
        else:
            found.extend(names.words(token))
    # A word twice says nothing new.
    return list(dict.fromkeys(term[:_KEY_LENGTH] for term in found if term))[:MAX_WORDS]


def people_matching(
    centre: Centre, terms: list[str], *, user: User, is_whole: bool = False
) -> QuerySet:
    """Ids of the centre's people whom `user` sees and every term matches, at most LIMIT + 1; with
    `is_whole` all of them, however many.

    The terms are slots, filled by `bounds(terms)`: people type something else each time.
    """
    keys = _beginning(0).visible_to(user).filter(centre=centre)
    for n in range(1, len(terms)):
        # Without the centre, so that the database looks under the person, not under the word.
        keys = keys.filter(Exists(_beginning(n).filter(candidate=OuterRef("candidate"))))
    found = keys.order_by().values("candidate").distinct()
    return found if is_whole else found[: LIMIT + 1]


def bounds(terms: list[str]) -> dict[str, str]:
    """{slot: value} for the statements that `people_matching` is part of."""
    # Bytes, not letters: one Han character tells more than one Latin letter.
    ordered = sorted(terms, key=lambda term: len(term.encode()), reverse=True)
    given: dict[str, str] = {}
    for n, term in enumerate(ordered):
        given |= {f"from{n}": term, f"before{n}": term + _LAST}
    return given


def _beginning(n: int) -> CandidateKeyQuerySet:
    return CandidateKey.objects.filter(
        kind=CandidateKey.Kind.WORD, key__gte=Slot(f"from{n}"), key__lt=Slot(f"before{n}")
    )
