"""The closed vocabularies of offers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where one version of an offer stands."""

    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("In approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Out")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    RESCINDED = "rescinded", _("Rescinded")
    SUPERSEDED = "superseded", _("Superseded")
    MELTED = "melted", _("Accepted, never started")


# Of one application at most one version is of these: the one that counts.
LIVE = (State.DRAFT, State.IN_APPROVAL, State.APPROVED, State.SENT, State.ACCEPTED)
# Promised to somebody, or about to be: each wants a seat.
PROMISED = (State.IN_APPROVAL, State.APPROVED, State.SENT, State.ACCEPTED)
# What may still be changed: the first as it is, the others as a new version.
EDITABLE = (State.DRAFT, State.IN_APPROVAL, State.APPROVED, State.SENT)


class Pay(models.TextChoices):
    STIPEND = "stipend", _("Stipend")
    SALARY = "salary", _("Salary")


class Language(models.TextChoices):
    """Of the letter. Each names itself."""

    ENGLISH = "en", "English"
    TRADITIONAL = "zh-hant", "繁體中文"
    SIMPLIFIED = "zh-hans", "简体中文"


class ConditionKind(models.TextChoices):
    DEGREE = "degree", _("Degree awarded")
    ENGLISH = "english", _("English requirement")
    FEE = "fee", _("Acceptance fee")
    VISA = "visa", _("Visa or work permit")
    SECURITY = "security", _("Security clearance")
    CREDENTIALS = "credentials", _("Credential check")
    OTHER = "other", _("Other")


# What the office itself follows up before somebody may start.
CLEARANCES = (ConditionKind.VISA, ConditionKind.SECURITY, ConditionKind.CREDENTIALS)


class Gate(models.TextChoices):
    """What a condition holds up."""

    FINAL = "final", _("Before the offer is final")
    FIRST_DAY = "first_day", _("Before the first day")


class Progress(models.TextChoices):
    """Where a condition stands."""

    OPEN = "open", _("Not yet begun")
    UNDER_WAY = "under_way", _("Under way")
    MET = "met", _("Met")
    WAIVED = "waived", _("Waived")
    REFUSED = "refused", _("Refused")


SETTLED = (Progress.MET, Progress.WAIVED)


class EventKind(models.TextChoices):
    """What happened to an offer."""

    WRITTEN = "written", _("Written")
    EDITED = "edited", _("Edited")
    SUBMITTED = "submitted", _("Sent for approval")
    RECOMMENDED = "recommended", _("Recommended")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")
    SENT = "sent", _("Sent to the candidate")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    RESCINDED = "rescinded", _("Rescinded")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    DEFERRED = "deferred", _("Deferred")
    MELTED = "melted", _("Never started")
    REVIVED = "revived", _("Counts again")
