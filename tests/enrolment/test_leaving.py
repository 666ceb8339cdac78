"""Why somebody left: a registration ends in other ways than a contract, and nobody graduates
without a thesis."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from centre.web.refusal import Refused
from recruitment.enrolment.careers import CareerStep
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.standing import Said
from tests.factories import make_started, make_supervision, make_supervisor, reason

SEP = date(2025, 9, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False):
        yield


@pytest.fixture
def doctoral(centre):
    return make_started(centre, started_on=SEP).enrolment


@pytest.fixture
def postdoc(centre):
    return make_started(centre, started_on=SEP, track="postdoc").enrolment


def why(enrolment, code):
    return reason(enrolment.researcher.centre, code, party="researcher")


def leave(client, enrolment, code, *, started_on="2025-09-01"):
    url = reverse("recruitment:enrolment-edit", args=[enrolment.pk])
    typed = {"seen": client.get(url).context["form"].seen_now, "started_on": started_on}
    typed |= {"left_on": "2026-09-30", "leaving_reason": why(enrolment, code).pk}
    return client.post(url, typed)


def left_as(enrolment):
    stored = Enrolment.objects.get(pk=enrolment.pk).leaving_reason
    return stored and stored.code


def offered(client, enrolment):
    url = reverse("recruitment:enrolment-edit", args=[enrolment.pk])
    reasons = client.get(url).context["form"].fields["leaving_reason"].queryset
    return set(reasons.values_list("code", flat=True))


def test_each_track_is_offered_the_reasons_of_its_own(as_manager, doctoral, postdoc):
    student, employee = offered(as_manager, doctoral), offered(as_manager, postdoc)

    assert student - employee == {"academic", "deregistered", "graduated"}
    assert employee - student == {"contract-ended", "resigned"}


@pytest.mark.parametrize(("track", "code"), [("doctoral", "resigned"), ("postdoc", "graduated")])
def test_nobody_leaves_in_a_way_of_another_track(as_manager, request, track, code):
    enrolment = request.getfixturevalue(track)

    answer = leave(as_manager, enrolment, code)

    assert answer.status_code == 422
    assert left_as(enrolment) is None


def test_the_administration_takes_no_reason_of_another_track_either(postdoc):
    postdoc.left_on, postdoc.leaving_reason = date(2026, 9, 30), why(postdoc, "graduated")

    with pytest.raises(ValidationError, match="nobody leaves as “Graduated”"):
        postdoc.full_clean()


def test_nobody_graduates_before_their_thesis_is_submitted(as_manager, doctoral):
    answer = leave(as_manager, doctoral, "graduated")
    assert answer.status_code == 422
    assert "Nobody graduates before their thesis is submitted." in answer.content.decode()
    assert left_as(doctoral) is None

    CareerStep.record(doctoral, Said("confirmed", date(2026, 3, 1)))
    CareerStep.record(doctoral, Said("submitted", date(2026, 6, 1)))
    leave(as_manager, doctoral, "graduated")

    assert left_as(doctoral) == "graduated"


def test_a_thesis_is_not_taken_back_from_somebody_who_graduated(as_manager, doctoral):
    CareerStep.record(doctoral, Said("confirmed", date(2026, 3, 1)))
    thesis = CareerStep.record(doctoral, Said("submitted", date(2026, 6, 1)))
    leave(as_manager, doctoral, "graduated")

    url = reverse("recruitment:career-step-take-back", args=[thesis.pk])
    page = as_manager.post(url, follow=True).content.decode()

    assert "Nobody graduates before their thesis is submitted." in page
    assert CareerStep.objects.standing().filter(pk=thesis.pk).exists()


def left_of_old(enrolment, code):
    """Whoever left before there was a rule about it."""
    enrolment.left_on, enrolment.leaving_reason = date(2026, 9, 30), why(enrolment, code)
    enrolment.save()


@pytest.mark.parametrize(
    ("track", "code"),
    [("doctoral", "resigned"), ("doctoral", "graduated"), ("postdoc", "graduated")],
)
def test_who_left_before_a_rule_of_reasons_keeps_theirs_when_a_day_is_corrected(
    as_manager, request, track, code
):
    enrolment = request.getfixturevalue(track)
    left_of_old(enrolment, code)

    answer = leave(as_manager, enrolment, code, started_on="2025-09-02")

    assert answer.status_code == 302
    enrolment.refresh_from_db()
    assert (enrolment.started_on, left_as(enrolment)) == (date(2025, 9, 2), code)
    enrolment.full_clean()
    # Taken away, it is no choice any more.
    leave(as_manager, enrolment, "health")
    assert leave(as_manager, enrolment, code).status_code == 422


def test_what_happened_is_still_recorded_of_who_graduated_before_that_asked_for_a_thesis(doctoral):
    left_of_old(doctoral, "graduated")
    mistaken = CareerStep.record(doctoral, Said("confirmed", date(2026, 2, 1)))
    mistaken.take_back(by=None)
    CareerStep.record(doctoral, Said("confirmed", date(2026, 3, 1)))
    thesis = CareerStep.record(doctoral, Said("submitted", date(2026, 6, 1)))

    with pytest.raises(Refused, match="Nobody graduates before"):
        thesis.take_back(by=None)


def test_who_left_is_supervised_by_nobody_from_that_day_on(as_manager, centre):
    first = make_supervisor(centre)
    gone = make_started(centre, started_on=SEP, supervisor=first).enrolment
    row = make_supervision(gone)
    leave(as_manager, gone, "health")

    page = as_manager.get(gone.researcher.get_absolute_url())

    lines = page.context["enrolments"][0].supervised
    assert [(one.supervisor, one.ended_on) for one in lines] == [
        (first, date(2026, 9, 30)),
        (row.supervisor, date(2026, 9, 30)),
    ]


def test_a_supervisor_is_chosen_by_how_many_in_post_they_supervise(as_manager, centre, doctoral):
    """As chief by the application too, and without those who left or got another chief."""
    busy = make_supervisor(centre, name="Dr Busy")
    make_started(centre, started_on=SEP, supervisor=busy)
    make_supervision(doctoral, supervisor=busy)
    for role, ended_on in (("co", date(2026, 1, 1)), ("mentor", date(2027, 1, 1))):
        other = make_started(centre, started_on=SEP).enrolment
        make_supervision(other, supervisor=busy, role=role, ended_on=ended_on)
    passed_on = make_started(centre, started_on=SEP, supervisor=busy).enrolment
    make_supervision(passed_on, role="chief")
    gone = make_started(centre, started_on=SEP, supervisor=busy).enrolment
    make_supervision(gone, supervisor=busy)
    leave(as_manager, gone, "health")

    url = reverse("recruitment:supervision-add", args=[doctoral.pk])
    page = as_manager.get(url).content.decode()

    assert "Dr Busy, host university (3 researchers now)" in page
