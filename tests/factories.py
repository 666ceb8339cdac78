"""The smallest valid rows, without surprises; a test states every field it depends on."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from centre.accounts.models import Membership, User
from centre.accounts.tokens import OF_PROGRAMS, AccessToken
from centre.money.models import LedgerEntry
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.web.statements import Slot, kept
from recruitment.assessment.decisions import Decision, Minutes
from recruitment.assessment.models import Interview, PanelMember
from recruitment.assessment.scorecards import Scorecard, criteria_of
from recruitment.candidates.models import Candidate
from recruitment.demo.paper import pdf
from recruitment.documents import actions as documents
from recruitment.documents.actions import What
from recruitment.documents.models import DocumentKind
from recruitment.enrolment.careers import Supervision
from recruitment.exports.actions import ask_for_list
from recruitment.exports.listed import Asked
from recruitment.exports.lists import LISTS
from recruitment.funding.models import Award
from recruitment.hooks.models import Webhook
from recruitment.imports import actions
from recruitment.messages import outbox
from recruitment.moves.gate import Ask, record, take
from recruitment.offers import actions as offer_actions
from recruitment.offers.models import FundingPart, Offer
from recruitment.pipeline.models import Application, Stage
from recruitment.pipeline.setup import start_centre
from recruitment.placements.models import Placement
from recruitment.positions.models import Intake, Opening, Position
from recruitment.referees import actions as referees
from recruitment.referees.models import RefereeReport
from recruitment.reports.actions import begin, document_of
from recruitment.reports.periods import Quarter
from recruitment.tasks.models import Task
from tests.kept_rows import once

_numbers = count(1)
PASSWORD = "a-long-test-password"


def make_centre(slug="", *, starts_on=date(2025, 1, 1), ends_on=date(2029, 12, 31), target=25):
    """A centre with default pipelines and intakes, as createcentre makes it; its settings are on
    record since the agreement began."""
    named, slug = bool(slug), slug or f"centre-{next(_numbers)}"
    began = min(datetime.combine(starts_on, time(4), tzinfo=UTC), timezone.now())

    def make():
        with time_machine.travel(began, tick=False):
            return start_centre(
                Centre(slug=slug, name=f"Centre {slug}"),
                starts_on=starts_on,
                ends_on=ends_on,
                doctoral_target=target,
            )

    if not named:  # nobody asks for that one again
        return make()
    return once(make, slug, began, starts_on, ends_on, target, get_language())


def make_user(role=None, centre=None, *, email="", name="", **fields):
    number = next(_numbers)
    user = User.objects.create_user(
        email or f"{role or 'user'}{number}@example.org",
        PASSWORD,
        name=name or f"{(role or 'user').title()} {number}",
        **fields,
    )
    if role:
        Membership.objects.create(user=user, centre=centre, role=role)
    return user


def make_supervisor(centre, *, name="", user=None):
    return Supervisor.objects.create(
        centre=centre, name=name or f"Dr Supervisor {next(_numbers)}", user=user
    )


def make_candidate(centre, *, full_name="", **fields):
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@example.org")
    return Candidate.objects.create(
        centre=centre, full_name=full_name or f"Person {number}", **fields
    )


def stage(centre, kind, *, track="doctoral"):
    """The first stage of that kind on that track of the centre."""

    def build():
        ours = Stage.objects.filter(centre=Slot("centre"), kind=Slot("kind"))
        return ours.filter(pipeline__track__kind=Slot("track")).order_by("position")[:1]

    (found,) = kept("test stage", build).objects(centre=centre.pk, kind=kind, track=track)
    found.centre = centre
    return found


def reason(centre, code, *, party="centre"):
    return centre.reasons.get(party=party, code=code)


def _first(model, centre, track, **named):
    """The first position or intake of that track, or the one of that name: nearly every test asks,
    so the statement is compiled once."""

    def build():
        rows = model.objects.filter(track__centre=Slot("centre"), track__kind=Slot("track"))
        rows = rows.filter(**{name: Slot(name) for name in named})
        return rows.select_related("centre", "track").order_by("pk")[:1]

    given = {"centre": centre.pk, "track": track, **named}
    (found,) = kept(("test", model, *named), build).objects(**given)
    return found


def make_application(
    centre,
    *,
    kind="applied",
    track="doctoral",
    intake="",
    candidate=None,
    at=datetime(2026, 3, 2, 2, tzinfo=UTC),
    actor=None,
    **fields,
):
    """An application that entered at the stage of `kind` at `at`, through the gate."""
    application = Application(
        candidate=candidate or make_candidate(centre),
        position=_first(Position, centre, track),
        intake=_first(Intake, centre, track, **({"name": str(intake)} if intake else {})),
        **fields,
    )
    ask = Ask("enter", stage=stage(centre, kind, track=track), effective_at=at)
    return record([(application, [ask])], actor=actor)[0]


def make_opening(application_or_position, intake=None):
    """A free seat: for an application's position and intake, or for the two given."""
    position = getattr(application_or_position, "position", application_or_position)
    intake = intake or application_or_position.intake
    return Opening.objects.create(centre=position.centre, position=position, intake=intake)


def make_offer(application, *, by, state="draft", amount=18470, **fields):
    """An offer written by `by` and paid whole by the sponsor, unless told; `state` as far as the
    approval of one director leads: a test that needs more says so."""
    fields = {
        "currency": "HKD", "months": 48, "starts_on": date(2027, 9, 1),
        "supervisor": application.supervisor or make_supervisor(application.centre),
        "expires_on": application.centre.today() + timedelta(days=14),
    } | fields  # fmt: skip
    offer = Offer(application=application, amount=amount, **fields)
    part = FundingPart(source="sponsor", amount=amount)
    offer = offer_actions.write(offer, [part], by=by)
    steps = ("in_approval", "approved", "sent", "accepted")
    reached = steps.index(state) + 1 if state in steps else 0
    director = (
        reached > 1
        and User.objects.filter(
            memberships__centre=application.centre, memberships__role="director"
        )
        .exclude(pk=by.pk)
        .first()
    )
    for verb, who in [
        (offer_actions.submit, by),
        (offer_actions.approve, director),
        (offer_actions.send, by),
        (offer_actions.accept, by),
    ][:reached]:
        verb(offer, by=who)
    return offer


def make_report(centre, period, *, published_by=None, document=None):
    """A draft for “2026-q3”, or the report as it is published now; without a PDF.

    Drawing its figures up takes long: whoever needs a report and not these may give a `document`.
    """
    report, at = begin(centre, Quarter.read(period), by=published_by), timezone.now()
    if published_by:
        report.publish(document or document_of(report, at=at), by=published_by, at=at)
    return report


def make_started(centre, *, started_on=date(2026, 9, 1), **fields):
    """An application that started on that day in a seat of its own."""
    application = make_application(centre, kind="pre_start", **fields)
    make_opening(application)
    started = stage(centre, "started", track=application.track.kind)
    take(application, Ask("move", stage=started, starts_on=started_on), actor=None)
    application.refresh_from_db()
    return application


def make_placement(enrolment, *, starts_on=None, ends_on=None, **fields):
    """Thirty days at the partner from the first day on, unless said otherwise."""
    first = starts_on or enrolment.started_on
    return Placement.objects.create(
        enrolment=enrolment,
        starts_on=first,
        ends_on=ends_on or first + timedelta(days=29),
        **{"company": "Harbour Imaging", "topic": "Denoising", **fields},
    )


def make_supervision(enrolment, *, supervisor=None, role="co", started_on=None, ended_on=None):
    """Another supervisor of a researcher, from their first day unless said otherwise."""
    return Supervision.objects.create(
        enrolment=enrolment,
        supervisor=supervisor or make_supervisor(enrolment.researcher.centre),
        role=role,
        started_on=started_on or enrolment.started_on,
        ended_on=ended_on,
    )


def make_import(centre, *, by=None, text="Name,Email\nJo Roe,jo@example.org\n"):
    """A file of one line, checked, its last button not pressed."""
    source = actions.upload(centre, "list.csv", text.encode(), by=by, token=uuid4())
    actions.decide(source, source.decided, version=source.version)
    return source


def make_token(user, *scopes, expires_at=None):
    """A token acting as the one role of `user`, of every scope or those named; and its secret."""
    return AccessToken.make(
        Membership.objects.get(user=user),
        name="A program",
        scopes=scopes or OF_PROGRAMS,
        expires_at=expires_at,
        form=uuid4(),
    )


def make_export(centre, *, by, what="candidates", form="csv", query=""):
    """A file asked for and, where jobs run at once, made."""
    asked = QueryDict(query)
    listed = LISTS[what].read(asked, Asked(by, centre))
    return ask_for_list(listed, what, form, asked, centre=centre, by=by)


def make_document(candidate, kind="Transcript", *, content=None, name="file.pdf", by=None, **what):
    """A document of that kind, its file in the store."""
    upload = SimpleUploadedFile(name, content or pdf("x"))
    found = DocumentKind.objects.get(centre=candidate.centre, name=kind)
    return documents.add(candidate, [upload], What(found, **what), by=by, token=uuid4())[0]


def make_referee(application, *, letter="", content=None, file_name="letter.pdf", **fields):
    """A referee of the application; with a letter typed or a file of it, one who has answered."""
    number = next(_numbers)
    fields = {
        "name": f"Referee {number}",
        "email": f"referee{number}@university.example",
        "due_on": date(2026, 12, 1),
        **fields,
    }
    made = RefereeReport.objects.create(
        centre=application.centre, application=application, **fields
    )
    if not (letter or content):
        return made
    upload = SimpleUploadedFile(file_name, content) if content else None
    return referees.receive(made, upload=upload, letter=letter, filed_by=None)


def make_task(owner, *, candidate=None, what="Call", due_on=date(2026, 10, 7), **fields):
    """Something `owner` has to do, written down by themselves unless told."""
    centre = candidate.centre if candidate else owner.centres[0]
    return Task.objects.create(
        centre=centre, candidate=candidate, owner=owner, what=what, due_on=due_on,
        **{"made_by": owner, **fields},
    )  # fmt: skip


def make_webhook(centre, **fields):
    """An address that is told of every move and start; off unless said otherwise."""
    fields = {"name": "Warehouse", "url": "https://hooks.example.org/in", **fields}
    return Webhook.objects.create(centre=centre, **{"tells_moves": True, **fields})


def make_message(application, *, kind="letter", **fields):
    """An e-mail to the person of an application; where jobs run at once, it was sent."""
    person = application.candidate
    fields = {"to": person.email, "subject": "Your application", "body": "Thank you.", **fields}
    return outbox.post(
        kind,
        fields.pop("cause", f"{kind}:{next(_numbers)}"),
        centre=application.centre,
        candidate=person,
        application=application,
        **fields,
    )


def make_award(researcher, *, source="sponsor", first=date(2026, 9, 1), last=date(2028, 8, 1), **f):
    """An award as the rate for a stipend says, unless an amount is given."""
    if "amount" not in f:
        f.setdefault("kind", "stipend")
    return Award.objects.create(
        researcher=researcher, source=source, from_month=first, to_month=last, **f
    )


def make_interview(application, *panel, at=datetime(2026, 11, 24, 6, tzinfo=UTC), **fields):
    """An interview of 45 minutes at `at`, with these people on its panel."""
    interview = Interview.objects.create(
        centre=application.centre, application=application, starts_at=at, **fields
    )
    for user in panel:
        PanelMember.objects.create(interview=interview, user=user)
    return interview


def make_decision(application, recommendation="offer", *, met_on=date(2026, 11, 20), **fields):
    """What a committee of three decided, with minutes that were drawn."""
    fields = {"source": "sponsor", "votes_for": 3, "present": "A\nB\nC", "reasons": "Good"} | fields
    made = Decision.objects.create(
        application=application, recommendation=recommendation, met_on=met_on, **fields
    )
    Minutes.objects.create(decision=made, content=b"%PDF-1.7 minutes")
    return made


def give_scorecard(member, overall=3, why="", **ratings):
    """What a member thinks, in; `ratings`: {name of a criterion: word or None}."""
    member.conflict = "none"
    member.save()
    card = Scorecard.objects.create(
        member=member, overall=overall, evidence=why, submitted_at=timezone.now()
    )
    criteria = {one.name: one for one in criteria_of(member.interview)}
    for name, value in ratings.items():
        card.ratings.create(criterion=criteria[name], value=value)
    return card


def make_ledger_entry(centre, kind="committed", amount=1000, *, currency="CNY", rate=1, **fields):
    """An entry of the centre's agreement, at a rate into the pledge's currency."""
    fields = {"on": date(2026, 2, 3), "evidence": "Letter", "rate_source": "Bank"} | fields
    return LedgerEntry.objects.create(
        agreement=centre.agreements.get(),
        kind=kind,
        amount=amount,
        currency=currency,
        rate=rate,
        rate_on=fields["on"],
        **fields,
    )
