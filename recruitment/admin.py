"""Door for Django: the admins of this app's capabilities."""

from recruitment.api import admin as api
from recruitment.assessment import admin as assessment
from recruitment.candidates import admin as candidates
from recruitment.documents import admin as documents
from recruitment.enrolment import admin as enrolment
from recruitment.exports import admin as exports
from recruitment.funding import admin as funding
from recruitment.hooks import admin as hooks
from recruitment.imports import admin as imports
from recruitment.messages import admin as messages
from recruitment.moves import admin as moves
from recruitment.moves import records_admin as records
from recruitment.offers import admin as offers
from recruitment.pipeline import admin as pipeline
from recruitment.placements import admin as placements
from recruitment.positions import admin as positions
from recruitment.referees import admin as referees
from recruitment.reports import admin as reports
from recruitment.tasks import admin as tasks

__all__ = [
    "api", "assessment", "candidates", "documents", "enrolment", "exports", "funding", "hooks",
    "imports", "messages", "moves", "offers", "pipeline", "placements", "positions", "records",
    "referees", "reports", "tasks",
]  # fmt: skip
