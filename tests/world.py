"""A centre with one of everything, and nine people who try every door of it."""

from datetime import UTC, date, datetime

from django.test import Client

from recruitment.candidates.models import CandidateKey, EducationRecord, SavedView
from recruitment.candidates.pairs import NotSame
from recruitment.demo.paper import pdf
from recruitment.duplicates.merging import Choice, merge
from recruitment.enrolment.careers import CareerStep
from recruitment.enrolment.models import Destination
from recruitment.enrolment.standing import Said
from recruitment.messages.texts import MailText
from recruitment.moves.gate import Ask, take
from recruitment.offers.models import Condition
from tests.factories import (
    make_application,
    make_award,
    make_candidate,
    make_centre,
    make_decision,
    make_document,
    make_export,
    make_import,
    make_interview,
    make_ledger_entry,
    make_message,
    make_offer,
    make_opening,
    make_placement,
    make_referee,
    make_report,
    make_started,
    make_supervision,
    make_supervisor,
    make_task,
    make_token,
    make_user,
    make_webhook,
    stage,
)

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
_drawn: dict[str, dict] = {}  # the published report of the first world serves the others
# Jobs are put in the queue, and stay there: sweeps would make a PDF with every press.
LEFT_UNDONE = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def make_world():
    """({who: a client signed in as them}, {argument of an address: its value})."""
    centre, other = make_centre("here"), make_centre("there")
    users = {
        role: make_user(role, centre, is_staff=role == "manager")
        for role in ("director", "manager", "supervisor", "panel", "industry")
    }
    users["idle"] = make_user("supervisor", centre)
    users["root"] = make_user(is_staff=True, is_superuser=True)
    users["outsider"] = make_user("manager", other, is_staff=True)
    profile = make_supervisor(centre, user=users["supervisor"])
    one = make_application(centre, supervisor=profile)
    take(one, Ask("move", stage=stage(centre, "screen"), effective_at=AT), actor=None)
    started = make_started(centre, supervisor=profile)
    seat = make_opening(one)
    offered = make_application(centre, kind="decision", supervisor=profile)
    offer = make_offer(offered, by=users["manager"])
    rows = {
        "application": one.pk,
        "candidate": one.candidate_id,
        "twin": started.candidate_id,
        "pair": NotSame.say(one.candidate, started.candidate, by=None).pk,
        "offer": offer.pk,
        "condition": Condition.objects.create(offer=offer, kind="visa").pk,
        "opening": seat.pk,
        "intake": one.intake_id,
        "researcher": started.enrolment.researcher_id,
        "enrolment": started.enrolment.pk,
        "career_step": CareerStep.record(
            started.enrolment, Said("confirmed", date(2026, 10, 1))
        ).pk,
        "supervision": make_supervision(started.enrolment, ended_on=date(2026, 11, 2)).pk,
        "placement": make_placement(started.enrolment).pk,
        "track": started.track_id,
        "destination": Destination.objects.create(
            researcher=started.enrolment.researcher, employer="Somewhere", as_of="2026-10-01"
        ).pk,
        "export": make_export(centre, by=users["manager"]).pk,
        "import": make_import(centre, by=users["manager"]).pk,
        "degree": EducationRecord.objects.create(
            candidate=one.candidate, institution="Somewhere"
        ).pk,
        "award": make_award(started.enrolment.researcher).pk,
        "entry": make_ledger_entry(centre).pk,
        "stage": stage(centre, "interview").pk,
        "target": centre.agreements.get().targets.first().pk,
        "source": centre.sources.first().pk,
        "view": SavedView.objects.create(
            user=users["manager"], centre=centre, name="Mine", query="q=li"
        ).pk,
    }
    rows["task"] = make_task(users["supervisor"], candidate=one.candidate).pk
    rows["decision"] = make_decision(one).pk
    rows["interview"] = make_interview(
        make_application(centre), users["supervisor"], users["panel"]
    ).pk
    rows["referee"] = make_referee(one, letter="Excellent.", content=pdf("Excellent")).pk
    document = make_document(one.candidate)
    rows |= {"document": document.pk, "version": document.versions.get().pk}
    rows["email"] = make_message(one, by=users["manager"]).pk
    rows["text"] = MailText.objects.create(
        centre=centre, kind="closed", language="en", subject="Closed", body="Dear {name}"
    ).pk
    rows["webhook"] = make_webhook(centre).pk
    rows["token"] = make_token(users["manager"])[0].pk
    CandidateKey.refresh([one.candidate])  # of the degree
    merged = Choice(make_candidate(centre).pk, make_candidate(centre).pk)
    rows["merge"] = merge(merged, by=users["manager"]).pk
    _drawn["up"] = make_report(
        centre, "2026-q1", published_by=users["director"], document=_drawn.get("up")
    ).data
    rows["published"] = "2026-q1"
    clients = {"nobody": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients, rows
