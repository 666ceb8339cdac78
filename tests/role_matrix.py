"""Who gets what, for every address and method: the one declared table. A test walks it.

A row holds the answers of nine people, in this order: nobody (signed out), director, manager,
supervisor with people of their own, supervisor without, panel member, industry viewer, system
administrator without a role, manager of another centre. Posts are empty, so "ok" means that the
person was let in: a form came back, or it was done. "in" is the way to the sign-in page.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

YEAR = datetime.now(ZoneInfo("Asia/Hong_Kong")).year  # which even the newest centre has

PEOPLE = [
    "nobody", "director", "manager", "supervisor", "idle", "panel", "industry", "root", "outsider",
]  # fmt: skip

# People:            nobody dir  man  sup  idle panel ind  root outsider
EVERYBODY = "         ok     ok   ok   ok   ok   ok   ok   ok   ok "
SIGNED_IN = "         in     ok   ok   ok   ok   ok   ok   ok   ok "
LISTS = "             in     ok   ok   ok   ok   ok   403  403  ok "
WORKING = "           in     ok   ok   ok   ok   403  403  403  ok "
ADDING = "            in     403  ok   ok   ok   403  403  403  ok "
HEADS = "             in     ok   ok   403  403  403  403  403  ok "
KEEPING = "           in     403  ok   403  403  403  403  403  ok "
# One row of the centre: who cannot see it does not learn that it exists.
OWN_SEEN = "          in     ok   ok   ok   404  404  404  404  404"
OWN_EDITED = "        in     403  ok   ok   404  404  404  404  404"
OWN_ASSIGNED = "      in     ok   ok   403  404  404  404  404  404"
ROW_KEPT = "          in     403  ok   403  403  403  403  404  404"
ROW_SEEN = "          in     ok   ok   ok   ok   403  403  404  404"
ROW_OF_HEADS = "      in     ok   ok   403  403  403  403  404  404"
OWN_KEPT = "          in     403  ok   403  404  404  404  404  404"
# A file on its way in names everybody in it: the managers of its centre alone meet it.
OWN_FILE = "          in     404  ok   404  404  404  404  404  404"
# Tells of two people at once: for those who see everybody.
PAIR = "              in     ok   ok   404  404  404  404  404  404"
# An interview: supervisor and panel member sit on it.
SAT_ON = "            in     ok   ok   ok   404  ok   404  404  404"
SCORED = "            in     404  403  ok   404  ok   404  404  404"
SAT_ON_KEPT = "       in     ok   ok   403  404  403  404  404  404"
# Reports: also the industry viewer, once they are published.
TOLD = "              in     ok   ok   403  403  403  ok   403  ok "
TOLD_ONE = "          in     ok   ok   403  403  403  ok   403  404"
# The address has the other method alone.
OTHER_WAY = "        in     405  405  405  405  405  405  405  405"
# Whoever holds a role that reads figures may let a program read them.
ACTING = "            in     ok   ok   ok   ok   403  ok   403  ok "
GONE = "              404    404  404  404  404  404  404  404  404"
NEVER = "             405    405  405  405  405  405  405  405  405"

# {name: (arguments, answers to GET and HEAD, answers to POST)}
MATRIX = {
    "dashboard": ({}, SIGNED_IN, OTHER_WAY),
    "figures": ({}, HEADS, OTHER_WAY),
    "forecast": ({}, WORKING, OTHER_WAY),
    "forecast-json": ({}, WORKING, OTHER_WAY),
    "candidates": ({}, LISTS, OTHER_WAY),
    "candidates-filters": ({}, LISTS, OTHER_WAY),
    "candidates-columns": ({}, LISTS, OTHER_WAY),
    "saved-view-add": ({}, LISTS, LISTS),
    "saved-view-delete": ({"pk": "view"}, OTHER_WAY, "in 404 ok 404 404 404 403 403 404"),
    "applications-bulk": ({}, OTHER_WAY, WORKING),
    "applications-bulk-undo": ({}, OTHER_WAY, WORKING),
    "candidate-add": ({}, ADDING, ADDING),
    "candidate-duplicates": ({}, ADDING, OTHER_WAY),
    "candidate": ({"pk": "candidate"}, OWN_SEEN, OTHER_WAY),
    "candidate-note": ({"pk": "candidate"}, OTHER_WAY, OWN_SEEN),
    "candidate-edit": ({"pk": "candidate"}, OWN_EDITED, OWN_EDITED),
    "application-add": ({"pk": "candidate"}, OWN_EDITED, OWN_EDITED),
    "documents-add": ({"pk": "candidate"}, OWN_EDITED, OWN_EDITED),
    "document-waive": ({"pk": "application", "kind": "asked"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "document-want": ({"pk": "application", "kind": "asked"}, OTHER_WAY, OWN_ASSIGNED),
    "document": ({"pk": "document"}, OWN_SEEN, OTHER_WAY),
    "document-file": ({"pk": "version"}, OWN_SEEN, OTHER_WAY),
    "document-shown": ({"pk": "version"}, OWN_SEEN, OTHER_WAY),
    "document-version": ({"pk": "document"}, OWN_EDITED, OWN_EDITED),
    "document-edit": ({"pk": "document"}, OWN_EDITED, OWN_EDITED),
    "document-remove": ({"pk": "document"}, OTHER_WAY, OWN_EDITED),
    "document-restore": ({"pk": "document"}, OTHER_WAY, OWN_EDITED),
    "referee-add": ({"pk": "application"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "referee-edit": ({"pk": "referee"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "referee-ask": ({"pk": "referee"}, OTHER_WAY, OWN_ASSIGNED),
    "referee-file": ({"pk": "referee"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "referee-waive": ({"pk": "referee"}, OTHER_WAY, OWN_ASSIGNED),
    "referee-want": ({"pk": "referee"}, OTHER_WAY, OWN_ASSIGNED),
    "referee-letter": ({"pk": "referee"}, OWN_SEEN, OTHER_WAY),
    "referee-letter-file": ({"pk": "referee"}, OWN_SEEN, OTHER_WAY),
    "referee-letter-shown": ({"pk": "referee"}, OWN_SEEN, OTHER_WAY),
    # Behind a private link, which none of them has opened.
    "reference": ({"link": 1}, GONE, GONE),
    "duplicates": ({}, HEADS, OTHER_WAY),
    "not-same": ({"pk": "candidate", "other": "twin"}, OTHER_WAY, OWN_ASSIGNED),
    "candidate-merge": ({"pk": "candidate", "other": "twin"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "merge-undo": ({"pk": "merge"}, OTHER_WAY, PAIR),
    "not-same-undo": ({"pk": "pair"}, OTHER_WAY, PAIR),
    "application": ({"pk": "application"}, OWN_SEEN, OTHER_WAY),
    "application-move": ({"pk": "application"}, OWN_SEEN, OWN_SEEN),
    "application-tell": ({"pk": "application"}, OWN_SEEN, OWN_SEEN),
    "application-close": ({"pk": "application"}, OWN_SEEN, OWN_SEEN),
    "application-reopen": ({"pk": "application"}, OWN_SEEN, OWN_SEEN),
    "application-correct": ({"pk": "application"}, OWN_SEEN, OWN_SEEN),
    "application-undo": ({"pk": "application"}, OTHER_WAY, OWN_SEEN),
    "application-assign": ({"pk": "application"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "emails": ({}, HEADS, OTHER_WAY),
    "emails-write": ({}, OTHER_WAY, WORKING),
    "emails-release": ({}, OTHER_WAY, HEADS),
    "email-settle": ({"pk": "email", "verb": "again"}, OTHER_WAY, OWN_ASSIGNED),
    "email-add": ({"pk": "candidate"}, OWN_SEEN, OWN_SEEN),
    "interviews": ({}, LISTS, OTHER_WAY),
    "interview": ({"pk": "interview"}, SAT_ON, OTHER_WAY),
    # Of somebody in anonymous review alone; theirs is not.
    "interview-file": (
        {"pk": "interview", "version": "version"},
        "in 404 404 404 404 404 404 404 404",
        OTHER_WAY,
    ),
    "interview-add": ({"pk": "application"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "decision-add": ({"pk": "application"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "decision": ({"pk": "decision"}, PAIR, PAIR),
    "decision-tell": ({"pk": "decision"}, PAIR, PAIR),
    "decision-pdf": ({"pk": "decision"}, PAIR, OTHER_WAY),
    "interview-slots": ({"pk": "interview"}, SAT_ON_KEPT, SAT_ON_KEPT),
    "slot-take-back": ({"pk": "interview", "slot": "slot"}, OTHER_WAY, SAT_ON_KEPT),
    "slot-offer-back": ({"pk": "interview", "slot": "slot"}, OTHER_WAY, SAT_ON_KEPT),
    "slot-choose": ({"link": 1}, GONE, GONE),  # without the link that leads there
    "scorecard": ({"pk": "interview"}, SCORED, SCORED),
    "scorecard-conflict": ({"pk": "interview"}, OTHER_WAY, SCORED),
    # Nobody on theirs declared one.
    "conflict-take-back": (
        {"pk": "interview", "member": "interview"},
        "in 404 404 403 404 403 404 404 404",
        "in 404 404 403 404 403 404 404 404",
    ),
    "scorecards-open": (
        {"pk": "interview"},
        OTHER_WAY,
        "in ok 403 403 404 403 404 404 404",
    ),
    "interview-edit": ({"pk": "interview"}, SAT_ON_KEPT, SAT_ON_KEPT),
    "interview-cancel": ({"pk": "interview"}, SAT_ON_KEPT, SAT_ON_KEPT),
    "board": ({}, WORKING, OTHER_WAY),
    "openings": ({}, WORKING, OTHER_WAY),
    "seats": ({}, WORKING, OTHER_WAY),
    "opening-add": ({}, KEEPING, KEEPING),
    "opening": ({"pk": "opening"}, ROW_SEEN, OTHER_WAY),
    "opening-close": ({"pk": "opening"}, OTHER_WAY, ROW_KEPT),
    "opening-reopen": ({"pk": "opening"}, OTHER_WAY, ROW_KEPT),
    "intake-add": ({}, KEEPING, KEEPING),
    "intake": ({"pk": "intake"}, ROW_SEEN, OTHER_WAY),
    "intake-retire": ({"pk": "intake"}, OTHER_WAY, ROW_KEPT),
    "intake-edit": ({"pk": "intake"}, ROW_KEPT, ROW_KEPT),
    "offers": ({}, WORKING, OTHER_WAY),
    "offer-add": ({"pk": "application"}, OWN_KEPT, OWN_KEPT),
    "offer": ({"pk": "offer"}, OWN_SEEN, OTHER_WAY),
    "offer-letter": ({"pk": "offer"}, OWN_SEEN, OWN_SEEN),
    # Drawn by a job once the offer is sent; theirs is a draft.
    "offer-letter-pdf": ({"pk": "offer"}, "in 404 404 404 404 404 404 404 404", OTHER_WAY),
    # Behind a private link, which none of them has opened.
    "offer-answer": ({"link": 1}, GONE, GONE),
    "offer-answer-letter": ({"link": 1}, GONE, NEVER),
    "offer-edit": ({"pk": "offer"}, OWN_KEPT, OWN_KEPT),
    "offer-do": ({"pk": "offer", "verb": "rescind"}, OWN_ASSIGNED, OWN_ASSIGNED),
    "condition-add": ({"pk": "offer"}, OWN_KEPT, OWN_KEPT),
    "condition-edit": ({"pk": "condition"}, OWN_KEPT, OWN_KEPT),
    "condition-delete": ({"pk": "condition"}, OTHER_WAY, OWN_KEPT),
    "researchers": ({}, WORKING, OTHER_WAY),
    "researcher": ({"pk": "researcher"}, OWN_SEEN, OTHER_WAY),
    "enrolment-edit": ({"pk": "enrolment"}, OWN_KEPT, OWN_KEPT),
    "enrolment-return": ({"pk": "enrolment"}, OTHER_WAY, OWN_KEPT),
    "career-step-add": ({"pk": "enrolment"}, OWN_KEPT, OWN_KEPT),
    "career-step-take-back": ({"pk": "career_step"}, OTHER_WAY, OWN_KEPT),
    "supervision-add": ({"pk": "enrolment"}, OWN_KEPT, OWN_KEPT),
    "supervision-edit": ({"pk": "supervision"}, OWN_KEPT, OWN_KEPT),
    "supervision-delete": ({"pk": "supervision"}, OTHER_WAY, OWN_KEPT),
    "placements": ({}, WORKING, OTHER_WAY),
    "tasks": ({}, LISTS, OTHER_WAY),
    "tasks-count": ({}, LISTS, OTHER_WAY),
    "colleagues": ({"pk": "candidate"}, OWN_SEEN, OTHER_WAY),
    "task-add": ({}, LISTS, LISTS),
    "task-edit": ({"pk": "task"}, OWN_SEEN, OWN_SEEN),
    "task-do": ({"pk": "task", "verb": "done"}, OTHER_WAY, OWN_SEEN),
    "placement-plan": ({"pk": "track"}, ROW_KEPT, ROW_KEPT),
    "placement-add": ({"pk": "enrolment"}, OWN_KEPT, OWN_KEPT),
    "placement-edit": ({"pk": "placement"}, OWN_KEPT, OWN_KEPT),
    "placement-delete": ({"pk": "placement"}, OTHER_WAY, OWN_KEPT),
    "destination-add": ({"pk": "researcher"}, OWN_KEPT, OWN_KEPT),
    "destination-edit": ({"pk": "destination"}, OWN_KEPT, OWN_KEPT),
    "destination-delete": ({"pk": "destination"}, OTHER_WAY, OWN_KEPT),
    "reports": ({}, TOLD, OTHER_WAY),
    "report-add": ({}, HEADS, HEADS),
    "report": ({"period": "published"}, TOLD_ONE, OTHER_WAY),
    "report-publish": (
        {"period": "published"},
        "in ok 403 403 403 403 403 403 403",
        "in ok 403 403 403 403 403 403 403",
    ),
    "report-delete": ({"period": "published"}, OTHER_WAY, "in ok ok 403 403 403 403 403 404"),
    "report-pdf-made": ({"period": "published"}, TOLD_ONE, TOLD_ONE),
    "report-pdf": ({"period": "published"}, TOLD_ONE, OTHER_WAY),
    "report-xlsx": ({"period": "published"}, TOLD_ONE, OTHER_WAY),
    "monitoring": ({"year": YEAR}, HEADS, OTHER_WAY),
    "monitoring-xlsx": ({"year": YEAR}, HEADS, OTHER_WAY),
    "monitoring-csv": ({"year": YEAR}, HEADS, OTHER_WAY),
    "talent-flow": ({}, WORKING, OTHER_WAY),
    "flow-places": ({}, ADDING, OTHER_WAY),
    "flow-place": ({"pk": "degree"}, OWN_EDITED, OWN_EDITED),
    "funding": ({}, WORKING, OTHER_WAY),
    "funding-basis": ({}, KEEPING, KEEPING),
    "ledger-add": ({}, KEEPING, KEEPING),
    "ledger-edit": ({"pk": "entry"}, ROW_KEPT, ROW_KEPT),
    "award-add": ({"pk": "researcher"}, OWN_KEPT, OWN_KEPT),
    "award-edit": ({"pk": "award"}, OWN_KEPT, OWN_KEPT),
    "award-delete": ({"pk": "award"}, OTHER_WAY, OWN_KEPT),
    "settings": ({}, HEADS, OTHER_WAY),
    "settings-centre-edit": ({}, KEEPING, KEEPING),
    "settings-stage-add": ({}, KEEPING, KEEPING),
    "settings-stage": ({"pk": "stage"}, ROW_KEPT, ROW_KEPT),
    "settings-stage-do": ({"pk": "stage", "verb": "retire"}, OTHER_WAY, ROW_KEPT),
    "settings-target-add": ({}, HEADS, HEADS),
    "settings-target": ({"pk": "target"}, ROW_OF_HEADS, ROW_OF_HEADS),
    "settings-plan": ({"pk": "target"}, ROW_OF_HEADS, ROW_OF_HEADS),
    "settings-area-plan": ({"pk": "target"}, ROW_OF_HEADS, ROW_OF_HEADS),
    "settings-webhook-add": ({}, HEADS, HEADS),
    "settings-webhook": ({"pk": "webhook"}, ROW_OF_HEADS, ROW_OF_HEADS),
    "settings-webhook-delete": ({"pk": "webhook"}, OTHER_WAY, ROW_OF_HEADS),
    "settings-email-text": ({"kind": "rejection", "language": "en"}, KEEPING, KEEPING),
    "settings-email-text-reset": ({"pk": "text"}, OTHER_WAY, ROW_KEPT),
    "settings-section": ({"slug": "sources"}, HEADS, OTHER_WAY),
    "settings-row-add": ({"slug": "sources"}, KEEPING, KEEPING),
    "settings-row": ({"slug": "sources", "pk": "source"}, ROW_KEPT, ROW_KEPT),
    "settings-row-retire": ({"slug": "sources", "pk": "source"}, OTHER_WAY, ROW_KEPT),
    "settings-kind-look-through": ({"pk": "document_kind"}, OTHER_WAY, ROW_KEPT),
    "settings-row-delete": ({"slug": "sources", "pk": "source"}, OTHER_WAY, ROW_KEPT),
    "imports": ({}, KEEPING, KEEPING),
    "import-template": ({}, KEEPING, OTHER_WAY),
    "import": ({"pk": "import"}, OWN_FILE, OTHER_WAY),
    "import-columns": ({"pk": "import"}, OWN_FILE, OWN_FILE),
    "import-encoding": ({"pk": "import"}, OWN_FILE, OWN_FILE),
    "import-rows": ({"pk": "import"}, OWN_FILE, OTHER_WAY),
    "import-mend": ({"pk": "import"}, OTHER_WAY, OWN_FILE),
    "import-decide": ({"pk": "import"}, OTHER_WAY, OWN_FILE),
    "import-run": ({"pk": "import"}, OTHER_WAY, OWN_FILE),
    "import-result": ({"pk": "import"}, OWN_FILE, OTHER_WAY),
    "import-rejected": ({"pk": "import"}, OWN_FILE, OTHER_WAY),
    "import-undo": ({"pk": "import"}, OTHER_WAY, OWN_FILE),
    "import-again": ({"pk": "import"}, OTHER_WAY, OWN_FILE),
    "import-discard": ({"pk": "import"}, OTHER_WAY, OWN_FILE),
    "api-help": ({}, SIGNED_IN, OTHER_WAY),
    "calendar": ({"secret": "cohort_worn-out"}, GONE, NEVER),
    "account": ({}, SIGNED_IN, OTHER_WAY),
    "account-mail": ({}, OTHER_WAY, SIGNED_IN),
    "token-add": ({}, ACTING, ACTING),
    "calendar-add": ({}, LISTS, LISTS),
    "token-revoke": ({"pk": "token"}, OTHER_WAY, "in 404 ok 404 404 404 404 404 404"),
    "list-export": ({"what": "candidates"}, HEADS, HEADS),
    "candidate-dossier": (
        {"pk": "candidate"},
        "in ok ok 403 404 404 404 404 404",
        "in ok ok 403 404 404 404 404 404",
    ),
    "centre-export": ({}, HEADS, HEADS),
    # Asked for by the manager, and theirs alone.
    "export": ({"pk": "export"}, OWN_FILE, OWN_FILE),
    "export-file": ({"pk": "export"}, OWN_FILE, OTHER_WAY),
    "more": ({}, SIGNED_IN, OTHER_WAY),
    "help": ({}, SIGNED_IN, OTHER_WAY),
    "centre-switch": ({}, OTHER_WAY, SIGNED_IN),
    "preferences": ({}, NEVER, EVERYBODY),
    # Where e-mails are kept in a folder, the system administrator reads them.
    "sent-mail": ({}, GONE.replace("404", "in", 1), OTHER_WAY),
    "private-link": ({"token": "worn-out"}, GONE, GONE),
    "private-link-renew": ({}, NEVER, EVERYBODY),
    "account_login": ({}, EVERYBODY, EVERYBODY),
    "account_logout": ({}, SIGNED_IN, "in in in in in in in in in"),
    "account_reauthenticate": ({}, SIGNED_IN, SIGNED_IN),
    "account_change_password": ({}, SIGNED_IN, SIGNED_IN),
    "account_set_password": ({}, SIGNED_IN, SIGNED_IN),
    "account_reset_password": ({}, EVERYBODY, EVERYBODY),
    "account_reset_password_done": ({}, EVERYBODY, NEVER),
    "account_reset_password_from_key": (
        {"uidb36": "1", "key": "set-password"},
        EVERYBODY,
        EVERYBODY,
    ),
    "account_reset_password_from_key_done": ({}, EVERYBODY, NEVER),
}

# People, by their tokens:  nobody dir  man  sup  idle panel ind  root outsider
BY_ALL = "                  ok     ok   ok   ok   ok   ok   ok   ok   ok "
BY_SEEING = "               401    ok   ok   ok   ok   ok   403  401  ok "
BY_WORKING = "              401    ok   ok   ok   ok   403  403  401  ok "
BY_ADDING = "               401    403  ok   ok   ok   403  403  401  ok "
BY_HEADS = "                401    ok   ok   403  403  403  403  401  ok "
BY_KEEPERS = "              401    403  ok   403  403  403  403  401  ok "
ITS_OWN = "                 401    ok   ok   ok   404  404  403  401  404"
ITS_OWN_EDITED = "          401    403  ok   ok   404  403  403  401  404"
ITS_OWN_MOVED = "           401    ok   ok   ok   404  403  403  401  404"
ITS_OWN_RESEARCHER = "      401    ok   ok   ok   404  403  403  401  404"
ITS_OWN_OFFER = "           401    ok   ok   ok   404  403  403  401  404"
ITS_SEATS = "               401    ok   ok   ok   ok   403  403  401  404"
ITS_FILE = "                401    403  ok   403  403  403  403  401  404"
ITS_REPORT = "              401    ok   ok   403  403  403  ok   401  404"
ABSENT = "                  401    405  405  405  405  405  405  401  405"

# {name: (arguments, answers to GET, to POST, to PATCH)}; a cookie opens none of them.
API = {
    "candidates": ({}, BY_SEEING, BY_ADDING, ABSENT),
    "candidate": ({"pk": "candidate"}, ITS_OWN, ABSENT, ITS_OWN_EDITED),
    "applications": ({}, BY_SEEING, BY_ADDING, ABSENT),
    "application": ({"pk": "application"}, ITS_OWN, ABSENT, ABSENT),
    "application-moves": ({"pk": "application"}, ITS_OWN_MOVED, ITS_OWN_MOVED, ABSENT),
    "moves": ({}, BY_WORKING, ABSENT, ABSENT),
    "documents": ({}, BY_SEEING, ABSENT, ABSENT),
    "document-file": ({"pk": "version"}, ITS_OWN, ABSENT, ABSENT),
    "openings": ({}, BY_WORKING, ABSENT, ABSENT),
    "opening": ({"pk": "opening"}, ITS_SEATS, ABSENT, ABSENT),
    "intakes": ({}, BY_WORKING, ABSENT, ABSENT),
    "intake": ({"pk": "intake"}, ITS_SEATS, ABSENT, ABSENT),
    "researchers": ({}, BY_WORKING, ABSENT, ABSENT),
    "researcher": ({"pk": "researcher"}, ITS_OWN_RESEARCHER, ABSENT, ABSENT),
    "offers": ({}, BY_WORKING, ABSENT, ABSENT),
    "offer": ({"pk": "offer"}, ITS_OWN_OFFER, ABSENT, ABSENT),
    "vocabulary": ({}, BY_WORKING, ABSENT, ABSENT),
    "progress": ({}, BY_HEADS, ABSENT, ABSENT),
    "published": ({}, ITS_REPORT, ABSENT, ABSENT),
    "imports": ({}, BY_KEEPERS, BY_KEEPERS, ABSENT),
    "import": ({"pk": "import"}, ITS_FILE, ABSENT, ABSENT),
    "import-run": ({"pk": "import"}, ABSENT, ITS_FILE, ABSENT),
    "schema": ({}, BY_ALL, ABSENT.replace("401", "405"), ABSENT.replace("401", "405")),
}

ADMIN = {
    "index": [],
    "jsi18n": [],
    "autocomplete": [],
    "password_change": [],
    "password_change_done": [],
}


def by_area(names):
    """[[names that begin alike]]: a world of its own for each address would take most of the time
    of a sweep."""
    areas = {}
    for name in names:
        areas.setdefault(re.split("[-_]", name)[0], []).append(name)
    return list(areas.values())


def area_of(names):
    """What a group of `by_area` is called."""
    return re.split("[-_]", names[0])[0]
