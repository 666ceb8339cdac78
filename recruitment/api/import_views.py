"""A file imported by a program: sent, checked at once, and written when it says so.

Columns are those recognised by their headings. What needs a decision (another heading, a row to
mend, who somebody is) is decided on the import's page.
"""

from uuid import uuid4

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from recruitment.api import docs
from recruitment.api.base import ApiView, one
from recruitment.api.fields import File, Number, Sent, Text
from recruitment.api.once import once
from recruitment.api.paging import PARAMETERS, check_names
from recruitment.api.problems import Told
from recruitment.api.shapes import ImportShape
from recruitment.imports import actions
from recruitment.imports.models import Import


class NewImport(Sent):
    name = Text(max_length=200, help_text="With its ending: list.csv, list.xlsx.")
    content = File(help_text="The file in base64, up to 3.5 MB before that.")


class RunImport(Sent):
    version = Number(help_text="The import's version as you read it.")


class Imports(ApiView):
    needs = {"GET": "import_candidates", "POST": "import_candidates"}

    @extend_schema(
        operation_id="imports_list",
        summary="Imports and how far each is",
        parameters=docs.PAGES,
        responses={200: docs.page_of(ImportShape)},
    )
    def get(self, request):
        check_names(request, *PARAMETERS)
        return self.page(_rows(self), ImportShape)

    @extend_schema(
        operation_id="imports_create",
        summary="Send a file and have its rows checked",
        description="Nothing is saved before “run”. Large files are checked by a worker.",
        parameters=[docs.ONCE],
        request=NewImport,
        responses={201: docs.made(ImportShape)},
    )
    def post(self, request):
        check_names(request)
        sent = NewImport(data=request.data)
        sent.is_valid(raise_exception=True)
        return once(
            request,
            lambda: self._add(**sent.validated_data),
            seen=lambda told: one(_rows(self), told["id"]),
        )

    def _add(self, name: str, content: bytes) -> Response:
        made = actions.upload(self.centre, name, content, by=self.request.user, token=uuid4())
        held = one(Import.objects.select_for_update(of=("self",)), made.pk)
        actions.decide(held, held.decided, version=held.version)
        address = reverse("api:import", args=[made.pk])
        return Response(
            ImportShape(one(_rows(self), made.pk)).data, status=201, headers={"Location": address}
        )


class OneImport(ApiView):
    needs = {"GET": "import_candidates"}

    @extend_schema(operation_id="imports_read", summary="One import", responses={200: ImportShape})
    def get(self, request, pk):
        check_names(request)
        return Response(ImportShape(one(_rows(self), pk)).data)


class ImportRun(ApiView):
    needs = {"POST": "import_candidates"}

    @extend_schema(
        operation_id="imports_run_create",
        summary="Write what is ready, leave the rest out",
        description="As the last button of its page. It can be undone there for seven days.",
        request=RunImport,
        responses={200: ImportShape},
    )
    def post(self, request, pk):
        check_names(request)
        sent = RunImport(data=request.data)
        sent.is_valid(raise_exception=True)
        version = sent.validated_data["version"]
        return once(
            request, lambda: self._run(pk, version), seen=lambda _told: one(_rows(self), pk)
        )

    def _run(self, pk: int, version: int) -> Response:
        held = one(self.seen(Import.objects.select_for_update(of=("self",))), pk)
        try:
            actions.run(held, version=version, by=self.request.user)
        except actions.Overtaken as refusal:
            now = {"version": held.version, "state": held.state}
            raise Told(409, str(refusal), present=now) from None
        return Response(ImportShape(one(_rows(self), pk)).data)


def _rows(view: ApiView):
    return view.seen(Import.objects).defer("content", "choices")
