"""Words and pieces of the OpenAPI document that several addresses share."""

from functools import cache

from django.utils.functional import Promise
from django.utils.text import format_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from recruitment.api.fields import LARGEST_ID
from recruitment.api.once import HEADER, KEY
from recruitment.api.paging import CURSOR, MOST, USUAL
from recruitment.offers.listing import VIEWS as OFFERS
from recruitment.register.criteria import VIEWS
from recruitment.register.filters import FILTERS as READ

# Of any text: the site refuses that one character, wherever it stands.
TEXT = {"type": "string", "pattern": r"^[^\x00]*$"}


def _parameter(name: str, text: str | Promise, kind: dict = TEXT, **more) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=str(text), **more)


PAGES = [
    _parameter(
        "limit", "Rows of a page.", {"type": "integer", "minimum": 1, "maximum": MOST,
                                     "default": USUAL}
    ),
    _parameter(
        "cursor", "As in “next” of the page before.", {"type": "string", "pattern": CURSOR}
    ),
]  # fmt: skip
_DAY = {"type": "string", "format": "date"}
FILTERS = [
    _parameter("view", "Which of the list's views.", {"type": "string", "enum": list(VIEWS)}),
    _parameter("q", "Words of a name in any script, an e-mail address, an ORCID iD, a university."),
    *(
        _parameter(name, format_lazy("{label}, as in the address of the page.", label=one.label))
        for name, one in READ.items()
    ),
    _parameter("on", "The day a figure's filter is of.", _DAY),
    _parameter("known", "What was on record at the end of that day.", _DAY),
]
CANDIDATE = _parameter(
    "candidate",
    "Those of this candidate.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
)
OF_OFFERS = [
    _parameter(
        "view",
        "Which of the page's views; without it every version there is.",
        {"type": "string", "enum": list(OFFERS)},
    ),
    _parameter("track", "The code of a track: offers for its positions alone."),
]
ONCE = _parameter(
    HEADER,
    "A word of your own for this request. Sent again within a day it is answered the same and "
    "done once; with another body it is refused with 422.",
    {"type": "string", "pattern": KEY},
    location=OpenApiParameter.HEADER,
)
IF_MATCH = _parameter(
    "If-Match",
    "The ETag you read.",
    {"type": "string", "pattern": r"\S"},
    location=OpenApiParameter.HEADER,
    required=True,
)

IF_NONE_MATCH = _parameter(
    "If-None-Match",
    "The ETag you have: 304 if nothing changed since.",
    location=OpenApiParameter.HEADER,
)
UNCHANGED = OpenApiResponse(description="Not changed since you read it.")


@cache
def page_of(shape) -> type[serializers.Serializer]:
    """The shape of one page of `shape`."""
    return inline_serializer(
        f"PageOf{shape.__name__.removesuffix('Shape')}s",
        {
            "results": shape(many=True),
            "next": serializers.URLField(
                allow_null=True, help_text="The next page; null on the last."
            ),
        },
    )


def tagged(shape) -> OpenApiResponse:
    return OpenApiResponse(shape, description="The ETag header is what If-Match wants.")


def made(shape) -> OpenApiResponse:
    return OpenApiResponse(shape, description="Made. The Location header says where it is.")
