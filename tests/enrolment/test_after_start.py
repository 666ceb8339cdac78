"""After the first day: registration, contracts, supervision, and the place of who left."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from recruitment.enrolment.careers import CareerStep, Supervision
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.standing import Said
from recruitment.moves import gate
from recruitment.moves.gate import Ask, take
from recruitment.moves.steps import IllegalMove
from recruitment.pipeline.models import Application
from recruitment.positions.models import Opening
from tests.factories import (
    make_candidate,
    make_centre,
    make_opening,
    make_started,
    make_supervision,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.measuring import cost
from tests.told import told

SEP = date(2025, 9, 1)


@pytest.fixture
def today():
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False):
        yield


@pytest.fixture
def doctoral(centre, today):
    return make_started(centre, started_on=SEP, supervisor=make_supervisor(centre)).enrolment


@pytest.fixture
def postdoc(centre, today):
    return make_started(centre, started_on=SEP, track="postdoc").enrolment


def record(client, enrolment, change, on, **data):
    url = reverse("recruitment:career-step-add", args=[enrolment.pk])
    return client.post(url, {"change": change, "on": on, "token": uuid4()} | data)


def page_of(client, enrolment):
    return client.get(enrolment.researcher.get_absolute_url())


def stands(client, enrolment):
    return page_of(client, enrolment).context["enrolments"][0].stands


def leave(enrolment, on, code="health"):
    enrolment.left_on = on
    enrolment.leaving_reason = reason(enrolment.researcher.centre, code, party="researcher")
    enrolment.save()


def test_a_confirmation_is_recorded_once_also_by_a_double_click_and_taken_back(
    as_manager, doctoral
):
    token = uuid4()
    for _ in range(2):
        record(as_manager, doctoral, "confirmed", "2026-09-15", token=token)
    step = CareerStep.objects.get()
    assert stands(as_manager, doctoral).state == "confirmed"

    for _ in range(2):
        as_manager.post(reverse("recruitment:career-step-take-back", args=[step.pk]))

    assert stands(as_manager, doctoral).state == "provisional"
    assert "Taken back" in page_of(as_manager, doctoral).content.decode()
    step.refresh_from_db()
    assert step.taken_back_by == step.recorded_by


def test_a_step_others_rest_on_is_not_taken_back_before_them(as_manager, doctoral):
    first = CareerStep.record(doctoral, Said("suspended", date(2026, 1, 5)))
    CareerStep.record(doctoral, Said("returned", date(2026, 3, 5)))

    url = reverse("recruitment:career-step-take-back", args=[first.pk])
    page = as_manager.post(url, follow=True).content.decode()

    assert "A later step rests on this one." in page
    assert CareerStep.objects.standing().count() == 2


@pytest.mark.parametrize(
    ("change", "on", "said"),
    [
        ("confirmed", "2027-01-01", "lies ahead"),
        ("confirmed", "2025-08-01", "before the first day"),
        ("renewed", "2026-01-01", "Select a valid choice"),
        ("submitted", "2026-01-01", "must be confirmed before"),
    ],
)
def test_what_cannot_have_been_is_refused_with_a_sentence(as_manager, doctoral, change, on, said):
    answer = record(as_manager, doctoral, change, on)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not CareerStep.objects.exists()


def test_a_renewed_contract_is_no_new_hire(as_manager, postdoc):
    record(as_manager, postdoc, "renewed", "2026-10-01", until="2028-08-31")

    assert stands(as_manager, postdoc).ends_on == date(2028, 8, 31)
    assert Enrolment.objects.count() == 1


def test_a_renewal_until_a_day_nobody_can_mean_is_refused(as_manager, postdoc):
    answer = record(as_manager, postdoc, "renewed", "2026-10-01", until="2100-01-01")

    assert answer.status_code == 422
    assert "Fri 1 Jan 2100, cannot be right. Check the year." in answer.content.decode()
    assert not CareerStep.objects.exists()


def test_a_first_day_after_what_was_recorded_is_refused(as_manager, doctoral):
    CareerStep.record(doctoral, Said("confirmed", date(2026, 3, 1)))
    url = reverse("recruitment:enrolment-edit", args=[doctoral.pk])
    seen = as_manager.get(url).context["form"].seen_now

    answer = as_manager.post(url, {"seen": seen, "started_on": "2026-09-01"})

    assert answer.status_code == 422
    assert "before the first day, Tue 1 Sep 2026" in answer.content.decode()


def test_a_programme_of_three_years_is_confirmed_by_its_eighteenth_month(as_manager, doctoral):
    url = reverse("recruitment:enrolment-edit", args=[doctoral.pk])
    seen = as_manager.get(url).context["form"].seen_now
    as_manager.post(url, {"seen": seen, "started_on": "2025-09-01", "months": "36"})

    assert stands(as_manager, doctoral).confirm_by == date(2027, 3, 1)


def test_a_start_with_a_history_is_not_taken_back(doctoral):
    CareerStep.record(doctoral, Said("confirmed", date(2026, 3, 1)))
    application = doctoral.application
    before = stage(application.centre, "pre_start")

    with pytest.raises(IllegalMove, match="Something is recorded of"):
        take(application, Ask("void", stage=before, note="Not so"), actor=None)

    assert Enrolment.objects.filter(pk=doctoral.pk).exists()


# The list


def listed(client, **query):
    return {one.pk for one in client.get("/researchers/", query).context["rows"]}


def test_the_list_finds_whose_confirmation_is_overdue_or_due(as_manager, centre, today):
    late = make_started(centre, started_on=date(2024, 9, 1)).enrolment
    soon = make_started(centre, started_on=date(2024, 12, 1)).enrolment
    done = make_started(centre, started_on=date(2024, 9, 1)).enrolment
    make_started(centre, started_on=SEP)
    CareerStep.record(done, Said("confirmed", date(2026, 8, 1)))

    assert listed(as_manager, phase="overdue") == {late.pk}
    assert listed(as_manager, phase="due") == {late.pk, soon.pk}
    assert listed(as_manager, phase="confirmed") == {done.pk}
    page = as_manager.get("/researchers/").content.decode()
    assert page.count('<span class="pill danger">') == 1


def test_a_phase_nobody_knows_is_not_found(as_manager, doctoral):
    assert as_manager.get("/researchers/", {"phase": "retired"}).status_code == 404


def test_researchers_and_their_steps_cost_the_same_for_one_and_many(as_manager, centre, doctoral):
    def measured():
        answer = cost(as_manager, "get", "/researchers/?phase=provisional")
        return answer.statements

    few = measured()
    for _ in range(5):
        one = make_started(centre, started_on=SEP).enrolment
        CareerStep.record(one, Said("suspended", date(2026, 1, 5)))
        CareerStep.record(one, Said("returned", date(2026, 2, 5)))

    assert measured() == few


# Supervision


def test_a_new_chief_supervisor_takes_over_from_the_one_before(as_manager, centre, doctoral):
    first, second = doctoral.application.supervisor, make_supervisor(centre, name="Dr New")
    third = make_supervisor(centre, name="Dr Newest")
    url = reverse("recruitment:supervision-add", args=[doctoral.pk])
    token = uuid4()
    for _ in range(2):
        as_manager.post(
            url, {"supervisor": second.pk, "role": "chief", "started_on": "2026-01-05",
                  "token": token},
        )  # fmt: skip
    as_manager.post(url, {"supervisor": third.pk, "role": "chief", "started_on": "2026-06-01"})

    lines = page_of(as_manager, doctoral).context["enrolments"][0].supervised
    assert [(one.supervisor, one.started_on, one.ended_on) for one in lines] == [
        (third, date(2026, 6, 1), None),
        (first, SEP, date(2026, 1, 5)),
        (second, date(2026, 1, 5), date(2026, 6, 1)),
    ]
    assert "Dr Newest" in as_manager.get("/researchers/").content.decode()


def test_nobody_supervises_the_same_researcher_twice(as_manager, doctoral):
    row = make_supervision(doctoral)
    url = reverse("recruitment:supervision-add", args=[doctoral.pk])

    answer = as_manager.post(
        url, {"supervisor": row.supervisor_id, "role": "mentor", "started_on": "2026-01-05"}
    )

    assert answer.status_code == 422
    assert "They supervise this researcher already." in answer.content.decode()


def test_who_supervises_is_chosen_knowing_how_many_they_have(as_manager, doctoral):
    row = make_supervision(doctoral)

    url = reverse("recruitment:supervision-add", args=[doctoral.pk])

    assert f"{row.supervisor}, host university (1 researcher now)" in as_manager.get(
        url
    ).content.decode().replace("&#x27;", "'")


def test_a_chief_supervisor_with_more_people_than_places_is_told(as_manager, centre, doctoral):
    busy = make_supervisor(centre, name="Dr Busy")
    busy.capacity = 1
    busy.save()
    make_started(centre, started_on=SEP, supervisor=busy)
    url = reverse("recruitment:supervision-add", args=[doctoral.pk])

    said = {
        role: as_manager.post(
            url,
            {"supervisor": who.pk, "role": role, "started_on": "2026-10-01", "token": uuid4()},
            follow=True,
        ).content.decode()
        for role, who in (("co", make_supervisor(centre)), ("chief", busy))
    }

    words = "Dr Busy has 1 place for January 2025, and with this one 2 people."
    assert words in said["chief"]
    assert "The supervisor is added." in said["co"]
    assert "place for" not in said["co"]


@pytest.mark.parametrize(
    ("role", "ended_on", "status"),
    [("co", None, 200), ("co", date(2026, 1, 1), 404), ("mentor", None, 404)],
)
def test_academic_supervisors_of_today_meet_the_researcher(
    client, centre, doctoral, role, ended_on, status
):
    user = make_user("supervisor", centre)
    make_supervision(
        doctoral, supervisor=make_supervisor(centre, user=user), role=role, ended_on=ended_on
    )
    client.force_login(user)

    page = page_of(client, doctoral)

    assert page.status_code == status
    if status == 200:
        # The candidate's file stays with the supervisor of the application.
        assert doctoral.researcher.candidate.get_absolute_url() not in page.content.decode()


def test_another_centres_steps_and_supervisions_are_not_there(as_manager, today):
    other = make_started(make_centre(), started_on=SEP).enrolment
    step, row = CareerStep.record(other, Said("confirmed", SEP)), make_supervision(other)

    for name, pk in (
        ("career-step-add", other.pk),
        ("career-step-take-back", step.pk),
        ("supervision-add", other.pk),
        ("supervision-edit", row.pk),
        ("supervision-delete", row.pk),
    ):
        assert as_manager.post(reverse(f"recruitment:{name}", args=[pk])).status_code == 404
    assert Supervision.objects.filter(pk=row.pk).exists()


# The place of who left


def counting(centre, what):
    centre.agreements.get().targets.filter(kind="doctoral").update(counts=what)


@pytest.mark.parametrize(("counts", "seats"), [("in_post", 1), ("accepted", 1), ("enrolled", 0)])
def test_leaving_frees_the_place_where_the_target_counts_those_in_post(
    centre, doctoral, counts, seats
):
    counting(centre, counts)

    leave(doctoral, date(2026, 10, 1))

    again = Opening.objects.filter(reopened_for=doctoral)
    assert [(one.status, one.intake.name) for one in again] == [("open", "January 2027")] * seats


@pytest.mark.parametrize(("counts", "counted"), [("in_post", 0), ("enrolled", 1)])
def test_leaving_moves_dashboard_and_forecast_where_the_target_counts_those_in_post(
    centre, doctoral, counts, counted
):
    counting(centre, counts)
    before = told(centre)

    leave(doctoral, date(2026, 10, 1))

    after = told(centre)
    assert (before.in_post, before.counted) == (1, 1)
    assert (after.in_post, after.counted) == (0, counted)
    assert after.missing - before.missing == 1 - counted
    assert after.seats - before.seats == 1 - counted
    assert after.promised < before.promised


def test_a_leaving_taken_back_takes_the_place_back_unless_somebody_has_it(
    as_manager, centre, doctoral
):
    back = reverse("recruitment:enrolment-return", args=[doctoral.pk])
    leave(doctoral, date(2026, 10, 1))
    as_manager.post(back)
    assert not Opening.objects.filter(reopened_for=doctoral).exists()

    leave(doctoral, date(2026, 10, 1))
    after = make_started(centre, intake="January 2027", started_on=date(2027, 1, 5))
    Opening.objects.filter(filled_by=after).update(status="open", filled_by=None)
    Opening.objects.filter(reopened_for=doctoral).update(status="filled", filled_by=after)
    page = as_manager.post(back, follow=True).content.decode()

    assert "Somebody has their place meanwhile, and keeps it." in page
    doctoral.refresh_from_db()
    assert doctoral.left_on is None
    assert doctoral.reopened.filled_by == after


def test_a_leaving_saved_twice_reopens_one_place_and_the_page_says_where(as_manager, doctoral):
    url = reverse("recruitment:enrolment-edit", args=[doctoral.pk])
    health = reason(doctoral.researcher.centre, "health", party="researcher")
    data = {"started_on": "2025-09-01", "left_on": "2026-10-01", "leaving_reason": health.pk}
    said = [as_manager.post(url, data, follow=True).content.decode() for _ in range(2)]

    assert "Their place is open again for January 2027." in said[0]
    assert Opening.objects.filter(reopened_for=doctoral).count() == 1
    intake = doctoral.reopened.intake
    assert "after somebody left" in as_manager.get(intake.get_absolute_url()).content.decode()


# One person, several times here


def here(person, track, started_on, *, left_on=None):
    """Somebody's time on that track, from the offer on."""
    application = Application(
        candidate=person, position=track.positions.get(), intake=track.intakes.order_by("pk")[0]
    )
    stages = {kind: track.pipeline.stages.get(kind=kind) for kind in ("pre_start", "started")}
    gate.record([(application, [Ask("enter", stage=stages["pre_start"])])], actor=None)
    make_opening(application)
    take(application, Ask("move", stage=stages["started"], starts_on=started_on), actor=None)
    enrolment = Enrolment.objects.get(application=application)
    if left_on:
        leave(enrolment, left_on, "other")
    return enrolment


def test_intern_assistant_doctoral_and_postdoc_are_one_timeline(as_manager, centre, today):
    person = make_candidate(centre)
    for name in ("Intern", "Assistant"):
        url = reverse("recruitment:settings-row-add", args=["tracks"])
        as_manager.post(url, {"name": name, "referees_wanted": 0})
    tracks = {one.name: one for one in centre.tracks.all()}
    here(person, tracks["Assistant"], date(2022, 6, 1), left_on=date(2023, 8, 1))
    here(person, tracks["Intern"], date(2021, 6, 1), left_on=date(2021, 9, 1))
    here(person, tracks["Doctoral"], SEP, left_on=date(2026, 8, 31))
    last = here(person, tracks["Postdoctoral"], date(2026, 9, 1))

    path = page_of(as_manager, last).context["path"]

    started = [one.sub.partition(",")[0] for one in path if one.title.startswith("Started")]
    assert started == ["Intern", "Assistant", "Doctoral", "Postdoctoral"]
    assert [one.on for one in path] == sorted(one.on for one in path)


def test_the_researchers_page_says_that_their_chief_has_more_people_than_places(
    as_manager, centre, doctoral
):
    busy = make_supervisor(centre, name="Dr Busy")
    busy.capacity = 1
    busy.save()
    make_started(centre, started_on=SEP, supervisor=busy)
    row = make_supervision(doctoral, supervisor=busy, role="co")
    words = "Dr Busy has 1 place for January 2025, and with this one 2 people."
    url = reverse("recruitment:supervision-edit", args=[row.pk])
    assert words not in page_of(as_manager, doctoral).content.decode()

    typed = {"supervisor": busy.pk, "role": "chief", "started_on": row.started_on.isoformat()}
    typed["seen"] = as_manager.get(url).context["form"].seen_now
    said = as_manager.post(url, typed, follow=True).context["messages"]

    assert [str(one) for one in said] == [f"Saved. {words}"]
    assert words in page_of(as_manager, doctoral).content.decode()
