"""Every page of the product by the name of its address, over the demo centre."""

from urllib.parse import urlencode

from django.urls import reverse

from centre.accounts.models import User
from centre.money.models import LedgerEntry
from centre.organisation.models import Centre
from recruitment.assessment.models import Interview
from recruitment.candidates.models import Candidate, EducationRecord
from recruitment.documents.models import Document
from recruitment.enrolment.careers import Supervision
from recruitment.enrolment.models import Destination, Enrolment
from recruitment.funding.models import Award
from recruitment.imports import actions
from recruitment.offers.models import Condition
from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Application, Stage
from recruitment.placements.models import Placement
from recruitment.positions.models import Opening
from recruitment.referees.models import RefereeReport
from recruitment.reports.models import Report
from recruitment.talent.journeys import Group
from recruitment.tasks.models import Task
from tests.factories import (
    make_application,
    make_decision,
    make_export,
    make_import,
    make_offer,
    make_token,
    make_webhook,
)

OURS = ("more", "help", "account", "token-add", "calendar-add")


def address(name, query=None, /, **arguments):
    """The address of our page `name`; account and admin pages are named whole."""
    ours = name.startswith(("account_", "admin:")) or name in OURS
    path = reverse(name if ours else f"recruitment:{name}", kwargs=arguments)
    return f"{path}?{urlencode(query)}" if query else path


def lists():
    return [
        address("dashboard"),
        address("dashboard", {"track": "postdoc"}),
        address("dashboard", {"on": "2025-12-31"}),
        address("dashboard", {"on": "2025-12-31", "known": "2026-01-31"}),
        address("figures"),
        address("figures", {"track": "postdoc", "on": "2026-03-31", "cohort": "2026"}),
        address("forecast"),
        address("forecast", {"track": "postdoc", "applications": "20", "by": "2030-12-31"}),
        address("candidates"),
        address("candidates", {"q": "nobody is called this"}),
        address("candidates", {"view": "attention", "supervisor": "none"}),
        address("duplicates"),
        address("duplicates", {"show": "names"}),
        address("duplicates", {"show": "apart"}),
        address("duplicates", {"show": "merged"}),
        address("candidates-filters"),
        address("candidates-columns"),
        address("saved-view-add"),
        address("board"),
        address("board", {"track": "postdoc"}),
        address("researchers"),
        address("placements"),
        address("tasks"),
        address("task-add"),
        address("task-edit", pk=Task.objects.order_by("pk")[0].pk),
        address("openings"),
        address("seats"),
        *reports(),
        *(address("talent-flow", {"group": name}) for name in Group.values),
        address("talent-flow", {"group": "applicants", "since": 2025, "since2": 2026}),
        address("talent-flow", {"track": "postdoc", "until": 1999}),
        address("flow-places"),
        address("flow-place", pk=EducationRecord.objects.filter(country="")[0].pk),
        *funding(),
        address("more"),
        address("help"),
        address("api-help"),
    ]


def funding():
    entry = LedgerEntry.objects.order_by("pk")[0]
    award = Award.objects.order_by("pk")[0]
    return [
        address("funding"),
        address("funding-basis"),
        address("ledger-add"),
        address("ledger-edit", pk=entry.pk),
        address("award-add", pk=award.researcher_id),
        address("award-edit", pk=award.pk),
    ]


def offers():
    """An offer that is written, one that is out, and what they stand on."""
    centre = Centre.objects.order_by("pk")[0]
    writer = User.objects.get(email="manager@example.org")
    first, second, third = (make_application(centre, kind="decision") for _ in range(3))
    drafted, out = make_offer(first, by=writer), make_offer(second, by=writer, state="sent")
    condition = Condition.objects.create(offer=drafted, kind="visa", gate="first_day")
    return [
        address("offers"),
        address("offers", {"view": "all"}),
        address("offer-add", pk=third.pk),
        address("offer", pk=drafted.pk),
        address("offer", pk=out.pk),
        address("offer-edit", pk=drafted.pk),
        address("offer-do", pk=drafted.pk, verb="submit"),
        address("offer-letter", pk=out.pk),
        address("condition-add", pk=drafted.pk),
        address("condition-edit", pk=condition.pk),
    ]


def reports():
    told = Report.objects.published().get().period.code
    draft = Report.objects.get(status="draft").period.code
    return [
        address("reports"),
        address("report-add"),
        address("report", period=told),
        address("report", period=draft),
        address("report-publish", period=draft),
        address("report-pdf-made", period=told),
        address("monitoring", year=2026),
    ]


def files():
    """The way of a file: before, on its way with all that can be wrong with it, and after."""
    centre = Centre.objects.order_by("pk")[0]
    manager = User.objects.get(email="manager@example.org")
    name = Candidate.objects.filter(centre=centre).order_by("pk")[0].full_name
    text = f"Name,Email,Degree,Intake,GPA\n{name},new@example.org,PhD,Fall 2031,3.7\n"
    going = make_import(centre, by=manager, text=f"{text}Zoë Roe,zoe@@example,PhD,2031,4\n")
    done = make_import(centre, by=manager)
    actions.run(done, version=done.version, by=manager)
    return [
        address("imports"),
        address("import-encoding", pk=going.pk),
        address("import-columns", pk=going.pk),
        address("import-rows", pk=going.pk),
        address("import-rows", {"show": "all"}, pk=going.pk),
        address("import-result", pk=done.pk),
        *exports(),
    ]


def emails():
    person = Application.objects.filter(messages__state="sent")[0].candidate_id
    texted = Stage.objects.filter(pipeline__track__kind="doctoral").exclude(told_with="")[0]
    untold = make_application(Centre.objects.get(), kind=texted.kind)
    return [
        address("emails"),
        address("candidate", {"tab": "emails"}, pk=person),
        address("email-add", pk=person),
        address("application-tell", pk=untold.pk),
        address("settings-section", slug="emails"),
        address("settings-email-text", kind="rejection", language="zh-hant"),
    ]


def exports():
    """The form beside each list, and a file that is made."""
    manager = User.objects.get(email="manager@example.org")
    intake = Opening.objects.order_by("pk")[0].intake_id
    file = make_export(Centre.objects.get(), by=manager)
    return [
        address("list-export", what="candidates"),
        address("list-export", {"intake": intake}, what="openings"),
        address("export", pk=file.pk),
        address("centre-export"),
        address("candidate-dossier", pk=Candidate.objects.order_by("pk")[0].pk),
    ]


def after_the_start(enrolment):
    placement, supervision = Placement.objects.all()[0], Supervision.objects.all()[0]
    return [
        address("career-step-add", pk=enrolment.pk),
        address("supervision-add", pk=enrolment.pk),
        address("supervision-edit", pk=supervision.pk),
        address("placement-add", pk=enrolment.pk),
        address("placement-edit", pk=placement.pk),
        address("placement-plan", pk=enrolment.track_id),
    ]


def one_person():
    rows = Application.objects.order_by("pk")
    active = rows.filter(status=Status.ACTIVE, stage__kind=StageKind.INTERVIEW)[0]
    closed = rows.filter(status=Status.REJECTED)[0]
    started = rows.filter(stage__kind=StageKind.STARTED)[0]
    also_started = rows.filter(stage__kind=StageKind.STARTED)[1].candidate_id
    ready = rows.filter(status=Status.ACTIVE, stage__kind=StageKind.PRE_START)[0]
    enrolment = Enrolment.objects.order_by("pk")[0]
    destination = Destination.objects.order_by("pk")[0]
    answered = RefereeReport.objects.filter(state="received")[0]
    asked = RefereeReport.objects.filter(state="requested")[0]
    asked_for = active.track.document_requirements.all()[0]
    handed_in = Document.objects.order_by("pk")[0]
    start = ready.stage.pipeline.stages.get(kind=StageKind.STARTED)
    return [
        address("candidate-add"),
        *interviews(active),
        *(address("candidate", pk=one.candidate_id) for one in (active, closed, started)),
        address("candidate", {"tab": "details"}, pk=active.candidate_id),
        address("candidate", {"tab": "documents"}, pk=handed_in.candidate_id),
        address("documents-add", pk=active.candidate_id),
        address("application", pk=answered.application_id),
        address("document-waive", pk=active.pk, kind=asked_for.kind_id),
        address("referee-add", pk=active.pk),
        address("referee-edit", pk=asked.pk),
        address("referee-file", pk=asked.pk),
        address("referee-letter", pk=answered.pk),
        *(address(f"document{page}", pk=handed_in.pk) for page in ("", "-version", "-edit")),
        address("candidate-edit", pk=active.candidate_id),
        address("application-add", pk=active.candidate_id),
        address("candidate-merge", pk=active.candidate_id, other=closed.candidate_id),
        address("candidate-merge", pk=started.candidate_id, other=also_started),
        *(address("application", pk=one.pk) for one in (active, closed, started)),
        address("application-move", pk=active.pk),
        address("application-move", {"stage": start.pk}, pk=ready.pk),
        address("application-close", pk=active.pk),
        address("application-reopen", pk=closed.pk),
        address("application-correct", pk=active.pk),
        address("application-assign", pk=active.pk),
        address("researcher", pk=enrolment.researcher_id),
        address("enrolment-edit", pk=enrolment.pk),
        address("researcher", pk=destination.researcher_id),
        address("destination-add", pk=enrolment.researcher_id),
        address("destination-edit", pk=destination.pk),
        *after_the_start(enrolment),
        *seats(),
    ]


def seats():
    opening = Opening.objects.filter(status="filled").order_by("pk")[0]
    return [
        address("opening", pk=opening.pk),
        address("opening-add", {"track": "doctoral"}),
        address("intake", pk=opening.intake_id),
        address("intake-add", {"track": "doctoral"}),
        address("intake-edit", pk=opening.intake_id),
    ]


def interviews(application):
    interview = Interview.objects.exclude(starts_at=None)[0]
    waiting = Interview.objects.create(centre=application.centre, application=application)
    tied = interview.panel.all()[0]
    tied.conflict = "declared"
    tied.save()
    decided = make_decision(application)
    return [
        address("interviews"),
        address("interviews", {"on": "2031-01-01"}),
        address("interview", pk=interview.pk),
        address("candidate", {"tab": "scorecards"}, pk=interview.application.candidate_id),
        address("decision-add", pk=application.pk),
        address("decision", pk=decided.pk),
        address("decision-tell", pk=decided.pk),
        address("conflict-take-back", pk=interview.pk, member=tied.pk),
        address("interview-slots", pk=waiting.pk),
        address("interview-edit", pk=interview.pk),
        address("interview-cancel", pk=interview.pk),
        address("interview-add", pk=application.pk),
    ]


SECTIONS = [
    "centre", "agreement", "targets", "members", "partners", "stages", "tracks", "positions",
    "criteria", "areas", "supervisors", "rates", "costs", "sources", "reasons", "webhooks",
]  # fmt: skip


def office():
    centre = Centre.objects.get()
    target = centre.agreements.get().targets.get(kind="doctoral")
    stage = centre.stages.order_by("pk")[4]
    source = centre.sources.order_by("pk")[0]
    return [
        *(address("settings-section", slug=slug) for slug in SECTIONS),
        address("settings-centre-edit"),
        address("settings-stage-add"),
        address("settings-stage", pk=stage.pk),
        address("settings-webhook-add"),
        address("settings-webhook", pk=make_webhook(centre).pk),
        address("settings-target", pk=target.pk),
        address("settings-target-add"),
        address("settings-plan", pk=target.pk),
        address("settings-area-plan", pk=target.pk),
        address("settings-row-add", slug="sources"),
        address("settings-row", slug="sources", pk=source.pk),
        address("settings-row-add", slug="positions"),
        address("settings-row-add", slug="reasons"),
        address("settings-row-add", slug="rates"),
        address("settings-row-add", slug="costs"),
        address("settings-row-add", slug="supervisors"),
    ]


def accounts():
    token, _secret = make_token(User.objects.get(email="manager@example.org"))
    token.name = "Wall display in the corridor of the fourth floor, beside the lifts"
    token.save()
    return [
        address("account"),
        address("token-add"),
        address("calendar-add"),
        address("account_logout"),
        address("account_change_password"),
        address("account_reauthenticate"),
        "/this/is/not/there/",
        address("applications-bulk-undo"),  # opened by its address, it says that it does nothing
    ]


def strangers():
    return [
        address("account_login"),
        address("account_reset_password"),
        address("account_reset_password_done"),
        address("account_reset_password_from_key_done"),
        address("account_reset_password_from_key", uidb36="1", key="worn-out"),
        "/this/is/not/there/",
    ]
