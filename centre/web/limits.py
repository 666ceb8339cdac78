"""How often something may be done, counted in the cache that all workers share.

In windows of fixed length. Two that arrive at once may count as one: a limit keeps a program that
ran away from being felt by others, to the number nobody holds it.
"""

import time

from django.core.cache import cache


def count(what: str, who: object, *, most: int, seconds: int = 60) -> int:
    """Count one more; the seconds to wait if `most` were done in this window already, else 0."""
    now = int(time.time())
    key = f"limit:{what}:{who}:{now // seconds}"
    done = cache.get(key, 0)
    if done >= most:
        return seconds - now % seconds
    cache.set(key, done + 1, timeout=2 * seconds)
    return 0
