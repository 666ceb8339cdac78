"""Full files: of each application documents, letters, interviews with scorecards, e-mails, notes,
a decision and an offer with its versions before. Rows alone: nothing lies in the store.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from recruitment.assessment.decisions import Decision
from recruitment.assessment.models import Interview, PanelMember
from recruitment.assessment.scorecards import Criterion, Rating, Scorecard
from recruitment.candidates.models import Note
from recruitment.documents.models import Document, DocumentKind, StoredFile, Version
from recruitment.messages.models import Message
from recruitment.offers.models import Condition, FundingPart, Offer, OfferEvent
from recruitment.pipeline.models import Application
from recruitment.referees.models import RefereeReport

AT_ONCE = 500  # applications
SPREAD = 700  # days over which interviews lie, as in two years of a centre


def fill_files(applications: Sequence[Application], panel, supervisor, *, each: int) -> None:
    """`each` of everything, with `candidate` read; `panel`: two people who have given scorecards.
    The last version of the offer is a draft, so that no application is further than it was."""
    for start in range(0, len(applications), AT_ONCE):
        some = applications[start : start + AT_ONCE]
        many = [(one, n) for one in some for n in range(each)]
        _documents(many)
        _letters(many)
        _interviews(many, panel)
        _words(many, panel[0])
        _offers(many, supervisor, panel[0])


def _documents(many):
    centre = many[0][0].centre_id
    kinds = list(DocumentKind.objects.filter(centre=centre, is_private=False))
    files = StoredFile.objects.bulk_create(
        StoredFile(
            centre_id=centre, key=uuid4().hex, name=f"paper-{n}.pdf", kind="pdf", size=200_000,
            sha256="0" * 64,
        )
        for _one, n in many
    )  # fmt: skip
    documents = Document.objects.bulk_create(
        Document(
            centre_id=centre, candidate_id=one.candidate_id, application=one,
            kind=kinds[n % len(kinds)],
        )
        for one, n in many
    )  # fmt: skip
    Version.objects.bulk_create(
        Version(document=document, number=1, file=file)
        for document, file in zip(documents, files, strict=True)
    )


def _letters(many):
    now = timezone.now()
    RefereeReport.objects.bulk_create(
        RefereeReport(
            centre_id=one.centre_id, application=one, name=f"Referee {n}",
            email=f"referee{n}@university.example", due_on=now.date(), state="received",
            letter="The best of her year. " * 40, answered_at=now,
        )
        for one, n in many
    )  # fmt: skip


def _interviews(many, panel):
    now = timezone.now()
    interviews = Interview.objects.bulk_create(
        Interview(
            centre_id=one.centre_id, application=one,
            starts_at=now - timedelta(days=3 + (one.pk * 7 + n) % SPREAD), due_at=now,
        )
        for one, n in many
    )  # fmt: skip
    members = PanelMember.objects.bulk_create(
        PanelMember(interview=one, user=user, conflict="none")
        for one in interviews
        for user in panel
    )
    cards = Scorecard.objects.bulk_create(
        Scorecard(member=one, overall=1 + one.pk % 4, evidence="Clear. " * 30, submitted_at=now)
        for one in members
    )
    criteria = list(Criterion.objects.filter(centre=many[0][0].centre_id, position=None))
    Rating.objects.bulk_create(
        Rating(scorecard=card, criterion=criterion, value=1 + card.pk % 4, evidence="Because.")
        for card in cards
        for criterion in criteria
    )


def _words(many, author):
    """E-mails, notes, and what the committee decided."""
    now = timezone.now()
    Message.objects.bulk_create(
        Message(
            centre_id=one.centre_id, kind="letter", cause=f"full:{one.pk}:{n}:{uuid4().hex}",
            candidate_id=one.candidate_id, application=one, to="jo@example.org",
            subject="Your application", body="Thank you. " * 60, state="sent", is_private=False,
            created_at=now, sent_at=now,
        )
        for one, n in many
    )  # fmt: skip
    Note.objects.bulk_create(
        Note(candidate_id=one.candidate_id, author=author, text="Read the thesis.")
        for one, _n in many
    )
    Decision.objects.bulk_create(
        Decision(
            application=one, recommendation="later", met_on=now.date(), present="A\nB",
            votes_for=2, reasons="Good", by=author,
        )
        for one, _n in many
    )  # fmt: skip


def _offers(many, supervisor, author):
    """Each version in place of the one before, and the last a draft."""
    now = timezone.now()
    last = {one.pk: n for one, n in many}
    offers = Offer.objects.bulk_create(
        Offer(
            application=one, number=n + 1, amount=18470, months=48, starts_on=now.date(),
            supervisor=supervisor, expires_on=now.date() + timedelta(days=14),
            expires_at=now + timedelta(days=14),
            state="draft" if n == last[one.pk] else "superseded",
        )
        for one, n in many
    )  # fmt: skip
    FundingPart.objects.bulk_create(
        FundingPart(offer=offer, source="sponsor", amount=18470) for offer in offers
    )
    Condition.objects.bulk_create(Condition(offer=offer, kind="visa") for offer in offers)
    OfferEvent.objects.bulk_create(
        OfferEvent(offer=offer, kind="written", by=author) for offer in offers
    )
