"""How often somebody may take out a file: whoever carries a register away list by list is stopped,
and told when to go on."""

from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web import limits
from centre.web.refusal import Refused
from centre.web.sheet import sheet

MOST, HOUR = 30, 3600


class TooOften(Refused):
    """`wait`: seconds until the next file."""

    def __init__(self, wait: int):
        super().__init__(
            _("You have exported %(most)d files within an hour, which is the most. Try again in "
              "%(n)d minutes.") % {"most": MOST, "n": -(-wait // 60)}
        )  # fmt: skip
        self.wait = wait


def count_one(by: User) -> None:
    """Count one more file of `by`. Raises TooOften."""
    if wait := limits.count("export", by.pk, most=MOST, seconds=HOUR):
        raise TooOften(wait)


def told_to_wait(request, refusal: TooOften, *, back: str):
    """429 with the sentence; `back` is the page it was asked for on."""
    context = {
        "listed": None,
        "problem": str(refusal),
        "action": request.get_full_path(),
        "back_url": back,
    }
    partial = "recruitment/exports/_list.html"
    response = sheet(request, partial, context, title=_("Export"), trail=[], status=429)
    response.headers["Retry-After"] = str(refusal.wait)
    return response
