"""What e-mails are about: a name for the log. A capability names its own kinds beside its code."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    slug: str
    title: str | Promise
    # Read by director, manager and who wrote it alone: an offer names a salary.
    is_private: bool = True


_known: dict[str, Kind] = {}


def add(kind: Kind) -> Kind:
    _known[kind.slug] = kind
    return kind


def kind_of(slug: str) -> Kind:
    return _known.get(slug) or Kind(slug, slug.replace("-", " ").capitalize())


LETTER = add(Kind("letter", _("Written by hand"), is_private=False))
REJECTION = add(Kind("rejection", _("Rejection")))
