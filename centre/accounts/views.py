"""Sign-in as django-allauth does it, answered with the status that fits."""

from allauth.account.views import LoginView
from django.utils.translation import gettext as _

TOO_MANY = "too_many_login_attempts"
WAIT = 15 * 60  # seconds, as in ACCOUNT_RATE_LIMITS


class SignIn(LoginView):
    def form_invalid(self, form):
        """422 for what is not right, 429 for too many tries."""
        response = super().form_invalid(form)
        limited = form.has_error("__all__", code=TOO_MANY)
        response.status_code = 429 if limited else 422
        if limited:
            response.headers["Retry-After"] = str(WAIT)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"heading": _("Sign in")}
