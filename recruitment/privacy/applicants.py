"""What is held about applicants, table by table. All of it goes with the candidate."""

from recruitment.privacy.kinds import (
    HEADS,
    LETTERS,
    NAMED,
    NOBODY,
    OFFICE,
    PANEL,
    SEALED,
    Held,
)

FIND = "To tell apart and to find who applied, and to reach them."
JUDGE = "To judge the application."
FOLLOW = "To know where the application stands, and how it came there."
PROMISE = "To promise a place with its terms, and to show what was promised."
TELL = "To tell the candidate, and to know what they were told."
WORK = "So that what is to be done for them is done."

APPLICANTS: dict[str, tuple[Held, ...]] = {
    "recruitment.Candidate": (
        Held("full_name native_name preferred_name email other_emails phone home_pages "
             "sort_name", FIND, NAMED),
        Held("orcid current_place", JUDGE, NAMED),
        Held("nationality", "For visas, and for figures that hide small groups.", NAMED),
        Held("language", "To write to them in their language.", NAMED),
        Held("no_contact_on", "Not to write to somebody who may not be written to.", NAMED),
        Held("no_contact_reason", "Why somebody may not be written to.", OFFICE),
        Held("created_at updated_at", FOLLOW, NAMED),
    ),
    "recruitment.CandidateKey": (
        Held("kind", "To find one who is here already: names, addresses, degrees.", NOBODY),
    ),
    "recruitment.EducationRecord": (
        Held("level institution country field started ended", JUDGE, PANEL),
    ),
    "recruitment.Note": (Held("text mentioned created_at", JUDGE, OFFICE),),
    "recruitment.Task": (
        Held("what due_on made_at done_at taken_back_at", WORK, f"{OFFICE} Whoever is to do it."),
    ),
    "recruitment.NotSame": (Held("said_at", FIND, HEADS),),
    "recruitment.Merge": (
        Held("gone gone_name gone_researcher before not_chosen at undone_at",
             "To undo a merge within seven days, and to find who was merged.", HEADS),
    ),
    "recruitment.Application": (
        Held("next_step next_step_on", WORK, NAMED),
        Held("status entered_stage_at set_aside created_at", FOLLOW, PANEL),
    ),
    "recruitment.StageTransition": (
        Held("sequence kind from_status to_status effective_at recorded_at starts_on "
             "annuls_after", FOLLOW, OFFICE),
        Held("note", "Why it was decided so, in words of the office.", OFFICE),
    ),
    "recruitment.Deferral": (Held("recorded_at", FOLLOW, OFFICE),),
    "recruitment.EnrolmentFact": (Held("started_on left_on recorded_at", FOLLOW, OFFICE),),
    "recruitment.PromisedPay": (
        Held("source from_month to_month amount currency is_accepted", PROMISE, OFFICE),
    ),
    "recruitment.StoredFile": (
        Held("name kind size scan finding scanned_at words kept_at", JUDGE, NAMED),
    ),
    "recruitment.FileText": (Held("words", "To find people by what their CVs say.", NOBODY),),
    "recruitment.Document": (
        Held("created_at removed_at", f"{JUDGE} Passports: for the visa, the office alone.",
             NAMED),
    ),
    "recruitment.Version": (Held("number valid_until", JUDGE, NAMED),),
    "recruitment.Waiver": (
        Held("reason at", "Why the application goes on without a document.", OFFICE),
    ),
    "recruitment.RefereeReport": (
        Held("name email institution language", "To ask a referee for a letter.", LETTERS),
        Held("letter remark", JUDGE, LETTERS),
        Held("due_on state asked_at letters_out reminded_at answered_at created_at", WORK,
             LETTERS),
    ),
    "recruitment.Interview": (
        Held("starts_at minutes candidate_zone place due_at cancelled_at cancel_reason "
             "opened_at created_at", "To meet the candidate.", PANEL),
    ),
    "recruitment.KnownClash": (
        Held("starts_at ends_at", "To know who was to be in two interviews at once.", OFFICE),
    ),
    "recruitment.Rescheduling": (Held("from_at to_at reason at", TELL, PANEL),),
    "recruitment.PanelMember": (
        Held("conflict", "So that nobody judges whom they are tied to.", PANEL),
        Held("conflict_note", "What ties them.", HEADS),
    ),
    "recruitment.Scorecard": (Held("overall evidence saved_at submitted_at", JUDGE, SEALED),),
    "recruitment.Rating": (Held("value evidence is_open", JUDGE, SEALED),),
    "recruitment.Decision": (
        Held("met_on present recommendation votes_for votes_against abstained source source_note "
             "reasons recorded_at", JUDGE, f"{HEADS} Not of whom they would supervise."),
    ),
    "recruitment.Minutes": (Held("content made_at", JUDGE, HEADS),),
    "recruitment.Offer": (
        Held("number state pay amount currency months starts_on expires_on expires_time "
             "expires_zone expires_at language paragraph round chain sent_at reminded_at "
             "answered_at created_at", PROMISE, f"{OFFICE} The candidate, by their link."),
    ),
    "recruitment.OfferLetter": (
        Held("number day words content made_at", PROMISE,
             f"{OFFICE} The candidate, by their link."),
    ),
    "recruitment.FundingPart": (Held("source text amount", PROMISE, OFFICE),),
    "recruitment.Condition": (
        Held("kind text gate due_on state begun_on settled_on valid_until reference in_letter",
             "Visa, degree and the like, before the first day.", OFFICE),
    ),
    "recruitment.OfferEvent": (Held("kind at round group note", PROMISE, OFFICE),),
    "recruitment.Message": (
        Held("kind to to_candidate subject body is_decision is_private state problem created_at "
             "sent_at", TELL,
             f"{OFFICE} Decisions and what is private: director and manager."),
    ),
    "recruitment.MessageFile": (Held("name content_type content", TELL, OFFICE),),
    "recruitment.Reply": (
        Held("sender subject text files_left received_at", "To read what they answer.", OFFICE),
    ),
    "recruitment.Delivery": (
        Held("event state status problem created_at done_at",
             "To tell programs outside of a move, by numbers alone.", HEADS),
    ),
}  # fmt: skip
