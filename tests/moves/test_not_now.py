"""A form that moves says beforehand which stage would be refused, and why: as the gate would."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recruitment.documents.models import DocumentKind, Requirement
from recruitment.documents.waiving import waive
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.offers.models import Condition
from recruitment.pipeline.models import Stage
from tests.factories import (
    make_application,
    make_candidate,
    make_document,
    make_interview,
    make_offer,
    make_opening,
    make_user,
    stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(centre):
    """A pipeline whose stages ask for all there is to ask for."""
    for name in ("CV", "English test"):
        kind = DocumentKind.objects.get(centre=centre, name=name)
        made, _new = Requirement.objects.get_or_create(
            centre=centre, track=centre.tracks.get(kind="doctoral"), kind=kind
        )
        made.needed_before = "interview"
        made.save()
    Stage.objects.filter(kind__in=["offer", "pre_start", "started"]).update(needs_offer=True)
    return centre


def page(client, one, to=""):
    to = f"?stage={stage(one.centre, to).pk}" if to else ""
    return client.get(reverse("recruitment:application-move", args=[one.pk]) + to)


def not_now(answer):
    choices = answer.context["form"].fields["stage"].choices
    return [label.removesuffix(" (not now)") for _pk, label in choices if "(not now)" in label]


def refusal(one, to):
    with pytest.raises(IllegalMove) as refused:
        take(one, Ask("move", stage=stage(one.centre, to)), actor=None)
    return str(refused.value)


def test_stages_that_lack_a_document_say_so_and_the_chosen_one_which(as_manager, asking, manager):
    one = make_application(asking, kind="screen")
    make_document(one.candidate, "CV")

    shown = page(as_manager, one, "interview")

    words = refusal(one, "interview")
    assert "English test" in words
    assert "CV" not in words
    assert words in shown.text
    assert "Interview" in not_now(shown)
    assert "Under review" not in not_now(shown)
    waive(one, DocumentKind.objects.get(centre=asking, name="English test"), reason="X", by=manager)
    # From the offer on an offer is asked for.
    assert not_now(page(as_manager, one, "interview")) == ["Offer out", "Pre-arrival"]


@pytest.mark.parametrize("asks", [True, False])
def test_a_start_names_what_an_accepted_offer_still_depends_on(
    as_manager, centre, manager, director, asks
):
    Stage.objects.filter(kind="started").update(needs_offer=asks)
    one = make_application(centre, kind="pre_start", candidate=make_candidate(centre))
    make_opening(one)
    offer = make_offer(one, by=manager, state="accepted")
    for kind, state in (("degree", "open"), ("visa", "under_way"), ("fee", "met")):
        settled = date(2026, 11, 3) if state == "met" else None
        Condition.objects.create(offer=offer, kind=kind, state=state, settled_on=settled)

    shown = page(as_manager, one, "started")

    words = refusal(one, "started")
    assert "Still open: Degree awarded, Visa or work permit." in words
    assert words in shown.text
    assert "Enrolled" in not_now(shown)
    Condition.objects.update(state="waived", settled_on=date(2026, 11, 3))
    assert "Enrolled" not in not_now(page(as_manager, one, "started"))


def test_a_start_proposes_the_first_day_that_was_accepted_else_that_of_the_intake(
    as_manager, centre, manager, director
):
    agreed, other = (make_application(centre, kind="pre_start") for _n in range(2))
    make_offer(agreed, by=manager, state="accepted", starts_on=date(2027, 2, 4))

    days = [
        page(as_manager, one, "started").context["form"]["starts_on"].value()
        for one in (agreed, other)
    ]

    assert days == [date(2027, 2, 4), other.intake.starts_on]


def test_a_stage_that_is_left_with_scorecards_in_says_whose_are_missing(as_manager, centre):
    one = make_application(centre, kind="interview")
    member = make_user("panel", centre, name="Ida Ho")
    make_interview(one, member)
    Stage.objects.filter(kind="interview").update(needs_scorecards=True)

    shown = page(as_manager, one)

    assert "Still missing: Ida Ho" in shown.text
    assert "Committee decision" in not_now(shown)
    assert "Under review" not in not_now(shown)


def test_what_would_be_refused_is_read_in_two_statements_however_many_stages_ask(
    as_manager, asking, manager, director
):
    one = make_application(asking, kind="pre_start")
    make_offer(one, by=manager, state="accepted")
    of_conditions = ("recruitment_requirement", "recruitment_version", "recruitment_offer",
                     "recruitment_condition", "recruitment_waiver")  # fmt: skip

    with CaptureQueriesContext(connection) as read:
        shown = page(as_manager, one, "interview")

    assert len(not_now(shown)) > 3
    assert sum(any(f'"{t}"' in query["sql"] for t in of_conditions) for query in read) == 2
