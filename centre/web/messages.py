"""What was just done is told to the person who did it, and to nobody after them."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.signing import get_cookie_signer


class OwnMessages(CookieStorage):
    """The message cookie, signed for one user: on a shared computer the next person to sign in
    cannot be shown names that the one before left in it. What cannot be read is thrown away."""

    def _for_this_user(self):
        user = getattr(self.request, "user", None)
        self.signer = get_cookie_signer(salt=f"{self.key_salt}.{user and user.pk}")

    def _encode(self, messages, encode_empty=False):
        self._for_this_user()
        return super()._encode(messages, encode_empty)

    def _decode(self, data):
        self._for_this_user()
        return super()._decode(data)
