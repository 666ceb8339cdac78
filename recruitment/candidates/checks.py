"""What an address, a home page and an ORCID iD must look like, and the sentence if one does not."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from recruitment.candidates import names


def _each_line(text, check, message):
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            check(line)
        except ValidationError:
            raise ValidationError(message, params={"value": line}) from None


def validate_addresses(text):
    message = _("“%(value)s” is not an e-mail address. Write one a line, as name@example.org.")
    _each_line(text, validate_email, message)


def validate_home_pages(text):
    message = _("“%(value)s” is not a web address. Write one a line, as https://example.org.")
    _each_line(text, URLValidator(schemes=["http", "https"]), message)


def validate_orcid(text):
    if not names.fold_orcid(text):
        raise ValidationError(
            _("“%(value)s” is not an ORCID iD. Write it as 0000-0002-1825-0097."),
            params={"value": text},
        )
