"""Documents by name, and a file through the one door that writes its opening down."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation

from centre.accounts.tokens import Scope
from recruitment.api import docs, merged
from recruitment.api.application_views import number_of
from recruitment.api.base import ApiView, one
from recruitment.api.paging import PARAMETERS, check_names
from recruitment.api.shapes import DocumentShape
from recruitment.documents import types
from recruitment.documents.files import serve
from recruitment.documents.models import Document, Version
from recruitment.documents.shown import with_versions


class Documents(ApiView):
    needs = {"GET": "view_documents"}
    logged_by = ("people", "candidate")

    @extend_schema(
        operation_id="documents_list",
        summary="Documents by name, with their versions, newest first; no file",
        parameters=[docs.CANDIDATE, *docs.PAGES],
        responses={200: docs.page_of(DocumentShape)},
    )
    def get(self, request):
        check_names(request, "candidate", *PARAMETERS)
        rows = with_versions(self.seen(Document.objects).standing())
        if "candidate" in request.query_params:
            person = number_of(request, "candidate")
            rows = rows.filter(candidate=person)
            merged.raise_if_merged(self, person)
        return self.page(rows, DocumentShape)


class AnyKind(BaseContentNegotiation):
    """A file is of the kind it is, whichever the program would rather have; a refusal is told in
    the shape of all refusals, which those who ask for a PDF can read as well."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class DocumentFile(ApiView):
    scope, needs = Scope.FILES, {"GET": "view_documents"}
    content_negotiation_class = AnyKind

    @extend_schema(
        operation_id="documents_file_read",
        summary="The file of one version",
        description="Each opening stands in the audit log. 422 while the scanner holds it back.",
        responses={(200, kind): OpenApiTypes.BINARY for kind in types.MIME.values()},
    )
    def get(self, request, pk):
        check_names(request)
        found = Version.objects.select_related("file").filter(pk=pk).first()
        rows = self.seen(Document.objects).standing()
        document = one(rows, found.document_id if found else 0)
        assert found is not None  # else no document had that number
        return serve(request, found.file, download=True, of=document)
