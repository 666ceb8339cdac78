"""Addresses of things by their id.

`django.urls.reverse` tries every pattern of a name each time: a page with thirty links spent a
tenth of its time there. An address with ids, and fixed words such as what is done there, is the
same but for the ids, so it is asked for once with ids that nothing has, and filled in from then on.
"""

from functools import lru_cache

from django.urls import get_resolver, get_script_prefix, reverse
from django.urls.resolvers import URLResolver

_NOBODYS = 10**15  # and the next ones; not so large that a converter would refuse it


def address(name: str, *keys: int | str) -> str:
    """The address `reverse(name, args=keys)` gives."""
    if all(key >= 0 if type(key) is int else _is_word(key) for key in keys):
        words = tuple(None if type(key) is int else key for key in keys)
        form = _form(get_resolver(), get_script_prefix(), name, words)
        if form:
            return form % tuple(key for key in keys if type(key) is int)
    return reverse(name, args=keys)


def _is_word(key) -> bool:
    """Neither an id in letters nor anything that has to be escaped."""
    return type(key) is str and key.isascii() and key.isidentifier()


@lru_cache(maxsize=2000)
def _form(
    resolver: URLResolver, prefix: str, name: str, words: tuple[str | None, ...]
) -> str | None:
    """Such an address with a place for each id, which is None among `words`; None if it does not
    simply show them."""
    given = [_NOBODYS + n if word is None else word for n, word in enumerate(words)]
    form = reverse(name, args=given).replace("%", "%%")
    keys = [str(one) for one in given if type(one) is int]
    if [form.count(key) for key in keys] != [1] * len(keys):
        return None
    if sorted(keys, key=form.index) != keys:
        return None
    for key in keys:
        form = form.replace(key, "%d")
    return form
