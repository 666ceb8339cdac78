"""JSON, as much of it as the site takes."""

import json

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSON(JSONParser):
    """REST framework reads a body past Django's own limit, and past Python's in depth."""

    def parse(self, stream, media_type=None, parser_context=None):
        length = parser_context["request"].META.get("CONTENT_LENGTH") or 0
        if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            read = super().parse(stream, media_type, parser_context)
            # Half a pair, "\\ud800": no text, and no answer could repeat it.
            json.dumps(read, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError(_("The body is nested too deeply.")) from None
        except UnicodeEncodeError:
            raise ParseError(_("The body holds half of a surrogate pair.")) from None
        return read
