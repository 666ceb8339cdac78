"""Door for Django: the admins of this app's capabilities."""

from centre.accounts import admin as accounts
from centre.links import admin as links
from centre.money import admin as money
from centre.organisation import admin as organisation
from centre.people import admin as people
from centre.targets import admin as targets

__all__ = ["accounts", "links", "money", "organisation", "people", "targets"]
