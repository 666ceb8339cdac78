"""A centre with one of everything, and nine people who try every door of it."""

from datetime import UTC, date, datetime

from django.test import Client
from django.utils import timezone

from recruitment.assessment.slots import Slot
from recruitment.candidates.models import CandidateKey, EducationRecord, SavedView
from recruitment.candidates.pairs import NotSame
from recruitment.demo.paper import pdf
from recruitment.documents.models import DocumentKind
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
    centre = make_centre("here")
    users = _users(centre, make_centre("there"))
    profile = make_supervisor(centre, user=users["supervisor"])
    one = make_application(centre, supervisor=profile)
    take(one, Ask("move", stage=stage(centre, "screen"), effective_at=AT), actor=None)
    started = make_started(centre, supervisor=profile)
    seat = make_opening(one)
    rows = {
        "application": one.pk,
        "candidate": one.candidate_id,
        "twin": started.candidate_id,
        "pair": NotSame.say(one.candidate, started.candidate, by=None).pk,
        "opening": seat.pk,
        "intake": one.intake_id,
        **_offered(centre, profile, by=users["manager"]),
        **_trained(started),
        **_office(centre, users),
        **_about(one, users),
    }
    clients = {"nobody": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients, rows


def _users(centre, other):
    users = {
        role: make_user(role, centre, is_staff=role == "manager")
        for role in ("director", "manager", "supervisor", "panel", "industry")
    }
    users["idle"] = make_user("supervisor", centre)
    users["root"] = make_user(is_staff=True, is_superuser=True)
    users["outsider"] = make_user("manager", other, is_staff=True)
    return users


def _offered(centre, profile, *, by):
    offered = make_application(centre, kind="decision", supervisor=profile)
    offer = make_offer(offered, by=by)
    condition = Condition.objects.create(offer=offer, kind="visa")
    return {"offer": offer.pk, "condition": condition.pk}


def _trained(started):
    enrolment = started.enrolment
    person = enrolment.researcher
    step = CareerStep.record(enrolment, Said("confirmed", date(2026, 10, 1)))
    went = Destination.objects.create(researcher=person, employer="Somewhere", as_of="2026-10-01")
    return {
        "researcher": person.pk,
        "enrolment": enrolment.pk,
        "career_step": step.pk,
        "supervision": make_supervision(enrolment, ended_on=date(2026, 11, 2)).pk,
        "placement": make_placement(enrolment).pk,
        "track": started.track_id,
        "destination": went.pk,
        "award": make_award(person).pk,
    }


def _office(centre, users):
    manager = users["manager"]
    text = MailText.objects.create(
        centre=centre, kind="closed", language="en", subject="Closed", body="Dear {name}"
    )
    view = SavedView.objects.create(user=manager, centre=centre, name="Mine", query="q=li")
    merged = Choice(make_candidate(centre).pk, make_candidate(centre).pk)
    _drawn["up"] = make_report(
        centre, "2026-q1", published_by=users["director"], document=_drawn.get("up")
    ).data
    return {
        "export": make_export(centre, by=manager).pk,
        "import": make_import(centre, by=manager).pk,
        "entry": make_ledger_entry(centre).pk,
        "stage": stage(centre, "interview").pk,
        "target": centre.agreements.get().targets.first().pk,
        "source": centre.sources.first().pk,
        "document_kind": DocumentKind.objects.get(centre=centre, name="Transcript").pk,
        "view": view.pk,
        "text": text.pk,
        "webhook": make_webhook(centre).pk,
        "token": make_token(manager)[0].pk,
        "merge": merge(merged, by=manager).pk,
        "published": "2026-q1",
    }


def _about(one, users):
    """What is on record about this person and their application."""
    person, panel = one.candidate, (users["supervisor"], users["panel"])
    degree = EducationRecord.objects.create(candidate=person, institution="Somewhere")
    CandidateKey.refresh([person])  # of the degree
    document = make_document(person)
    slot = Slot.objects.create(centre=one.centre, starts_at=timezone.now())
    return {
        "slot": slot.pk,
        "degree": degree.pk,
        "task": make_task(users["supervisor"], candidate=person).pk,
        "decision": make_decision(one).pk,
        "interview": make_interview(make_application(one.centre), *panel).pk,
        "referee": make_referee(one, letter="Excellent.", content=pdf("Excellent")).pk,
        "document": document.pk,
        "asked": document.kind_id,
        "version": document.versions.get().pk,
        "email": make_message(one, by=users["manager"]).pk,
    }
