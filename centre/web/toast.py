"""“Li Zihan moved to Decision. Undo”: what was just done, with the way back, for ten seconds.

A plain form redirects, so the words travel in the message cookie to the next page; no session is
written and no statement spent.
"""

from django.contrib import messages
from django.utils.functional import SimpleLazyObject

TAG = "undo"


def leave_toast(
    request, text: str, *, undo_url: str = "", version: int | str = "", tell_url: str = ""
) -> None:
    """Have the next page show `text`; with Undo, and with the offer to tell the candidate, if there
    is an address for it."""
    words = [undo_url or "-", str(version or "-"), tell_url or "-"]
    messages.success(request, text, extra_tags=" ".join([TAG, *words]))


def toast(request):
    """`toast` for the base template. Read only where it is shown, for reading uses it up."""
    return {"toast": SimpleLazyObject(lambda: _newest(request))}


def _newest(request) -> dict:
    found = {}
    for message in messages.get_messages(request):
        tags = (message.extra_tags or "").split()
        if len(tags) == 4 and tags[0] == TAG:
            undo_url, version, tell_url = ("" if part == "-" else part for part in tags[1:])
            found = {
                "text": message.message,
                "undo_url": undo_url,
                "version": version,
                "tell_url": tell_url,
            }
    return found
