"""django-allauth's forms with our labels: placeholders go, hints say what is asked."""

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mail")
PASSWORD = _("Password")
NEW = _("New password")
AGAIN = _("New password again")
RULE = _("At least 10 characters. Not a common word, not your name or address.")


class Plain:
    """`labels` and `hints` by field name; a label above replaces a placeholder inside."""

    labels: dict = {}
    hints: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class SignInForm(Plain, allauth.LoginForm):
    labels = {
        "login": EMAIL,
        "password": PASSWORD,
        "remember": _("Keep me signed in for 12 hours"),
    }

    hints = {"remember": _("Otherwise you are signed out after half an hour without use.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        if not self.is_bound:  # a form that came back gives the focus to its summary
            self.fields["login"].widget.attrs["autofocus"] = True


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), "password1": NEW, "password2": AGAIN}
    hints = {"password1": RULE}


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    labels = {"password1": NEW, "password2": AGAIN}
    hints = {"password1": RULE}


class ResetPasswordForm(Plain, allauth.ResetPasswordForm):
    labels = {"email": EMAIL}


class ResetPasswordKeyForm(Plain, allauth.ResetPasswordKeyForm):
    labels = {"password1": NEW, "password2": AGAIN}
    hints = {"password1": RULE}


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    labels = {"password": PASSWORD}
