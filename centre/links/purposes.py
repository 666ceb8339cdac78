"""What private links are for: each capability that sends them names its own, beside its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from centre.links.models import PrivateLink


@dataclass(frozen=True)
class Purpose:
    slug: str
    title: str | Promise  # heading of the first page, such as “Letter of reference”
    address: str  # name of the page behind it, whose one argument is `link`, the link's number
    # Posts an e-mail with a new link to the address on record, if the old one's matter still
    # stands. It is asked at most once an hour a link, and never for a revoked one.
    renew: Callable[["PrivateLink"], None]
    # In which language its reader is written to, and the heading in others than English.
    language: Callable[["PrivateLink"], str] | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


_known: dict[str, Purpose] = {}


def add(purpose: Purpose) -> Purpose:
    _known[purpose.slug] = purpose
    return purpose


def purpose_of(link: "PrivateLink") -> Purpose | None:
    return _known.get(link.purpose)
