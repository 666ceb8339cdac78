"""Every field that holds something about a person: what for, who meets it, how long, what erasure
does with it. `docs/privacy.md` is made of it; a test fails for a field of these tables in no row.

Links from row to row are left out: what they lead to has a row of its own. Nothing is deleted by
the clock but where `kept` says so, and a candidate is deleted by no page yet: `erase` (erasing.py),
called in the shell, does what `fate` says, and a test keeps that true.
"""

from recruitment.privacy.applicants import APPLICANTS
from recruitment.privacy.kinds import HEADS, KEEPERS, NOBODY, OFFICE, STAFF, Fate, Held

STANDS, STAYS = Fate.STANDS, Fate.STAYS
EMPLOYED = "As long as the centre counts who it trained."
COUNT = "To count who started against the target, and to follow them until they leave."
ACCOUNT = "As long as the account."
ACCOUNTS = "To let colleagues in, and to say who did what."

RESEARCHERS: dict[str, tuple[Held, ...]] = {
    "recruitment.Enrolment": (
        Held("started_on first_started_on months left_on", COUNT, OFFICE, STANDS, EMPLOYED),
    ),
    "recruitment.CareerStep": (
        Held("change on until note recorded_at taken_back_at", COUNT, OFFICE, STANDS, EMPLOYED),
    ),
    "recruitment.Supervision": (
        Held("role started_on ended_on", COUNT, OFFICE, STANDS, EMPLOYED),
    ),
    "recruitment.Placement": (
        Held("company place topic starts_on ends_on ip_agreed_on ip_agreement recorded_at",
             "To plan time at the partner.", OFFICE, STANDS, EMPLOYED),
    ),
    "recruitment.Destination": (
        Held("employer sector country as_of", "To see where people go.", OFFICE, STANDS, EMPLOYED),
    ),
    "recruitment.Award": (
        Held("source from_month to_month kind amount currency text", "To pay them, month by month.",
             OFFICE, STANDS, EMPLOYED),
    ),
    "recruitment.Opening": (
        Held("status starts_on", "To know whose seat is taken.", OFFICE, STANDS, EMPLOYED),
    ),
}  # fmt: skip
COLLEAGUES: dict[str, tuple[Held, ...]] = {
    "centre.User": (
        Held("email name is_superuser is_staff is_active date_joined last_login", ACCOUNTS, STAFF,
             STAYS, ACCOUNT),
        Held("password", ACCOUNTS, NOBODY, STAYS, ACCOUNT),
        Held("theme language mails_mentions mails_digest shortcuts", "As they like to work.",
             "Themselves.", STAYS, ACCOUNT),
    ),
    "centre.Membership": (Held("role since", ACCOUNTS, STAFF, STAYS, ACCOUNT),),
    "centre.Supervisor": (
        Held("name native_name capacity retired_on", "To know who supervises whom.", STAFF, STAYS,
             "As long as the centre."),
    ),
    "centre.AccessToken": (
        Held("name scopes created_at expires_at last_used_at revoked_at", "For their programs.",
             "Themselves.", STAYS, ACCOUNT),
    ),
    "recruitment.SavedView": (
        Held("name query", "Their own lists; a query may hold a name they looked for.",
             "Themselves.", STAYS, ACCOUNT),
    ),
}  # fmt: skip
# What does not go along although it may name somebody who is gone.
BESIDE: dict[str, tuple[Held, ...]] = {
    "centre.PrivateLink": (
        Held("purpose subject expires_at revoked_at created_at",
             "To let in candidates and referees: a number, no name.", NOBODY, STAYS,
             "It opens nothing once what it led to is gone."),
    ),
    "auditlog.LogEntry": (
        Held("object_pk object_id object_repr changes changes_text serialized_data "
             "additional_data action timestamp cid remote_addr remote_port actor_email",
             "To show who changed and who took out what.", KEEPERS, STAYS,
             "As long as the centre: it names who was deleted."),
    ),
    "admin.LogEntry": (
        Held("action_time object_id object_repr action_flag change_message",
             "Django's list of one's own last edits.", KEEPERS, STAYS, ACCOUNT),
    ),
    "recruitment.Import": (
        Held("name content choices found problem result rows_read state created_at asked_at "
             "written_at undone_at", "To bring in a list, and to undo that for seven days.",
             "Managers.", STAYS, "Until it is discarded; an imported one stays."),
    ),
    "recruitment.ImportedRow": (
        Held("tab number state cells problems alike is_asked made kept", "As the import.",
             "Managers.", STAYS, "As the import."),
    ),
    "recruitment.ExportFile": (
        Held("what query form name title narrowed rows people asked_at done made_at failed_at "
             "problem size expires_at", "To hand out a file, and to know who took it.",
             "Whoever asked for it.", STAYS, "30 days; the dossier of one goes with them."),
    ),
    "recruitment.ExportPart": (
        Held("number content", "The file itself.", "Whoever asked for it.", STAYS, "A day."),
    ),
    "recruitment.KeyedAnswer": (
        Held("asked status body headers made_at", "To repeat an answer a program lost.",
             "The program that asked.", STAYS, "A day."),
    ),
    "recruitment.Report": (
        Held("data publisher year quarter status on known_at created_at published_at",
             "What the sponsor was told: counts, small groups hidden, and names of staff.",
             f"{HEADS} Industry viewers, once published.", STAYS, "As long as the centre."),
    ),
    "recruitment.ReportFile": (
        Held("content of asked_at made_at", "The same as PDF.", HEADS, STAYS,
             "As long as the report."),
    ),
    "django_tasks_database.DBTaskResult": (
        Held("status args_kwargs return_value traceback exception_class_path",
             "Work under way, by numbers; a fault may quote what it stumbled over.",
             "The system administrator.", STAYS, "30 days after it ended."),
    ),
}  # fmt: skip
PERSONAL = APPLICANTS | RESEARCHERS | COLLEAGUES | BESIDE

# In these tables, fields that tell nothing of anybody: counters, keys, what a program works with.
TELLS_NOTHING = frozenset([
    "token", "version", "revision", "sequence", "saves", "job", "key", "sha256", "cause",
    "message_id", "mail_id", "digest", "hint", "form", "tries", "next_try_at", "asked",
    "enqueued_at", "started_at", "finished_at", "priority", "task_path", "worker_ids",
    "queue_name", "backend_name", "run_after", "id", "round",
])  # fmt: skip
# Tables about the centre, not about anybody in it.
OF_THE_CENTRE = frozenset([
    "centre.Centre", "centre.PartnerInstitution", "centre.ResearchArea", "centre.Agreement",
    "centre.Target", "centre.PlannedIntake", "centre.PlannedArea", "centre.ExchangeRate",
    "centre.CostRate", "centre.LedgerEntry", "recruitment.Track", "recruitment.Source",
    "recruitment.Position", "recruitment.Intake", "recruitment.Pipeline", "recruitment.Stage",
    "recruitment.DispositionReason", "recruitment.StageTally", "recruitment.FundingBasis",
    "recruitment.Criterion", "recruitment.DocumentKind", "recruitment.Requirement",
    "recruitment.PlacementPlan", "recruitment.Webhook", "recruitment.ColumnMatch",
    "recruitment.MailText", "recruitment.ApprovalGroup",
])  # fmt: skip
# These hold nothing but links to those beside them.
LINKS_ALONE = frozenset(["recruitment.Researcher", "recruitment.Slot"])
