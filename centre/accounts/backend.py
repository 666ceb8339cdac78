"""Who a session belongs to, with all that a page asks of them."""

from allauth.account.auth_backends import AuthenticationBackend

from centre.accounts.models import Membership
from centre.web.statements import Slot, kept


def _held():
    return Membership.objects.filter(user=Slot("user")).with_centre().select_related("user")


class StaffBackend(AuthenticationBackend):
    """Signs in by e-mail, as django-allauth does; reads user, roles and centres at once."""

    def get_user(self, user_id):
        """The active user of that number or None. One statement, which every request begins with;
        two for a system administrator, who holds no role."""
        held = kept("held", _held).objects(user=user_id)
        if not held:
            return super().get_user(user_id)
        user = held[0].user
        user.held = held
        return user if self.user_can_authenticate(user) else None
