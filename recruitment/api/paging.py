"""Lists by cursor: in the order rows were added, so that no page repeats or skips one.

A cursor says after which row the next page begins; what is added meanwhile comes at the end.
"""

import re
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from centre.web.statements import Statement
from recruitment.api.problems import Told

USUAL, MOST = 25, 200
PARAMETERS = ("limit", "cursor")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CURSOR = r"^after-[0-9]{1,18}$"


def check_names(request, *known: str) -> None:
    """Refuse a parameter nobody reads: a misspelt filter would else bring everybody."""
    if unknown := sorted(set(request.query_params) - set(known)):
        raise Told(
            400,
            _("Nothing was read."),
            {name[:80]: [_("There is no such parameter here.")] for name in unknown},
        )


def page(request, rows: QuerySet, shape, *, given: dict | None = None) -> dict:
    """One page of `rows` in `shape` and the address of the next. One statement.

    `given` fills the slots of a search.
    """
    limit, after = _read_limit(request), _read_cursor(request)
    wanted = rows.filter(pk__gt=after).order_by("pk")[: limit + 1]
    found = Statement(wanted).objects(**given) if given else list(wanted)
    follows = None
    if len(found) > limit:
        query = request.query_params.copy()
        query["cursor"] = f"after-{found[limit - 1].pk}"
        follows = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"results": shape(found[:limit], many=True).data, "next": follows}


def _read_limit(request) -> int:
    text = request.query_params.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise Told(
            400,
            _("Nothing was read."),
            {"limit": [_("Write a number from 1 to %(most)d.") % {"most": MOST}]},
        )
    return int(text)


def _read_cursor(request) -> int:
    text = request.query_params.get("cursor")
    if text is None:
        return 0
    if not re.fullmatch(CURSOR, text, re.ASCII):
        raise Told(
            400,
            _("Nothing was read."),
            {"cursor": [_("This is no cursor. Follow the address in “next” as it is.")]},
        )
    return int(text.removeprefix("after-"))


def read_days(request, *names: str) -> None:
    """Refuse what is not written as a day, before anybody reads it more kindly."""
    for name in names:
        text = request.query_params.get(name)
        if text is not None and not _is_day(text):
            told = _("Write a day as YYYY-MM-DD.")
            raise Told(400, _("Nothing was read."), {name: [told]})


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
