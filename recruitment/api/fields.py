"""What a program may send: values of the type the document names, and no key it does not name.

A number is not read out of a string, nor a text out of a number: what is guessed here would be
found wrong in the register.
"""

import re
from base64 import b64decode
from binascii import Error
from datetime import date

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

LARGEST_ID = 10**12
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r".*(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)


class Id(serializers.IntegerField):
    """The number of a row."""

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)

    def to_internal_value(self, data):
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Number(Id):
    """A version: how many steps or edits there were."""

    def __init__(self, **kwargs):
        serializers.IntegerField.__init__(self, min_value=0, max_value=2**31 - 1, **kwargs)


class Text(serializers.CharField):
    def __init__(self, **kwargs):
        if not kwargs.get("allow_blank"):
            kwargs.setdefault("min_length", 1)
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "byte", "minLength": 1})
class File(Text):
    """The bytes of a file in base64."""

    def to_internal_value(self, data):
        try:
            return b64decode(super().to_internal_value(data), validate=True)
        except (Error, ValueError):
            raise serializers.ValidationError(_("This is not base64.")) from None


class Flag(serializers.BooleanField):
    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Day(serializers.DateField):
    def to_internal_value(self, value):
        if not (isinstance(value, str) and _DAY.fullmatch(value)):
            self.fail("invalid", format="YYYY-MM-DD")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("invalid", format="YYYY-MM-DD")


class Moment(serializers.DateTimeField):
    """With its offset from UTC: a wall clock alone says too little between programs."""

    def to_internal_value(self, value):
        if not (isinstance(value, str) and _MOMENT.fullmatch(value)):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+hh:mm")
        return super().to_internal_value(value)


class Sent(serializers.Serializer):
    """A body. A key it does not know is refused: a misspelt field would else be lost in silence."""

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            told = {str(name)[:80]: [_("There is no such field here.")] for name in unknown}
            raise serializers.ValidationError(told)
        return super().to_internal_value(data)
