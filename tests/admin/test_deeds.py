"""What is done in the admin goes the way it goes on the pages: by the gate, with history."""

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.urls import reverse

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate, CandidateKey
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from recruitment.positions.models import Opening, Track
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_message,
    make_opening,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)

APPLICATIONS = "/admin/recruitment/application/"


@pytest.fixture
def superuser(db):
    return make_user(email="root@example.org", name="Root", is_staff=True, is_superuser=True)


@pytest.fixture
def keeper(centre, client):
    user = make_user("manager", centre, name="Grace Lam", is_staff=True)
    client.force_login(user)
    return user


def move(client, *applications, follow=True, **data):
    """The action's page, then its form with what the page holds."""
    chosen = {"action": "move_selected", "_selected_action": [one.pk for one in applications]}
    page = client.post(APPLICATIONS, chosen)
    assert page.status_code == 200
    chosen |= {"seen": page.context["form"]["seen"].value(), "apply": "1"}
    return client.post(APPLICATIONS, chosen | data, follow=follow)


def test_moving_in_the_admin_writes_one_step_each_with_its_own_previous_stage(
    client, centre, keeper
):
    one = make_application(centre, kind="applied")
    other = make_application(centre, kind="screen")

    move(client, one, other, stage=stage(centre, "review").pk, note="Read together")

    steps = [row.transitions.get(sequence=2) for row in (one, other)]
    assert [step.from_stage.kind for step in steps] == ["applied", "screen"]
    assert {(step.to_stage.kind, step.actor, step.note) for step in steps} == {
        ("review", keeper, "Read together")
    }


def test_closing_in_the_admin_needs_a_reason_and_keeps_it(client, centre, keeper):
    one = make_application(centre)

    refused = move(client, one)
    move(client, one, reason=reason(centre, "research-fit").pk)

    assert "Choose a stage to move to, or a reason to close for." in refused.content.decode()
    one.refresh_from_db()
    assert (one.status, one.reason.code, one.version) == ("rejected", "research-fit", 2)


def test_what_the_gate_refuses_is_said_and_nothing_is_written(client, centre, keeper):
    one = make_application(centre, kind="screen")

    answer = move(client, one, stage=stage(centre, "started").pk)

    assert "comes after the offer" in answer.content.decode()
    assert one.transitions.count() == 1


def test_a_page_overtaken_by_a_colleague_is_told(client, centre, keeper):
    one = make_application(centre, kind="screen")
    chosen = {"action": "move_selected", "_selected_action": [one.pk]}
    seen = client.post(APPLICATIONS, chosen).context["form"]["seen"].value()
    take(one, Ask("move", stage=stage(centre, "interview")), actor=None)

    answer = client.post(
        APPLICATIONS,
        chosen | {"seen": seen, "apply": "1", "stage": stage(centre, "review").pk},
    )

    assert "Somebody moved one of these meanwhile" in answer.content.decode()
    one.refresh_from_db()
    assert one.stage.kind == "interview"


def test_an_application_of_another_centre_cannot_be_moved(client, centre, keeper):
    stranger = make_application(make_centre("other"))

    client.post(
        APPLICATIONS,
        {"action": "move_selected", "_selected_action": [stranger.pk], "apply": "1"},
    )

    assert stranger.transitions.count() == 1


def test_a_new_application_enters_through_the_gate(client, centre, keeper):
    person = make_candidate(centre)
    position = centre.positions.get(track__kind="doctoral")
    intake = position.track.intakes.first()

    client.post(
        f"{APPLICATIONS}add/",
        {
            "candidate": person.pk,
            "position": position.pk,
            "intake": intake.pk,
            "first_stage": "screen",
            "at_0": "2026-03-02",
            "at_1": "09:00",
        },
    )

    made = Application.objects.get()
    assert (made.stage.kind, made.version, made.centre) == ("screen", 1, centre)
    assert made.transitions.get().actor == keeper
    person.refresh_from_db()
    assert person.current == made


@pytest.mark.parametrize(("day", "made"), [("", 0), ("2026-03-02", 1)])
def test_whoever_enters_at_the_offer_entered_there_in_the_past(client, centre, keeper, day, made):
    position = centre.positions.get(track__kind="doctoral")

    answer = client.post(
        f"{APPLICATIONS}add/",
        {
            "candidate": make_candidate(centre).pk,
            "position": position.pk,
            "intake": position.track.intakes.first().pk,
            "first_stage": "offer",
            "at_0": day,
            "at_1": day and "09:00",
        },
    )

    assert Application.objects.count() == made
    assert made or "Nobody enters there today" in answer.content.decode()


def test_an_application_that_does_not_fit_together_is_refused_in_the_form(client, centre, keeper):
    other = make_centre("other")
    stranger = make_supervisor(other)
    person = make_candidate(centre)
    position = centre.positions.get(track__kind="doctoral")
    rolling = centre.intakes.get(name="Rolling")

    answer = client.post(
        f"{APPLICATIONS}add/",
        {
            "candidate": person.pk,
            "position": position.pk,
            "intake": rolling.pk,
            "supervisor": stranger.pk,
            "first_stage": "applied",
        },
    )

    errors = answer.context["adminform"].form.errors
    assert set(errors) == {"intake", "supervisor"}
    assert not Application.objects.exists()


def test_stage_and_status_cannot_be_typed_over(client, centre, keeper):
    one = make_application(centre, kind="applied")

    client.post(
        f"{APPLICATIONS}{one.pk}/change/",
        {
            "next_step": "Call",
            "transitions-TOTAL_FORMS": 1,
            "transitions-INITIAL_FORMS": 1,
            "transitions-0-id": one.transitions.get().pk,
            "stage": stage(centre, "offer").pk,
            "status": "enrolled",
            "version": 9,
        },
    )

    one.refresh_from_db()
    assert (one.next_step, one.stage.kind, one.status, one.version) == (
        "Call",
        "applied",
        "active",
        1,
    )


@pytest.mark.parametrize(
    "model", ["candidate", "application", "stagetransition", "stagetally", "user", "centre"]
)
def test_what_history_rests_on_is_not_deleted(client, centre, superuser, model):
    make_started(centre)
    client.force_login(superuser)
    app = "centre" if model in ("user", "centre") else "recruitment"
    row = apps.get_model(app, model).objects.first()

    answer = client.post(reverse(f"admin:{app}_{model}_delete", args=[row.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert apps.get_model(app, model).objects.filter(pk=row.pk).exists()


def test_a_person_edited_in_the_admin_is_found_by_the_new_name_and_school(client, centre, keeper):
    person = make_candidate(centre, full_name="Li Zihan")

    client.post(
        f"/admin/recruitment/candidate/{person.pk}/change/",
        {
            "full_name": "Zihan Li-Wong",
            "education-TOTAL_FORMS": 1,
            "education-INITIAL_FORMS": 0,
            "education-0-level": "master",
            "education-0-institution": "Zhejiang University",
        },
    )

    person.refresh_from_db()
    words = set(CandidateKey.objects.filter(candidate=person).values_list("key", flat=True))
    assert person.full_name == "Zihan Li-Wong"
    assert {"wong", "zhejiang"} <= words
    found = client.get("/admin/recruitment/candidate/", {"q": "zhej wong"})
    assert list(found.context["cl"].queryset) == [person]


def test_a_person_added_in_the_admin_has_keys_and_an_author(client, centre, keeper):
    client.post(
        "/admin/recruitment/candidate/add/",
        {
            "centre": centre.pk,
            "full_name": "Amina Diallo",
            "education-TOTAL_FORMS": 0,
            "education-INITIAL_FORMS": 0,
        },
    )

    person = Candidate.objects.get(full_name="Amina Diallo")
    assert person.created_by == keeper
    assert person.search_keys.filter(key="diallo").exists()


def test_a_keeper_cannot_put_a_person_into_another_centre(client, centre, keeper):
    other = make_centre("other")

    client.post(
        "/admin/recruitment/candidate/add/",
        {
            "centre": other.pk,
            "full_name": "Amina Diallo",
            "education-TOTAL_FORMS": 0,
            "education-INITIAL_FORMS": 0,
        },
    )

    assert not Candidate.objects.exists()


def test_a_centre_started_in_the_admin_is_ready(client, superuser):
    client.force_login(superuser)

    client.post(
        "/admin/centre/centre/add/",
        {
            "slug": "robotics",
            "name": "Robotics",
            "time_zone": "Asia/Hong_Kong",
            "starts_on": "2026-01-01",
            "ends_on": "2030-12-31",
            "doctoral_target": 12,
        },
    )

    made = Centre.objects.get(slug="robotics")
    assert made.stages.count() == 21
    assert made.agreements.get().targets.get(kind="doctoral").headcount == 12
    assert made.reasons.exists()
    assert made.sources.exists()


def test_a_track_added_in_the_admin_has_its_pipeline(client, centre, keeper):
    client.post(
        "/admin/recruitment/track/add/",
        {
            "centre": centre.pk,
            "kind": "other",
            "code": "mphil",
            "name": "MPhil",
            "position": 3,
            "referees_wanted": 2,
            "reminder_days": 3,
        },
    )

    assert Track.objects.get(code="mphil").pipeline.stages.count() == 11


def test_a_seat_added_in_the_admin_is_free_and_of_one_track(client, centre, keeper):
    position = centre.positions.get(track__kind="doctoral")
    page = "/admin/recruitment/opening/add/"
    seat = {"centre": centre.pk, "position": position.pk}

    client.post(page, seat | {"intake": centre.intakes.get(name="Rolling").pk})
    client.post(page, seat | {"intake": position.track.intakes.first().pk})

    assert [one.status for one in Opening.objects.all()] == ["open"]


def test_an_account_is_made_by_e_mail_and_signs_in(client, superuser):
    client.force_login(superuser)

    client.post(
        "/admin/centre/user/add/",
        {
            "email": "New.Person@Example.org",
            "name": "New Person",
            "usable_password": "true",
            "password1": "a-long-test-password",
            "password2": "a-long-test-password",
        },
    )

    made = User.objects.get(email="new.person@example.org")
    assert made.check_password("a-long-test-password")


def test_a_keeper_cannot_touch_accounts_or_roles(client, centre, keeper):
    for page in ("user", "membership"):
        assert client.get(f"/admin/centre/{page}/").status_code == 403
        assert client.get(f"/admin/centre/{page}/add/").status_code == 403


def test_a_system_administrator_who_opens_a_person_is_written_down(client, centre, superuser):
    one = make_application(centre)
    client.force_login(superuser)

    client.get(f"/admin/recruitment/candidate/{one.candidate_id}/change/")
    client.get(f"{APPLICATIONS}{one.pk}/change/")
    client.get(f"/admin/recruitment/message/{make_message(one).pk}/change/")

    opened = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, actor=superuser)
    told = {entry.content_type.model for entry in opened}
    assert told == {"candidate", "application", "message"}


def test_a_keeper_who_opens_a_person_leaves_no_entry(client, centre, keeper):
    one = make_application(centre)
    before = LogEntry.objects.count()

    client.get(f"/admin/recruitment/candidate/{one.candidate_id}/change/")

    assert LogEntry.objects.count() == before


def test_choices_in_forms_are_of_the_own_centre(client, centre, keeper):
    stranger = make_supervisor(make_centre("other"), name="Dr Stranger")
    make_supervisor(centre, name="Dr Own")

    answer = client.get(
        "/admin/autocomplete/",
        {
            "app_label": "recruitment",
            "model_name": "application",
            "field_name": "supervisor",
            "term": "Dr",
        },
    )

    names = [one["text"] for one in answer.json()["results"]]
    assert names == ["Dr Own"]
    assert str(stranger.pk) not in names


def test_an_enrolment_brought_forward_keeps_its_first_day_right(client, centre, keeper):
    started = make_started(centre)

    client.post(
        f"/admin/recruitment/enrolment/{started.enrolment.pk}/change/",
        {"started_on": "2026-08-01", "left_on": "", "leaving_reason": ""},
    )

    started.enrolment.refresh_from_db()
    assert str(started.enrolment.first_started_on) == "2026-08-01"


def test_a_seat_is_filled_by_starting_somebody_in_the_admin(client, centre, keeper):
    one = make_application(centre, kind="pre_start")
    seat = make_opening(one)

    move(client, one, stage=stage(centre, "started").pk)

    seat.refresh_from_db()
    assert (seat.status, seat.filled_by) == ("filled", one)
