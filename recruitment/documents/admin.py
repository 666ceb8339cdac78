"""Documents, to be looked at: they are added and removed on the pages, with their files."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.documents.models import (
    Document,
    DocumentKind,
    FileText,
    Requirement,
    StoredFile,
    Version,
)
from recruitment.documents.waiving import Waiver
from recruitment.pipeline.models import Application


class AsRead(ReadOnlyAdmin):
    """Closed to a keeper with a conflict of interest as it is on its page, names of files included.
    `document` leads from a row to the document it is of, `letter` to that of a referee."""

    document: str
    letter = ""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        tied = Application.objects.order_by().tied_to(request.user).values("candidate")
        of_them = Document.objects.filter(candidate__in=tied).order_by().values("pk")
        rows = rows.exclude(**{f"{self.document}__in": of_them})
        if self.letter:
            rows = rows.exclude(**{f"{self.letter}__application__candidate__in": tied})
        return rows


@admin.register(StoredFile)
class StoredFileAdmin(AsRead):
    document = "version__document"
    letter = "referee_report"
    personal = True
    list_display = ["pk", "kind", "size", "scan", "centre", "kept_at"]
    list_filter = ["scan", "kind", ("centre", OwnFilter)]
    list_select_related = ["centre"]


@admin.register(FileText)
class FileTextAdmin(AsRead):
    document = "file__version__document"
    centre_path = "file__centre"
    list_display = ["file"]
    list_select_related = ["file"]
    exclude = ["words"]


@admin.register(DocumentKind)
class DocumentKindAdmin(OwnedAdmin):
    list_display = ["name", "centre", "expires", "is_private", "is_read", "tells_who", "retired_on"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["centre"]
    search_fields = ["name"]


@admin.register(Requirement)
class RequirementAdmin(OwnedAdmin):
    list_display = ["track", "kind", "from_stage", "needed_before", "centre"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["centre", "track", "kind"]


@admin.register(Document)
class DocumentAdmin(AsRead):
    document = "pk"
    personal = True
    list_display = ["pk", "kind", "candidate", "centre", "created_at", "removed_at"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["kind", "candidate", "centre"]


@admin.register(Version)
class VersionAdmin(AsRead):
    document = "document"
    personal = True
    centre_path = "document__centre"
    list_display = ["document", "number", "file", "valid_until"]
    list_select_related = ["document__kind", "document__candidate", "file"]


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    personal = True
    centre_path = "application__centre"
    list_display = ["application", "kind", "reason", "by", "at"]
    list_select_related = [
        "kind", "by", "application__candidate", "application__position", "application__intake",
    ]  # fmt: skip
