"""Who a session belongs to, with all that a page asks of them."""

from allauth.account.auth_backends import AuthenticationBackend

from centre.accounts.models import Membership


class StaffBackend(AuthenticationBackend):
    """Signs in by e-mail, as django-allauth does; reads user, roles and centres at once."""

    def get_user(self, user_id):
        """The active user of that number or None. One statement, which every request begins with;
        two for a system administrator, who holds no role."""
        held = list(Membership.objects.filter(user=user_id).with_centre().select_related("user"))
        if not held:
            return super().get_user(user_id)
        user = held[0].user
        user.held = held
        return user if self.user_can_authenticate(user) else None
