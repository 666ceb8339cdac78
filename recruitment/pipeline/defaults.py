"""What a new centre starts with: tracks, stages, reasons, sources. Staff edit them afterwards.

Stages, prior rates and days: the manual's default pipelines; the rates are assumptions.
"""

from centre.targets.models import TrackKind
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.kinds import StageKind as K

# (name, kind, prior pass rate, prior median days, limit in days)
DOCTORAL = [
    ("Prospect", K.LEAD, None, None, None),
    ("Enquiry", K.LEAD, "0.35", 30, 45),
    ("Submitted", K.APPLIED, "0.85", 14, 21),
    ("Eligibility check", K.SCREEN, "0.85", 7, 14),
    ("Supervisor review", K.REVIEW, "0.35", 21, 28),
    ("Interview", K.INTERVIEW, "0.80", 14, 21),
    ("Committee decision", K.DECISION, "0.45", 14, 21),
    ("Offer approval", K.OFFER_APPROVAL, "0.95", 10, 14),
    ("Offer out", K.OFFER, "0.75", 14, 21),
    ("Pre-arrival", K.PRE_START, "0.92", 63, 90),
    ("Enrolled", K.STARTED, None, None, None),
]
POSTDOC = [
    ("Sourced", K.LEAD, None, None, None),
    ("Applied", K.APPLIED, None, 7, 14),
    ("Screen", K.SCREEN, "0.60", 7, 14),
    ("PI review", K.REVIEW, "0.30", 14, 21),
    ("Panel interview", K.INTERVIEW, "0.50", 14, 21),
    ("References", K.REFERENCES, "0.90", 10, 14),
    ("Selection and salary approval", K.DECISION, "0.95", 14, 21),
    ("Offer out", K.OFFER, "0.80", 10, 14),
    ("Work visa and checks", K.PRE_START, "0.95", 35, 50),
    ("Appointed", K.STARTED, None, None, None),
]
STAGES: dict[str, list] = {
    TrackKind.DOCTORAL: DOCTORAL,
    TrackKind.POSTDOC: POSTDOC,
    TrackKind.OTHER: DOCTORAL,
}
TRACKS = [
    (TrackKind.DOCTORAL, "doctoral", "Doctoral", "PhD"),
    (TrackKind.POSTDOC, "postdoc", "Postdoctoral", "Postdoctoral researcher"),
]
# {kind of a stage: the e-mail one may send to whoever comes there}
TOLD_WITH = {
    K.APPLIED: "received",
    K.REVIEW: "considered",
    K.INTERVIEW: "shortlisted",
}
SOURCES = [
    "Open call", "Supervisor referral", "Conference", "Partner company", "Predecessor laboratory",
    "University partner", "Other",
]  # fmt: skip
NOT_RECORDED = "not-recorded"
# Codes of reasons that not everybody may leave by.
FAILED_CONFIRMATION, DEREGISTERED, GRADUATED = "academic", "deregistered", "graduated"
CONTRACT_ENDED, RESIGNED = "contract-ended", "resigned"
REASONS = {
    Party.CENTRE: [
        ("not-eligible", "Not eligible (degree or class)"),
        ("english", "English requirement not met"),
        ("incomplete", "Incomplete by the deadline"),
        ("research-fit", "Research fit"),
        ("no-capacity", "No supervisor capacity"),
        ("academic-record", "Academic record"),
        ("research-potential", "Research potential"),
        ("interview", "Interview outcome"),
        ("references", "References"),
        ("weaker", "Weaker than other applicants"),
        ("no-seat", "No seat left this intake"),
        ("no-funding", "Funding not secured"),
        ("credentials", "Credentials not verified"),
        ("clearance", "Clearance refused"),
        ("condition", "Condition not met"),
        ("integrity", "Conflict of interest or integrity"),
        ("duplicate", "Duplicate"),
        (NOT_RECORDED, "Reason not recorded"),
    ],
    Party.CANDIDATE: [
        ("other-phd", "Accepted another PhD"),
        ("industry-job", "Accepted an industry job"),
        ("other-funding", "Accepted other funding"),
        ("pay", "Stipend or salary too low"),
        ("family", "Location or family"),
        ("topic", "Supervisor or topic change"),
        ("timing", "Timing: wants a later intake"),
        ("visa", "Visa or travel"),
        ("no-response", "No response"),
        ("personal", "Personal"),
        ("no-reason", "No reason given"),
    ],
    Party.NEITHER: [
        ("position-cancelled", "Position cancelled"),
        ("funding-withdrawn", "Funding withdrawn"),
        ("moved-opening", "Moved to another opening"),
        ("entered-in-error", "Entered in error"),
        ("offer-lapsed", "Offer lapsed"),
        ("erasure", "Erasure request"),
    ],
    Party.RESEARCHER: [
        (FAILED_CONFIRMATION, "Academic (failed confirmation)"),
        ("supervision", "Supervision"),
        ("health", "Health"),
        ("financial", "Financial"),
        ("job-offer", "Job offer"),
        ("transfer", "Transfer out"),
        (DEREGISTERED, "De-registered"),
        ("other", "Other"),
        (GRADUATED, "Graduated"),
        (CONTRACT_ENDED, "Contract ended"),
        (RESIGNED, "Resigned"),
    ],
}
# Month and day of the intakes a year has, and the deadline of each before it.
INTAKES = [("January", 1, 5), ("May", 5, 5), ("September", 9, 1)]
