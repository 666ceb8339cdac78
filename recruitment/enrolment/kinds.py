"""The closed vocabularies of what comes after a start."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.TextChoices):
    """What is recorded of somebody between their first day and their last."""

    CONFIRMED = "confirmed", _("Registration confirmed")
    OTHER_LEVEL = "other_level", _("Confirmed at another level")
    SECOND = "second", _("Second assessment")
    SUSPENDED = "suspended", _("Suspended")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", _("Thesis submitted")
    RENEWED = "renewed", _("Contract renewed")


CONFIRMING = (Change.CONFIRMED, Change.OTHER_LEVEL)
# Those that say until when; what the day is called.
UNTIL = {
    Change.SECOND: _("second assessment by"),
    Change.SUSPENDED: _("expected back on"),
    Change.RENEWED: _("new last day"),
}


class State(models.TextChoices):
    """Where somebody stands, which follows from what was recorded of them."""

    TO_START = "to_start", _("To start")
    PROVISIONAL = "provisional", _("Provisional")
    CONFIRMED = "confirmed", _("Confirmed")
    SUBMITTED = "submitted", _("Thesis submitted")
    SUSPENDED = "suspended", _("Suspended")
    CONTRACT = "contract", _("On contract")
    LEFT = "left", _("Left")


class SupervisorRole(models.TextChoices):
    CHIEF = "chief", _("Chief supervisor")
    CO = "co", _("Co-supervisor")
    MENTOR = "mentor", _("Industry mentor")


ACADEMIC = (SupervisorRole.CHIEF, SupervisorRole.CO)
