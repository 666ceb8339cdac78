"""One applicant whose whole file is made of words that stand nowhere else: canaries.

Where one of them is read, there the thing itself is read.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from recruitment.assessment.decisions import Minutes
from recruitment.candidates.models import CandidateKey, EducationRecord, Note
from recruitment.demo.paper import pdf
from recruitment.documents.models import FileText
from recruitment.documents.waiving import waive
from recruitment.enrolment.models import Destination
from recruitment.offers.models import Condition, OfferEvent
from recruitment.pipeline.models import Application
from recruitment.tasks.models import Task
from tests.factories import (
    give_scorecard,
    make_application,
    make_award,
    make_candidate,
    make_decision,
    make_document,
    make_interview,
    make_message,
    make_offer,
    make_placement,
    make_referee,
    make_started,
)

# Each in the letters a page, a file or an address may show it in.
WORDS = {
    "name": ["Canaryname"],
    "name in own script": ["金絲雀"],
    "e-mail": ["canary@example.org"],
    "phone": ["55509999"],
    "degree": ["Canaryschool"],
    "note": ["Canarynote"],
    "why not to be written to": ["Canarysilence"],
    "task": ["Canarytask"],
    "letter": ["Canaryletter"],
    "letter as a file": ["Canaryreference"],
    "name of a letter": ["canaryletterfile"],
    "referee": ["Canaryreferee"],
    "referee's e-mail": ["canaryreferee@"],
    "evidence": ["Canaryevidence"],
    "name of a document": ["canarydocument"],
    "CV": ["Canarycv"],
    "passport": ["canarypassport"],
    "waiver": ["Canarywaiver"],
    "waiver of the office": ["Canaryvisa"],
    "e-mail to them": ["Canarysubject", "Canarybody"],
    "rejection": ["Canaryrejection"],
    "salary": ["73,219", "73219", "73 219"],
    "terms": ["Canaryterms"],
    "condition": ["Canarycondition"],
    "minutes": ["Canaryminutes", "Canarymember"],
    "next step": ["Canarystep"],
    "award": ["64,813", "64813", "64 813"],
    "researcher": ["Canaryresearcher"],
    "placement": ["Canarytopic"],
    "destination": ["Canaryemployer"],
}


def plant(rows, users):
    """The rows of the world, with the canaries' in their place.

    Their application is at the interview, the panel member and a second one sit on its panel; of
    their two scorecards the second's is in, which is sealed.
    """
    centre = users["manager"].memberships.get().centre
    supervisor = users["supervisor"].supervisor_profiles.get()
    person = _person(centre, by=users["manager"])
    one = make_application(
        centre, kind="interview", candidate=person, supervisor=supervisor, next_step="Canarystep"
    )
    Application.objects.filter(pk=one.pk).update(next_step_on=date(2026, 12, 1))
    interview = make_interview(
        one, users["panel"], users["second"], due_at=timezone.now() + timedelta(days=2)
    )
    give_scorecard(interview.panel.get(user=users["second"]), 4, why="Canaryevidence")
    planted = {
        "candidate": person.pk,
        "application": one.pk,
        "interview": interview.pk,
        "task": Task.objects.create(
            centre=centre,
            candidate=person,
            what="Canarytask",
            due_on=date(2026, 12, 1),
            owner=users["manager"],
            made_by=users["manager"],
        ).pk,
        **_papers(one, users["manager"]),
        **_offer(one, users["manager"]),
        **_started(centre, supervisor),
    }
    return rows | planted


def _person(centre, *, by):
    person = make_candidate(
        centre, full_name="Canaryname Other", native_name="金絲雀", email="canary@example.org",
        phone="55509999", nationality="IS", no_contact_on=date(2026, 1, 5),
        no_contact_reason="Canarysilence",
    )  # fmt: skip
    EducationRecord.objects.create(candidate=person, institution="Canaryschool", country="IS")
    CandidateKey.refresh([person])  # of the degree
    Note.objects.create(candidate=person, author=by, text="Canarynote")
    return person


def _papers(one, by):
    person = one.candidate
    cv = make_document(
        person, "CV", content=pdf("Canarycv fluorescence"), name="canarydocument.pdf", by=by
    )
    FileText.objects.create(file=cv.versions.get().file, words=" canarycv fluorescence ")
    make_document(person, "Passport or identity", name="canarypassport.pdf", by=by)
    for kind, why in (("Transcript", "Canarywaiver"), ("Visa", "Canaryvisa")):
        waive(one, one.centre.document_kinds.get(name=kind), reason=why, by=by)
    referee = make_referee(
        one, name="Canaryreferee Roe", email="canaryreferee@uni.example", letter="Canaryletter",
        content=pdf("Canaryreference"), file_name="canaryletterfile.pdf",
    )  # fmt: skip
    make_message(one, by=by, subject="Canarysubject", body="Canarybody")
    make_message(one, kind="rejection", by=by, body="Canaryrejection", decision=True, held=True)
    return {
        "document": cv.pk,
        "version": cv.versions.get().pk,
        "referee": referee.pk,
        "decision": _decision(one).pk,
    }


def _decision(one):
    made = make_decision(one, reasons="Canaryminutes", present="Canarymember\nB\nC")
    Minutes.objects.filter(decision=made).update(content=pdf("Canaryminutes"))
    return made


def _offer(one, by):
    offer = make_offer(one, by=by, amount=Decimal(73219), paragraph="Canaryterms")
    condition = Condition.objects.create(offer=offer, kind="other", text="Canarycondition")
    OfferEvent.objects.create(offer=offer, kind="edited", by=by, note="Canaryterms")
    return {"offer": offer.pk, "condition": condition.pk}


def _started(centre, supervisor):
    person = make_candidate(centre, full_name="Canaryresearcher Else")
    started = make_started(centre, candidate=person, supervisor=supervisor)
    researcher = started.enrolment.researcher
    return {
        "researcher": researcher.pk,
        "enrolment": started.enrolment.pk,
        "award": make_award(researcher, amount=Decimal(64813), currency="HKD").pk,
        "placement": make_placement(started.enrolment, topic="Canarytopic").pk,
        "destination": Destination.objects.create(
            researcher=researcher, employer="Canaryemployer", as_of="2026-10-01"
        ).pk,
    }
