"""Who was accepted and moved to a later intake: said in words wherever one looks for them."""

import pytest
from django.urls import reverse

from recruitment.pipeline.models import Application
from recruitment.seats.selectors import seats_of
from tests.factories import make_application, make_candidate
from tests.sent import forms_on


@pytest.fixture
def doctoral(centre):
    return centre.tracks.get(kind="doctoral")


@pytest.fixture
def accepted(centre, doctoral):
    """Accepted for September 2026."""
    return make_application(
        centre,
        kind="pre_start",
        intake=doctoral.intakes.get(name="September 2026"),
        candidate=make_candidate(centre, full_name="Li Zihan"),
    )


def assign(client, application, intake):
    page = reverse("recruitment:application-assign", args=[application.pk])
    sent = next(form["sent"] for form in forms_on(client.get(page)) if "seen" in form["sent"])
    return client.post(page, sent | {"intake": intake.pk})


@pytest.fixture
def deferred(as_manager, accepted, doctoral):
    assign(as_manager, accepted, doctoral.intakes.get(name="September 2027"))
    return Application.objects.get(pk=accepted.pk)


def test_their_page_their_application_and_their_card_say_so(as_manager, deferred):
    words = "Deferred to September 2027"

    for page in (deferred.candidate.get_absolute_url(), deferred.get_absolute_url()):
        assert words in as_manager.get(page).content.decode(), page
    board = as_manager.get(f"/board/?track=doctoral&open={deferred.stage_id}").content.decode()
    assert "Deferred to Sep 2027" in board


def test_their_history_says_from_and_to(as_manager, deferred):
    page = as_manager.get(deferred.candidate.get_absolute_url()).content.decode()

    assert "September 2026" in page
    assert "September 2027" in page


def test_the_list_is_narrowed_to_the_deferred(centre, as_manager, deferred):
    make_application(centre, kind="pre_start", intake=deferred.intake)

    page = as_manager.get("/candidates/?status=deferred").context["page"]

    assert [row.candidate.full_name for row in page.listing.rows] == ["Li Zihan"]
    assert [str(one.text) for one, _query in page.chips] == ["Deferred"]
    offered = as_manager.get("/candidates/filters/").content.decode()
    assert "Deferred to a later intake" in offered


def test_they_leave_the_count_of_one_intake_and_enter_that_of_the_next(
    centre, as_manager, accepted, doctoral
):
    def counted():
        rows = seats_of(centre, doctoral)
        return {row.intake.name: row.accepted for row in rows if row.accepted}

    assert counted() == {"September 2026": 1}

    assign(as_manager, accepted, doctoral.intakes.get(name="September 2027"))

    assert counted() == {"September 2027": 1}


def test_whoever_goes_back_to_an_earlier_intake_is_not_deferred(as_manager, accepted, doctoral):
    assign(as_manager, accepted, doctoral.intakes.get(name="January 2026"))

    page = as_manager.get(accepted.get_absolute_url()).content.decode()

    assert "Deferred to" not in page
    assert as_manager.get("/candidates/?status=deferred").context["page"].listing.total == 0


def test_whoever_left_after_deferring_is_among_the_deferred_no_more(as_manager, deferred):
    closing = reverse("recruitment:application-close", args=[deferred.pk])
    reason = deferred.centre.reasons.filter(party="candidate").first()
    as_manager.post(closing, {"reason": reason.pk, "version": deferred.version})

    assert as_manager.get("/candidates/?status=deferred").context["page"].listing.total == 0
    page = as_manager.get(deferred.get_absolute_url()).content.decode()
    assert "Deferred to" not in page
