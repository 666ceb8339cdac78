"""Private links, to be looked at: that they are there and until when. Their secret is nowhere."""

from django.contrib import admin

from centre.links.models import PrivateLink
from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin


@admin.register(PrivateLink)
class PrivateLinkAdmin(ReadOnlyAdmin):
    list_display = ["purpose", "subject", "centre", "by", "created_at", "expires_at", "revoked_at"]
    list_filter = ["purpose", ("centre", OwnFilter)]
    list_select_related = ["centre", "by"]
    exclude = ["digest"]
