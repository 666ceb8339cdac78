"""Interviews of those who stand at that stage, this week and next, with the scorecards so far."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from centre.accounts.models import Membership, Role, User
from centre.organisation.models import Centre
from recruitment.assessment.actions import Plan, arrange
from recruitment.assessment.decisions import Decision
from recruitment.assessment.models import Interview
from recruitment.assessment.scorecards import criteria_of
from recruitment.assessment.scoring import Answers, declare, give
from recruitment.demo.generate import TOKENS
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application

MOST = 8
HOURS = [time(10), time(14), time(16, 30)]
CRITERIA = [
    ("Academic depth", "Explains their own results, and where they stop holding."),
    ("Research potential", "Asks the next question and says how they would answer it."),
    ("Communication", "Makes the work clear to somebody from another field."),
    ("Fit with the project", "Has read what the group works on, and adds to it."),
]
EVIDENCE = [
    "Derived the loss on the board and named its two assumptions.",
    "Proposed an ablation we had not thought of.",
    "Clear slides; lost the thread once, and found it again.",
]
WHY = "A good talk. Would learn fast in this group."
ZONES = ["", "Europe/London", "America/Toronto", "Asia/Kolkata"]


def interview_some(centre: Centre, *, on: date) -> None:
    """Through the verbs of the pages; nobody sits on a panel in a centre without staff for two."""
    roles = (Role.PANEL, Role.SUPERVISOR, Role.DIRECTOR)
    seats = Membership.objects.filter(centre=centre, role__in=roles).select_related("user")
    panel = sorted((one.user for one in seats), key=lambda user: user.email, reverse=True)
    rows = Application.objects.active().filter(centre=centre, stage__kind=StageKind.INTERVIEW)
    manager = User.objects.filter(memberships__centre=centre, memberships__role=Role.MANAGER)
    for order, (name, hint) in enumerate(CRITERIA, 1):
        centre.criteria.create(name=name, hint=hint, order=order)
    monday = on - timedelta(days=on.weekday())
    for nth, application in enumerate(rows.for_list().select_related("centre")[:MOST]):
        day = monday + timedelta(days=(on.weekday() + nth - 2) % 12)
        starts_at = datetime.combine(day, HOURS[nth % 3], tzinfo=centre.zone)
        plan = Plan(
            starts_at=starts_at,
            minutes=45,
            candidate_zone=ZONES[nth % 4],
            place="https://meet.example.org/panel" if nth % 2 else "Room PQ 703",
            due_at=starts_at + timedelta(days=2),
            panel=panel[: 2 + nth % 2],
        )
        made = arrange(application, plan, token=_token(centre, nth), by=manager.first())
        _score(made, nth, on=on)


def decide_some(centre: Centre, *, on: date) -> None:
    """What the committee said about those who stand beyond it."""
    director = User.objects.filter(memberships__centre=centre, memberships__role=Role.DIRECTOR)
    beyond = (StageKind.OFFER_APPROVAL, StageKind.OFFER)
    rows = Application.objects.active().filter(centre=centre, stage__kind__in=beyond)
    for application in rows[:MOST]:
        Decision.objects.create(
            application=application,
            met_on=on - timedelta(days=9),
            present="Prof. Adrian Kwan\nProf. Helena Cruz\nDr Mei Sato",
            recommendation=Decision.Recommendation.OFFER,
            votes_for=3,
            source="sponsor",
            source_note="From the pledge",
            reasons="Strong on all criteria; two supervisors would take them.",
            by=director.first(),
        )


def _score(interview: Interview, nth: int, *, on: date) -> None:
    """What the panel of an interview that was thinks; of every second one a member is late."""
    if interview.starts_at is None or interview.centre.day_of(interview.starts_at) >= on:
        return
    criteria = list(criteria_of(interview))
    for turn, member in enumerate(interview.panel.all()):
        if turn and nth % 2:
            continue
        declare(member, member.Conflict.NONE)
        words = {one.pk: 2 + (nth + turn + one.order) % 3 for one in criteria}
        evidence = {one.pk: EVIDENCE[(turn + one.order) % len(EVIDENCE)] for one in criteria}
        give(member, Answers(3 + nth % 2, WHY, words, evidence), seen=0)


def _token(centre: Centre, nth: int) -> UUID:
    return uuid5(TOKENS, f"interview {centre.slug} {nth}")
