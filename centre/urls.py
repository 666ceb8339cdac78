"""All addresses of the site."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

from centre.accounts import account_views
from centre.accounts.views import SignIn
from centre.links import opening
from centre.web import sent_mail, views

urlpatterns = [
    path("", include("recruitment.urls")),
    path("api/v1/", include("recruitment.api.urls")),
    path("more/", views.more, name="more"),
    path("help/", views.help_page, name="help"),
    path("centre/", views.centre_switch, name="centre-switch"),
    path("preferences/", views.preferences, name="preferences"),
    path("account/", account_views.account, name="account"),
    path("account/mail/", account_views.account_mail, name="account-mail"),
    path("account/tokens/add/", account_views.token_add, name="token-add"),
    path("account/calendar/add/", account_views.calendar_add, name="calendar-add"),
    path("account/tokens/<int:pk>/revoke/", account_views.token_revoke, name="token-revoke"),
    path("sent-mail/", sent_mail.sent_mail, name="sent-mail"),
    # For people without an account: what the link in an e-mail leads to.
    path("l/renew/", opening.private_link_renew, name="private-link-renew"),
    path("l/<str:token>/", opening.private_link, name="private-link"),
    # Of django-allauth only what staff need: no signing up.
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    # Only the first hyphen parts the two: the key holds one of its own.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("admin/", admin.site.urls),
]

handler400 = "centre.web.errors.bad_request"
handler403 = "centre.web.errors.forbidden"
handler404 = "centre.web.errors.not_found"
handler500 = "centre.web.errors.failure"
