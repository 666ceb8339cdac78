"""Door for Django: the models of this app's capabilities."""

from recruitment.api.models import KeyedAnswer
from recruitment.assessment.decisions import Decision, Minutes
from recruitment.assessment.models import Interview, PanelMember, Rescheduling
from recruitment.assessment.scorecards import Criterion, Rating, Scorecard
from recruitment.assessment.slots import KnownClash, Slot
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import (
    Candidate,
    CandidateKey,
    EducationRecord,
    Note,
    SavedView,
)
from recruitment.candidates.pairs import NotSame
from recruitment.documents.models import (
    Document,
    DocumentKind,
    FileText,
    Requirement,
    StoredFile,
    Version,
)
from recruitment.documents.waiving import Waiver
from recruitment.enrolment.careers import CareerStep, Supervision
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.models import Destination, Enrolment, Researcher
from recruitment.exports.models import ExportFile, ExportPart
from recruitment.funding.models import Award, FundingBasis, PromisedPay
from recruitment.hooks.models import Delivery, Webhook
from recruitment.imports.models import ColumnMatch, Import, ImportedRow
from recruitment.messages.models import Message, MessageFile
from recruitment.messages.texts import MailText
from recruitment.offers.models import (
    ApprovalGroup,
    Condition,
    FundingPart,
    Offer,
    OfferEvent,
    OfferLetter,
)
from recruitment.pipeline.models import (
    Application,
    Deferral,
    DispositionReason,
    Pipeline,
    Stage,
    StageTally,
    StageTransition,
)
from recruitment.placements.models import Placement, PlacementPlan
from recruitment.positions.models import Intake, Opening, Position, Source, Track
from recruitment.referees.models import RefereeReport
from recruitment.reports.models import Report, ReportFile
from recruitment.tasks.models import Task

__all__ = [
    "Application",
    "ApprovalGroup",
    "Award",
    "Candidate",
    "CandidateKey",
    "CareerStep",
    "ColumnMatch",
    "Condition",
    "Criterion",
    "Decision",
    "Deferral",
    "Delivery",
    "Destination",
    "DispositionReason",
    "Document",
    "DocumentKind",
    "EducationRecord",
    "Enrolment",
    "EnrolmentFact",
    "ExportFile",
    "ExportPart",
    "FileText",
    "FundingBasis",
    "FundingPart",
    "Import",
    "ImportedRow",
    "Intake",
    "Interview",
    "KeyedAnswer",
    "KnownClash",
    "MailText",
    "Merge",
    "Message",
    "MessageFile",
    "Minutes",
    "NotSame",
    "Note",
    "Offer",
    "OfferEvent",
    "OfferLetter",
    "Opening",
    "PanelMember",
    "Pipeline",
    "Placement",
    "PlacementPlan",
    "Position",
    "PromisedPay",
    "Rating",
    "RefereeReport",
    "Report",
    "ReportFile",
    "Requirement",
    "Rescheduling",
    "Researcher",
    "SavedView",
    "Scorecard",
    "Slot",
    "Source",
    "Stage",
    "StageTally",
    "StageTransition",
    "StoredFile",
    "Supervision",
    "Task",
    "Track",
    "Version",
    "Waiver",
    "Webhook",
]
