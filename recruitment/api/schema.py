"""The OpenAPI document: what drf-spectacular reads off the views, with every refusal beside it."""

from functools import cache
from http import HTTPStatus

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

# Those any request may meet; what else depends on the method and the address.
ALWAYS = (400, 401, 403, 406, 429)
WITH_BODY = (413, 415, 422)
# Bodies refuse what they do not know (fields.Sent).
BODIES = ("NewCandidate", "CandidateEdit", "NewApplication", "NewMove", "NewImport", "RunImport")
# They name a person, who may have been merged into another.
MERGED = (
    "candidates_read", "candidates_edit", "candidates_create", "applications_list",
    "applications_create", "documents_list", "researchers_read",
)  # fmt: skip
PROBLEM = {
    "type": "object",
    "description": "Every refusal, RFC 9457.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "errors": {
            "type": "object",
            "description": "Sentences by field or parameter.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "present": {
            "type": "object",
            "description": "409, 410 and 412: what is there now.",
            "additionalProperties": {},
        },
        "etag": {"type": "string", "description": "412: the ETag of what is there now."},
    },
}


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "recruitment.api.access.Bearer"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made on your account page. It does what your role may, within "
            "its scopes.",
        }


def with_refusals(result, generator, request, public):
    """Postprocessing hook: each operation tells the refusals it may answer with."""
    shapes = result["components"].setdefault("schemas", {})
    shapes["Problem"] = PROBLEM
    for name, shape in shapes.items():
        if name.removeprefix("Patched") in BODIES:
            shape["additionalProperties"] = False
            _tell_texts(shape)
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if operation.get("security") == [{}]:
                continue
            statuses = [*ALWAYS]
            if "{" in path or operation["operationId"] == "published_read":
                statuses.append(404)
            if method == "get" and "parameters" in operation:
                statuses.append(422)
            if method in ("post", "patch"):
                statuses += WITH_BODY
            if operation["operationId"] in ("applications_moves_create", "imports_run_create"):
                statuses.append(409)
            if method == "patch":
                statuses += (412, 428)
            if operation["operationId"] in MERGED:
                statuses.append(410)
            for status in sorted(statuses):
                operation["responses"][str(status)] = _refusal(status)
            if any(one["in"] == "query" for one in operation.get("parameters", ())):
                # Said by the server before anything of ours reads it, and so in no shape of ours.
                operation["responses"]["414"] = {"description": "The address is too long."}
    return result


def _tell_texts(shape: dict) -> None:
    """What the site refuses in any text: NUL, and nothing but blanks where something is needed."""
    for field in shape["properties"].values():
        one = field.get("items", field)
        if one.get("type") == "string" and not {"format", "enum", "pattern"} & set(one):
            some = r"[^\s\x00][^\x00]*" if "minLength" in one else ""
            one["pattern"] = rf"^[^\x00]*{some}$"


def _refusal(status: int) -> dict:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": reference}},
    }


@cache
def document() -> dict:
    """The same for everybody, for as long as the process lives."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(APIView):
    """Open to everybody: it tells the shape of things, and no thing."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def get(self, request):
        return Response(document())
