"""What programs write: by the same verbs as the pages, once, and over nobody's work."""

from base64 import b64encode
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from centre.web.jobs import start
from recruitment.api import forgetting
from recruitment.api.models import KEPT_FOR, KeyedAnswer
from recruitment.candidates.models import Candidate
from recruitment.duplicates.merging import Choice, merge
from recruitment.imports.actions import write_import
from recruitment.imports.models import Import
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application, StageTransition
from tests.api.programs import Program, problem
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_import,
    make_opening,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.working import QUEUE

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(manager):
    return Program(manager)


def place_of(centre):
    track = centre.tracks.get(kind="doctoral")
    intake = track.intakes.get(name="September 2027")
    return {"position": track.positions.get().pk, "intake": intake.pk}


def newcomer(centre, /, **more):
    return {"full_name": "Li Zihan", "email": "li@example.org", **place_of(centre), **more}


def test_a_candidate_is_added_with_their_application(program, centre, manager):
    answer = program.post("candidates", body=newcomer(centre, native_name="李子涵"))

    assert answer.status_code == 201, answer.content
    person = Candidate.objects.get()
    assert answer["Location"] == f"/api/v1/candidates/{person.pk}/"
    assert answer.json()["native_name"] == "李子涵"
    assert person.created_by == manager
    application = person.applications.get()
    assert application.intake.name == "September 2027"
    assert application.transitions.get().actor == manager


def test_without_a_position_they_are_a_prospect(program, centre):
    body = {"full_name": "Li Zihan", "email": "li@example.org"}

    assert program.post("candidates", body=body).status_code == 201

    assert Candidate.objects.get().applications.count() == 0


@pytest.mark.parametrize("name", ["source", "supervisor"])
def test_what_a_prospect_came_with_is_a_row_of_the_centre_or_refused(program, name):
    other = make_centre("other")
    theirs = {"source": other.sources.first(), "supervisor": make_supervisor(other)}[name]
    body = {"full_name": "Li Zihan", "email": "li@example.org", name: theirs.pk}

    told = problem(program.post("candidates", body=body))

    assert (told["status"], list(told["errors"])) == (422, [name])
    assert Candidate.objects.count() == 0


def test_an_address_that_is_known_is_refused_until_it_is_said_to_be_another_person(program, centre):
    make_candidate(centre, email="li@example.org")

    first = program.post("candidates", body=newcomer(centre))
    second = program.post("candidates", body=newcomer(centre, another_person=True))

    assert problem(first)["status"] == 422
    assert list(first.json()["errors"]) == ["email"]
    # In words a program's author can act on: there is no box to tick here.
    assert "another_person" in first.json()["errors"]["email"][0]
    assert "below" not in first.text
    assert second.status_code == 201
    assert Candidate.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": 7}, "full_name"),
        ({"email": "li@@example"}, "email"),
        ({"intake": "12"}, "intake"),
        ({"stage": 3}, "stage"),
        ({"centre": 1}, "centre"),
        ({"created_by": 1}, "created_by"),
        ({"full_name": "a\x00b"}, "full_name"),
    ],
)
def test_a_body_that_is_not_what_the_document_says_is_refused_field_by_field(
    program, centre, change, field
):
    answer = program.post("candidates", body=newcomer(centre, **change))

    told = problem(answer)
    assert (told["status"], list(told["errors"])) == (400, [field])
    assert Candidate.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"full_name": NaN}', "application/json", 400),
        (b'{"\\ud800": 1}', "application/json", 400),
        (b"full_name=Li", "application/x-www-form-urlencoded", 415),
        (b" " * (5 * 1024 * 1024 + 1), "application/json", 413),
    ],
    ids=["cut off", "a list", "too deep", "not a number", "half a letter", "a form", "too large"],
)
def test_what_cannot_be_read_is_told_so(program, content, kind, status):
    answer = program.client.post(
        "/api/v1/candidates/", content, content_type=kind,
        headers={"Authorization": f"Bearer {program.secret}"},
    )  # fmt: skip

    assert problem(answer)["status"] == status


def test_the_same_key_does_it_once_and_answers_the_same(program, centre):
    key = {"Idempotency-Key": "row-17"}
    first = program.post("candidates", body=newcomer(centre), **key)

    again = program.post("candidates", body=newcomer(centre), **key)

    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert Candidate.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(program, centre):
    key = {"Idempotency-Key": "row-17"}
    program.post("candidates", body=newcomer(centre), **key)

    other = program.post("candidates", body=newcomer(centre, full_name="Wang Wei"), **key)

    assert problem(other)["status"] == 422
    assert Candidate.objects.count() == 1


def test_a_key_is_the_tokens_own_and_forgotten_if_nothing_was_done(program, centre):
    key = {"Idempotency-Key": "row-17"}
    refused = program.post("candidates", body=newcomer(centre, email="none"), **key)
    mended = program.post("candidates", body=newcomer(centre), **key)
    other = Program(make_user("manager", centre)).post(
        "candidates", body=newcomer(centre, email="wang@example.org"), **key
    )

    assert [refused.status_code, mended.status_code, other.status_code] == [400, 201, 201]


def test_kept_answers_go_after_a_day(program, centre):
    program.post("candidates", body=newcomer(centre), **{"Idempotency-Key": "old"})
    KeyedAnswer.objects.update(made_at="2026-01-01T00:00Z")

    body = newcomer(centre, email="wang@example.org")
    program.post("candidates", body=body, **{"Idempotency-Key": "new"})

    assert [one.key for one in KeyedAnswer.objects.all()] == ["new"]


def test_kept_answers_go_when_nobody_asks_for_anything_more(program, centre, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for n in "12":
        body = newcomer(centre, email=f"li{n}@example.org")
        program.post("candidates", body=body, **{"Idempotency-Key": n})

    [job] = DBTaskResult.objects.all()
    kept = {one.key: one.made_at for one in KeyedAnswer.objects.all()}
    assert job.run_after == kept["1"] + KEPT_FOR
    KeyedAnswer.objects.filter(key="1").update(made_at=kept["1"] - KEPT_FOR)
    forgetting.forget_answers.call()

    assert [one.key for one in KeyedAnswer.objects.all()] == ["2"]
    following = DBTaskResult.objects.exclude(pk=job.pk).get()
    assert following.run_after == kept["2"] + KEPT_FOR


def test_an_answer_is_not_repeated_to_who_may_no_longer_see_what_it_tells(centre):
    account = make_user("supervisor", centre)
    mentor = make_supervisor(centre, user=account)
    one = make_application(centre, kind="decision", supervisor=mentor)
    program, key = Program(account), {"Idempotency-Key": "a"}
    body = {"verb": "move", "version": 1, "stage": stage(centre, "review").pk}
    first = program.post("application-moves", one.pk, body=body, **key)
    again = program.post("application-moves", one.pk, body=body, **key)
    Application.objects.filter(pk=one.pk).update(supervisor=make_supervisor(centre))

    after = program.post("application-moves", one.pk, body=body, **key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert problem(after)["status"] == 404


def test_a_weak_etag_of_a_compressing_proxy_is_the_same(program, centre):
    person = make_candidate(centre, phone="+852 1")
    weak = "W/" + program.get("candidate", person.pk)["ETag"]

    done = program.patch("candidate", person.pk, body={"phone": "2"}, **{"If-Match": weak})
    old = program.patch("candidate", person.pk, body={"phone": "3"}, **{"If-Match": weak})

    assert (done.status_code, old.status_code) == (200, 412)


def test_the_old_number_of_somebody_merged_tells_the_new_one(program, centre, manager):
    kept, gone = make_candidate(centre), make_started(centre).candidate
    researcher = gone.researcher.pk
    merge(Choice(kept.pk, gone.pk), by=manager)
    body = {"candidate": gone.pk, **place_of(centre)}

    answers = [
        program.get("candidate", gone.pk),
        program.patch("candidate", gone.pk, body={"phone": "2"}, **{"If-Match": "*"}),
        program.get("applications", candidate=gone.pk),
        program.post("applications", body=body),
    ]

    for answer in answers:
        assert problem(answer)["status"] == 410
        assert answer.json()["present"] == {"id": kept.pk, "page": kept.get_absolute_url()}
    assert program.get("researcher", researcher).json()["candidate"] == kept.pk
    other = Program(make_user("manager", make_centre("there")))
    assert problem(other.get("candidate", gone.pk))["status"] == 404


def test_the_old_number_of_a_researcher_merged_tells_the_new_one(program, centre, manager):
    gone = make_started(centre, started_on=date(2025, 9, 1), intake="May 2025").enrolment
    gone.left_on = date(2026, 3, 1)
    gone.leaving_reason = reason(centre, "other", party="researcher")
    gone.save()
    kept = make_started(centre, intake="September 2026").enrolment
    numbers = kept.researcher_id, gone.researcher_id
    merge(Choice(kept.researcher.candidate_id, gone.researcher.candidate_id), by=manager)

    told = problem(program.get("researcher", numbers[1]))

    assert (told["status"], told["present"]["id"]) == (410, numbers[0])


def test_an_edit_changes_what_was_sent_and_nothing_else(program, centre):
    person = make_candidate(centre, full_name="Li Zihan", phone="+852 1", orcid="")
    read = program.get("candidate", person.pk)

    body = {"phone": "+852 2", "other_emails": ["a@example.org", "b@example.org"]}
    answer = program.patch("candidate", person.pk, body=body, **{"If-Match": read["ETag"]})

    assert answer.status_code == 200, answer.content
    assert answer.json() == read.json() | body | {"updated_at": answer.json()["updated_at"]}
    assert answer["ETag"] != read["ETag"]
    person.refresh_from_db()
    assert (person.full_name, person.phone) == ("Li Zihan", "+852 2")


def test_an_edit_without_what_was_read_is_refused(program, centre):
    person = make_candidate(centre, phone="+852 1")

    answer = program.patch("candidate", person.pk, body={"phone": "+852 2"})

    assert problem(answer)["status"] == 428
    person.refresh_from_db()
    assert person.phone == "+852 1"


def test_whoever_edits_what_somebody_changed_meanwhile_is_shown_what_is_there_now(program, centre):
    person = make_candidate(centre, phone="+852 1")
    seen = program.get("candidate", person.pk)["ETag"]
    person.phone = "+852 7"
    person.save_if(person.version, ["phone"])

    answer = program.patch("candidate", person.pk, body={"phone": "2"}, **{"If-Match": seen})
    told = problem(answer)
    after = program.patch("candidate", person.pk, body={"phone": "2"}, **{"If-Match": told["etag"]})

    assert (told["status"], told["present"]["phone"]) == (412, "+852 7")
    assert after.status_code == 200


def test_an_edit_the_page_would_refuse_is_refused(program, centre):
    person = make_candidate(centre)
    seen = program.get("candidate", person.pk)["ETag"]

    answer = program.patch("candidate", person.pk, body={"orcid": "0000"}, **{"If-Match": seen})

    assert (answer.status_code, list(problem(answer)["errors"])) == (422, ["orcid"])


def test_an_application_is_added_where_it_begins_and_when(program, centre):
    person = make_candidate(centre)
    body = {"candidate": person.pk, **place_of(centre), "begins": "lead", "on": "2026-10-01"}

    answer = program.post("applications", body=body)

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["stage"]["kind"], told["entered_stage_at"][:10]) == ("lead", "2026-10-01")
    again = program.post("applications", body=body)
    assert (again.status_code, list(problem(again)["errors"])) == (422, ["intake"])
    assert Application.objects.count() == 1


def test_nobody_of_another_centre_is_given_an_application(program, centre):
    theirs = make_candidate(make_centre("there"))

    answer = program.post("applications", body={"candidate": theirs.pk, **place_of(centre)})

    assert (answer.status_code, list(problem(answer)["errors"])) == (422, ["candidate"])


def move(program, one, **body):
    return program.post("application-moves", one.pk, body={"version": one.version, **body})


def test_a_move_goes_through_the_gate(program, centre, manager):
    one = make_application(centre)
    review = stage(centre, "review")

    answer = move(
        program, one, verb="move", stage=review.pk, note="Strong",
        effective_at="2026-05-01T09:30:00+02:00",
    )  # fmt: skip

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["application"]["stage"]["id"] == review.pk
    assert told["application"]["version"] == told["move"]["sequence"] == 2
    step = StageTransition.objects.get(pk=told["move"]["id"])
    assert (step.actor, step.note) == (manager, "Strong")
    assert step.effective_at.isoformat() == "2026-05-01T07:30:00+00:00"


def test_whoever_is_slower_is_told_who_was_faster(program, centre, director):
    one = make_application(centre)
    take(Application.objects.get(pk=one.pk), Ask("move", stage=stage(centre, "review")),
         actor=director)  # fmt: skip

    answer = move(program, one, verb="move", stage=stage(centre, "screen").pk)

    told = problem(answer)
    assert told["status"] == 409
    assert "Adrian Kwan" in told["detail"]
    assert (told["present"]["version"], told["present"]["moved_by"]) == (2, "Adrian Kwan")
    assert one.transitions.count() == 2


@pytest.mark.parametrize("keyed", [True, False])
def test_a_move_sent_twice_is_one_step(program, centre, keyed):
    one = make_application(centre)
    headers = {"Idempotency-Key": "a"} if keyed else {}
    body = {"verb": "move", "version": 1, "stage": stage(centre, "review").pk}

    answers = [program.post("application-moves", one.pk, body=body, **headers) for _ in "12"]

    assert [answer.status_code for answer in answers] == ([201, 201] if keyed else [201, 200])
    assert one.transitions.count() == 2


def test_close_reopen_undo_and_correct(program, centre):
    one = make_application(centre)
    for body, status in [
        ({"verb": "close", "reason": reason(centre, "weaker").pk}, "rejected"),
        ({"verb": "reopen"}, "active"),
        ({"verb": "undo"}, "rejected"),
        ({"verb": "correct", "stage": stage(centre, "screen").pk}, "active"),
    ]:
        answer = move(program, one, **body)
        assert answer.status_code == 201, answer.content
        assert answer.json()["application"]["status"] == status
        one.refresh_from_db()


def test_a_start_fills_a_seat(program, centre):
    one = make_application(centre, kind="offer")
    seat = make_opening(one)

    start = {"verb": "move", "stage": stage(centre, "started").pk}
    lacking = move(program, one, **start)
    done = move(program, one, **start, starts_on="2026-09-01")

    assert (lacking.status_code, list(problem(lacking)["errors"])) == (422, ["starts_on"])
    assert done.status_code == 201, done.content
    seat.refresh_from_db()
    assert (seat.status, seat.filled_by) == ("filled", one)


def test_a_step_the_rules_refuse_is_refused_in_a_sentence(program, centre):
    one = make_application(centre)

    answer = move(
        program, one, verb="move", stage=stage(centre, "started").pk, starts_on="2026-09-01"
    )
    misread = move(program, one, verb="reopen", stage=stage(centre, "screen").pk)

    assert problem(answer)["status"] == 422
    assert "comes after the offer" in answer.json()["detail"]
    assert (misread.status_code, list(problem(misread)["errors"])) == (422, ["stage"])
    assert one.transitions.count() == 1


def test_a_supervisors_program_stops_where_they_stop(centre):
    account = make_user("supervisor", centre)
    one = make_application(
        centre, kind="decision", supervisor=make_supervisor(centre, user=account)
    )
    other = make_application(centre)
    program = Program(account)

    beyond = move(program, one, verb="move", stage=stage(centre, "offer").pk)
    back = move(program, one, verb="move", stage=stage(centre, "review").pk)

    assert (beyond.status_code, list(problem(beyond)["errors"])) == (422, ["stage"])
    assert back.status_code == 201, back.content
    assert move(program, other, verb="reopen").status_code == 404


def test_a_file_is_checked_and_written_when_it_says_so(program, centre, manager):
    content = b"Name,Email\nJo Roe,jo@example.org\n"
    sent = program.post(
        "imports", body={"name": "list.csv", "content": b64encode(content).decode()}
    )
    assert sent.status_code == 201, sent.content
    told = sent.json()
    assert (told["state"], told["counts"]["new"]) == ("rows", 1)
    assert Candidate.objects.count() == 0

    done = program.post("import-run", told["id"], body={"version": told["version"]})

    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert Candidate.objects.get().full_name == "Jo Roe"
    assert Import.objects.get().written_by == manager
    assert program.get("imports").json()["results"][0]["state"] == "done"


def test_a_program_is_told_that_an_import_failed(program, centre, manager, settings):
    settings.TASKS = QUEUE
    found = [make_import(centre, by=manager) for _n in range(3)]
    for one in found[:2]:
        one.state, one.job = Import.State.WRITING, start(write_import, import_id=one.pk)
        one.save()
    DBTaskResult.objects.get(pk=found[1].job).set_failed(ValueError("a fault of ours"))

    with CaptureQueriesContext(connection) as read:
        told = program.get("imports").json()["results"]
    looks = [one for one in read if DBTaskResult._meta.db_table in one["sql"]]

    assert len(looks) == 1
    assert [(one["state"], one["failed"]) for one in told] == [
        ("writing", False), ("writing", True), ("rows", False),
    ]  # fmt: skip
    assert program.get("import", found[1].pk).json()["failed"] is True


def test_a_file_that_cannot_be_read_is_refused(program):
    answers = [
        program.post("imports", body={"name": "list.csv", "content": content})
        for content in ("not base64!", "")
    ]

    assert [problem(one)["status"] for one in answers] == [400, 400]
    assert Import.objects.count() == 0
