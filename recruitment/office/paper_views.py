"""Whether a kind of documents is withheld in anonymous review, decided with one press."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centre.accounts.middleware import fetch
from centre.web.jobs import start
from centre.web.sheet import locked, saved, writing
from centre.web.views import require
from recruitment.documents.actions import want_words_of_kind
from recruitment.documents.models import DocumentKind
from recruitment.office.lists import Listing
from recruitment.office.menu import section_url


def withheld(which: Listing, rows: list) -> list[DocumentKind]:
    """Of a list of kinds in use, those no panel in anonymous review meets whatever they say."""
    if which.model is not DocumentKind:
        return []
    return [one for one in rows if one.tells_who and not one.is_private]


@require_POST
@writing
def kind_look_through(request, pk):
    """From now on its documents are withheld only where they tell who it is."""
    kind = fetch(request, locked(request, DocumentKind.objects.all()), pk=pk)
    require(request, "edit_settings")
    if kind.tells_who:
        kind.tells_who = False
        kind.save(update_fields=["tells_who"])
        start(want_words_of_kind, kind_id=kind.pk)
    words = _("“%(kind)s”: looked through for the name, and withheld only where it stands.")
    return saved(request, section_url("documents"), words % {"kind": kind})
