"""The admin in our dress, with the site's own sign-in, so its limits hold there too."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CohortAdminSite(admin.AdminSite):
    site_header = _("Cohort administration")
    site_title = _("Cohort")
    index_title = _("House-keeping")
    enable_nav_sidebar = True

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(
            request.GET.get("next", reverse("admin:index")), reverse("account_login")
        )
