"""How long a session lasts: 12 hours at most, and half an hour without use.

Whatever is written to a session moves its expiry, so both moments stand in the session itself.
“Keep me signed in” does without the second: that is for a machine of one's own.
"""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)
# Noting every use would write with every page; so coarsely, half an hour ends a little early.
NOTED_EVERY = timedelta(minutes=3)
# Told so long before it may end, wherever between two notes its last use was.
WARNED_BEFORE = timedelta(minutes=2)
BEGAN, USED = "began_at", "used_at"


@receiver(user_logged_in)
def begin(request, **_more):
    request.session[BEGAN] = request.session[USED] = int(timezone.now().timestamp())


def warned_after(session) -> int:
    """Minutes without use after which a page warns; 0 for a session that is kept."""
    if not session.get_expire_at_browser_close():
        return 0
    return (IDLE - NOTED_EVERY - WARNED_BEFORE) // timedelta(minutes=1)


class Ages:
    """Ends a session that is too old, before anything is read for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and (reason := _use(request.session)):
            logout(request)
            messages.info(request, reason)
        return self.get_response(request)


def _use(session) -> str:
    """Why the session is over, or nothing; that it is in use is noted."""
    now = int(timezone.now().timestamp())
    if BEGAN not in session:  # it is older than this rule
        session[BEGAN] = session[USED] = now
    if now - session[BEGAN] >= LONGEST.total_seconds():
        return _("You were signed out: a sign-in lasts 12 hours.")
    if not session.get_expire_at_browser_close():
        return ""
    unused = now - session[USED]
    if unused >= IDLE.total_seconds():
        return _("You were signed out after half an hour without use.")
    if unused >= NOTED_EVERY.total_seconds():
        session[USED] = now
    return ""
