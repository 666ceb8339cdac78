"""The closed vocabularies of the pipeline."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageKind(models.TextChoices):
    """What a stage is, however a centre names it. Rules and forecasts look at the kind alone."""

    LEAD = "lead", _("Lead")
    APPLIED = "applied", _("Applied")
    SCREEN = "screen", _("Screening")
    REVIEW = "review", _("Review")
    INTERVIEW = "interview", _("Interview")
    REFERENCES = "references", _("References")
    DECISION = "decision", _("Decision")
    OFFER_APPROVAL = "offer_approval", _("Offer approval")
    OFFER = "offer", _("Offer out")
    PRE_START = "pre_start", _("Pre-arrival")
    STARTED = "started", _("Started")


# From these one may start; a supervisor moves an application up to the decision.
BEFORE_START = (StageKind.OFFER, StageKind.PRE_START)
BEYOND_COMMITTEE = (
    StageKind.OFFER_APPROVAL,
    StageKind.OFFER,
    StageKind.PRE_START,
    StageKind.STARTED,
)

# Where a new centre has panels read referees' letters: from the interview on.
LETTERS_READ = tuple(StageKind)[tuple(StageKind).index(StageKind.INTERVIEW) :]

# Up to the review nobody needs to be assigned yet.
BEFORE_REVIEW = (StageKind.LEAD, StageKind.APPLIED, StageKind.SCREEN)


class Status(models.TextChoices):
    """Where an application stands, apart from its stage: open, ended by somebody, or started."""

    ACTIVE = "active", _("In progress")
    REJECTED = "rejected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrew")
    CLOSED = "closed", _("Closed")
    ENROLLED = "enrolled", _("Enrolled")
    APPOINTED = "appointed", _("Appointed")


ENDED = (Status.REJECTED, Status.WITHDRAWN, Status.CLOSED)
SUCCEEDED = (Status.ENROLLED, Status.APPOINTED)


class Party(models.TextChoices):
    """Whose doing an end was. Declined by the candidate and rejected by us never mix."""

    CENTRE = "centre", _("Centre decided")
    CANDIDATE = "candidate", _("Candidate withdrew")
    NEITHER = "neither", _("Neither")
    RESEARCHER = "researcher", _("After start")


STATUS_OF_PARTY = {
    Party.CENTRE: Status.REJECTED,
    Party.CANDIDATE: Status.WITHDRAWN,
    Party.NEITHER: Status.CLOSED,
}


class StepKind(models.TextChoices):
    ENTRY = "entry", _("Entered")
    ADVANCE = "advance", _("Advanced")
    RETURN = "return", _("Returned")
    CORRECTION = "correction", _("Corrected")
    CLOSE = "close", _("Closed")
    REOPEN = "reopen", _("Reopened")
