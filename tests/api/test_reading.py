"""What programs read."""

import json
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command

from recruitment.moves.gate import Ask, take
from tests.api.programs import Program, problem
from tests.factories import (
    make_application,
    make_candidate,
    make_opening,
    make_report,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(manager):
    return Program(manager)


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_an_application_is_told_whole(program, centre, manager):
    one = make_application(
        centre, kind="screen", owner=manager, supervisor=make_supervisor(centre, name="Dr Cruz")
    )

    told = program.get("application", one.pk).json()

    assert told["candidate"] == one.candidate_id
    assert told["stage"] == {
        "id": one.stage_id, "name": one.stage.name, "kind": "screen",
    }  # fmt: skip
    assert (told["status"], told["version"], told["track"]) == ("active", 1, "doctoral")
    assert told["supervisor"]["name"] == "Dr Cruz"
    assert told["owner"] == {"id": manager.pk, "name": "Grace Lam"}
    assert told["page"] == f"/applications/{one.pk}/"
    assert told["reason"] is None


def test_pages_follow_each_other_without_repeating_or_skipping(program, centre):
    people = [make_candidate(centre) for _ in range(5)]
    first = program.get("candidates", limit=2)
    make_candidate(centre)  # meanwhile

    seen, answer = ids(first), first.json()
    while answer["next"]:
        following = program.client.get(
            answer["next"], headers={"Authorization": f"Bearer {program.secret}"}
        )
        seen += ids(following)
        answer = following.json()

    assert seen[:5] == [one.pk for one in people]
    assert len(seen) == len(set(seen)) == 6


def test_lists_are_narrowed_as_the_page_is(program, centre):
    review = make_application(centre, kind="review")
    closed = make_application(centre, kind="screen")
    take(closed, Ask("close", reason=reason(centre, "weaker")), actor=None)
    make_candidate(centre, full_name="Li Zihan")

    assert ids(program.get("applications", view="open")) == [review.pk]
    assert ids(program.get("candidates", view="open")) == [review.candidate_id]
    assert ids(program.get("applications", status="rejected")) == [closed.pk]
    where = stage(centre, "review").pk
    assert ids(program.get("candidates", stage=where)) == [review.candidate_id]
    assert ids(program.get("applications", candidate=closed.candidate_id)) == [closed.pk]
    found = program.get("candidates", q="zihan li").json()["results"]
    assert [one["full_name"] for one in found] == ["Li Zihan"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("stge", "3"), ("limit", "0"), ("limit", ""),
     ("limit", "201"), ("limit", "00001" + "9" * 4400), ("cursor", "garbage"),
     ("on", "2026-02-30"), ("on", "")],
)  # fmt: skip
def test_a_parameter_that_means_nothing_is_refused_and_nobody_is_listed(program, name, value):
    answer = program.get("candidates", **{name: value})

    told = problem(answer)
    assert told["status"] == 400
    assert name in " ".join(told["errors"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("stage", "999999"), ("view", "everything"), ("intake", "nowhere"), ("on", "2026-01-01")],
)  # fmt: skip
def test_a_filter_that_names_nothing_here_lists_nobody(program, centre, name, value):
    make_candidate(centre)

    answer = program.get("candidates", **{name: value})

    assert problem(answer)["status"] == 422
    assert name in " ".join(answer.json()["errors"])


def test_the_history_is_told_step_by_step(program, centre, manager):
    one = make_application(centre)
    take(one, Ask("move", stage=stage(centre, "review"), note="Strong"), actor=manager)

    steps = program.get("application-moves", one.pk).json()["results"]

    assert [step["sequence"] for step in steps] == [1, 2]
    last = steps[1]
    assert (last["from_stage"]["kind"], last["to_stage"]["kind"]) == ("applied", "review")
    assert (last["actor"]["name"], last["note"]) == ("Grace Lam", "Strong")
    assert program.get("moves").json()["results"] == steps


def test_a_supervisor_reads_their_own_alone(centre):
    account = make_user("supervisor", centre)
    mine = make_application(centre, supervisor=make_supervisor(centre, user=account))
    other = make_started(centre)
    program = Program(account)

    assert ids(program.get("candidates")) == [mine.candidate_id]
    assert ids(program.get("applications")) == [mine.pk]
    assert {step["application"] for step in program.get("moves").json()["results"]} == {mine.pk}
    assert program.get("researchers").json()["results"] == []
    # That the seat is taken they see; by whom they do not.
    seats = program.get("openings").json()["results"]
    assert [(one["status"], one["application"]) for one in seats] == [("filled", None)]
    assert program.get("candidate", other.candidate_id).status_code == 404


def test_seats_intakes_and_researchers(program, centre):
    started = make_started(centre)
    free = make_opening(started)

    seats = {one["id"]: one for one in program.get("openings").json()["results"]}
    intake = program.get("intake", started.intake_id).json()
    (researcher,) = program.get("researchers").json()["results"]

    assert seats[free.pk]["status"] == "open"
    assert seats[started.opening.pk]["application"] == started.pk
    assert (intake["open"], intake["filled"]) == (1, 1)
    assert researcher["full_name"] == started.candidate.full_name
    assert [one["started_on"] for one in researcher["enrolments"]] == ["2026-09-01"]


def test_progress_is_what_the_command_tells(program, centre):
    make_started(centre)
    out = StringIO()
    call_command("progress", format="json", stdout=out)

    assert program.get("progress").json() == json.loads(out.getvalue())
    assert program.get("progress", track="postdoc").json()["track"] == "postdoc"
    assert problem(program.get("progress", track="none"))["errors"].keys() == {"track"}
    assert problem(program.get("progress", on="tomorrow"))["errors"].keys() == {"on"}


def test_an_industry_viewer_reads_what_is_published_and_nothing_else(centre, director):
    make_started(centre)
    viewer = Program(make_user("industry", centre))
    assert viewer.get("published").status_code == 404

    report = make_report(centre, "2026-q3", published_by=director)

    told = viewer.get("published").json()
    assert (told["period"], told["version"]) == ("2026-q3", 1)
    assert told["figures"] == json.loads(json.dumps(report.data))
    for name in ("candidates", "applications", "moves", "researchers", "progress", "openings"):
        assert problem(viewer.get(name))["status"] == 403


def test_a_list_that_names_people_leaves_a_line_in_the_log(program, centre, manager):
    make_started(centre)
    make_started(centre)

    program.get("applications", status="enrolled")
    program.get("candidates", q="nobody of that name")
    program.get("intakes")

    [line] = LogEntry.objects.filter(action=LogEntry.Action.ACCESS)
    assert (line.actor, line.object_pk) == (manager, str(centre.pk))
    assert {key: value for key, (_before, value) in line.changes.items()} == {
        "exported": "/api/v1/applications/", "token": str(program.token),
        "filter": "status=enrolled", "rows": "2", "people": "2",
    }  # fmt: skip


def test_whoever_has_it_already_is_not_sent_it_again(program, centre):
    person = make_candidate(centre)
    tag = program.get("candidate", person.pk)["ETag"]
    weak = [f"W/{tag}", f'"x", W/{tag}', tag.removesuffix('"') + '-gzip"', "*"]

    for known in [tag, *weak]:
        answer = program.send("get", "candidate", person.pk, **{"If-None-Match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag), known
    for other in ['"x"', f'W/"x{tag[1:]}']:
        answer = program.send("get", "candidate", person.pk, **{"If-None-Match": other})
        assert answer.json()["id"] == person.pk


def test_what_is_not_there_is_told_in_the_shape_of_all_refusals(program, client):
    assert problem(program.get("candidate", 2**70))["status"] == 404
    assert problem(client.get("/api/v1/nothing/"))["status"] == 404
    assert problem(client.get("/api/v1/candidates/?q=%00"))["status"] == 400
    assert problem(program.send("get", "candidates", Accept="text/html"))["status"] == 406


def test_a_fault_of_ours_is_told_in_the_same_shape_with_a_reference(program, monkeypatch):
    def fault(*args, **more):
        raise ZeroDivisionError("the planted fault")

    monkeypatch.setattr("recruitment.api.people_views.Candidates.page", fault)

    answer = program.get("candidates")

    told = problem(answer)
    assert told["status"] == 500
    assert "Reference" in told["detail"]
    assert b"planted" not in answer.content
