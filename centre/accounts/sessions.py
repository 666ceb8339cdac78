"""Sessions as Django keeps them in the database, read by a statement compiled once: every request
begins with it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from centre.web.statements import Slot, kept


def _open():
    return Session.objects.filter(session_key=Slot("key"), expire_date__gt=Slot("now"))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        found = kept("session", _open).objects(key=self.session_key, now=timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None
