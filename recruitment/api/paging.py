"""Lists by cursor: in the order rows were added, so that no page repeats or skips one.

A cursor says after which row the next page begins; what is added meanwhile comes at the end.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from centre.web.statements import Statement
from recruitment.api.problems import Told

USUAL, MOST = 25, 200
PARAMETERS = ("limit", "cursor")
_LARGEST = 2**63 - 1


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
        query["cursor"] = _cursor(found[limit - 1].pk)
        follows = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"results": shape(found[:limit], many=True).data, "next": follows}


def _read_limit(request) -> int:
    text = request.query_params.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= MOST):
        raise Told(
            400,
            _("Nothing was read."),
            {"limit": [_("Write a number from 1 to %(most)d.") % {"most": MOST}]},
        )
    return int(text)


def _cursor(pk: int) -> str:
    return urlsafe_b64encode(f"after:{pk}".encode()).decode().rstrip("=")


def _read_cursor(request) -> int:
    text = request.query_params.get("cursor")
    if text is None:
        return 0
    try:
        name, _colon, pk = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")
    except (Error, ValueError):
        name, pk = "", ""
    if name != "after" or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Told(
            400,
            _("Nothing was read."),
            {"cursor": [_("This is no cursor. Follow the address in “next” as it is.")]},
        )
    return min(int(pk), _LARGEST)
