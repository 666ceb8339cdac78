"""That the mail server takes nothing from this site: it refuses our sender, or our sign-in, for
good. That concerns every e-mail and is no fault of any: they wait, untried as far as their own
tries go, and it is told once, on the page of e-mails, in the administration and by /readyz.
"""

import re
from datetime import datetime

from django.core.cache import cache

from centre.web.readiness import add_age

_KEY = "messages:blocked"
TOO_LARGE = 552  # answered to the sender where it is this one e-mail that is too large
# Most servers judge the sender only once they know whom it is to, and answer there.
_OF_SENDER = re.compile(r"\b5\.1\.[78]\b|sender address rejected|sender verif", re.IGNORECASE)


def is_of_sender(answer: bytes | str) -> bool:
    """Whether what was answered about whom it is to speaks of whom it is from."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return _OF_SENDER.search(text) is not None


def note(words: str, *, at: datetime) -> None:
    """What the server said, and since when it says so."""
    since = (cache.get(_KEY) or {}).get("since", at)
    cache.set(_KEY, {"words": words, "since": since}, timeout=None)


def over() -> None:
    cache.delete(_KEY)


def problem() -> str:
    """What the server said last; "" if it takes what we send."""
    return (cache.get(_KEY) or {}).get("words", "")


def seconds(now: datetime) -> int:
    found = cache.get(_KEY)
    return max(int((now - found["since"]).total_seconds()), 1) if found else 0


add_age("email_refused_seconds", seconds)
