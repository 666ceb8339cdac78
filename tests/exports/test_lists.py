"""Any list leaves as its page shows it, to those who may, and the log says so."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centre.accounts.models import User
from recruitment.candidates.models import Candidate
from recruitment.exports import often
from recruitment.messages.models import Message
from recruitment.pipeline.models import Stage
from recruitment.register import listing, search
from recruitment.tasks.waiting import MOST
from tests.exports.sheets import body, cells, lines
from tests.factories import (
    make_application,
    make_award,
    make_candidate,
    make_centre,
    make_interview,
    make_ledger_entry,
    make_message,
    make_offer,
    make_opening,
    make_placement,
    make_started,
    make_supervisor,
    make_task,
    make_user,
    stage,
)
from tests.imports.pages import match, run, upload
from tests.measuring import cost

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def ask(client, what, query="", form="csv"):
    url = f"{reverse('recruitment:list-export', args=[what])}?{query}"
    return client.post(url, {"form": form})


def logged():
    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).latest("pk")
    return {name: new for name, (_old, new) in entry.changes.items()}


def test_a_list_leaves_with_the_columns_filter_and_order_of_the_screen(as_manager, centre):
    supervisor = make_supervisor(centre, name="Dr Ho")
    for name, native in (("Bo Li", "李博"), ("Ada Ng", ""), ("Cy Wu", "")):
        person = make_candidate(centre, full_name=name, native_name=native, nationality="FR")
        make_application(centre, candidate=person, supervisor=supervisor)
    make_application(centre, candidate=make_candidate(centre, full_name="Not Listed"))
    query = f"supervisor={supervisor.pk}&sort=-name&cols=stage.nationality.supervisor"

    got = lines(ask(as_manager, "candidates", query))

    assert got == [
        ["Candidate", "Name in own script", "Stage", "Supervisor", "Nationality"],
        ["Cy Wu", "", "Submitted", "Dr Ho", "France"],
        ["Bo Li", "李博", "Submitted", "Dr Ho", "France"],
        ["Ada Ng", "", "Submitted", "Dr Ho", "France"],
    ]


def test_every_column_there_is_can_be_exported(as_manager, centre, manager):
    one = make_application(
        centre, at=AT, owner=manager, next_step="Read it", next_step_on=date(2026, 12, 4)
    )
    columns = "stage.days.area.intake.supervisor.next.source.owner.nationality.email.updated"

    head, row = cells(ask(as_manager, "candidates", f"cols={columns}", form="xlsx"))

    shown = dict(zip([cell.value for cell in head], [cell.value for cell in row], strict=True))
    assert shown["In stage"] == (centre.today() - date(2026, 3, 2)).days
    assert shown["Next step due"] == datetime(2026, 12, 4)  # noqa: DTZ001
    updated = timezone.localtime(one.candidate.updated_at, centre.zone).replace(tzinfo=None)
    assert abs((shown["Updated"] - updated).total_seconds()) < 1
    assert (shown["Owner"], shown["Intake"]) == ("Grace Lam", str(one.intake))


def test_the_form_says_how_many_rows_and_people_leave(as_manager, centre):
    one = make_application(centre)
    intakes = centre.intakes.filter(track=one.track)
    make_application(centre, candidate=one.candidate, intake=str(intakes[1]))
    stages = stage(centre, "applied").pk

    page = as_manager.get(f"/exports/list-candidates/?stage={stages}").content.decode()

    assert "2 rows" in page
    assert "1 person" in page


def test_the_log_says_who_took_out_whom_of_which_list(as_manager, manager, centre, client):
    make_candidate(centre, full_name="Ada Ng")

    ask(as_manager, "candidates", "q=ada")

    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).latest("pk")
    today = centre.today()
    assert entry.actor == manager
    assert logged() == {
        "exported": f"visual-ai-candidates-{today}.csv",
        "list": "Candidates",
        "filter": "All; “ada”; sorted by name",
        "rows": "1",
        "people": "1",
    }
    keeper = User.objects.create_superuser("keeper@example.org", "x" * 12, name="Keeper")
    client.force_login(keeper)
    page = client.get(reverse("admin:auditlog_logentry_change", args=[entry.pk]))
    assert "“ada”" in page.content.decode()


def test_nobody_of_another_centre_and_nobody_unseen_leaves(client, centre, manager):
    make_candidate(make_centre("other"), full_name="Of Others")
    make_candidate(centre, full_name="Of Ours")
    client.force_login(manager)

    got = lines(ask(client, "candidates"))

    assert [row[0] for row in got[1:]] == ["Of Ours"]


def test_a_search_cut_on_its_page_is_exported_whole(as_manager, centre, monkeypatch):
    monkeypatch.setattr(search, "LIMIT", 1)
    monkeypatch.setattr(listing, "LIMIT", 1)
    for name in ("Ada Ng", "Ada Li", "Ada Wu", "Bo Wu"):
        make_candidate(centre, full_name=name)

    got = lines(ask(as_manager, "candidates", "q=ada"))

    assert [row[0] for row in got[1:]] == ["Ada Li", "Ada Ng", "Ada Wu"]
    assert logged()["people"] == "3"


def test_who_takes_out_file_after_file_is_told_to_wait(as_manager, client, centre, monkeypatch):
    monkeypatch.setattr(often, "MOST", 2)
    make_candidate(centre)

    done = [ask(as_manager, "candidates").status_code for _ in "12"]
    refused = ask(as_manager, "candidates")
    whole = as_manager.post(reverse("recruitment:centre-export"))
    client.force_login(make_user("manager", centre))

    assert done == [200, 200]
    for one in (refused, whole):
        assert (one.status_code, "Try again in" in one.text) == (429, True)
        assert 0 < int(one["Retry-After"]) <= 3600
    assert ask(client, "candidates").status_code == 200


def test_an_exported_list_brings_its_columns_back(as_manager, centre, manager):
    supervisor = make_supervisor(centre, name="Dr Ho")
    one = make_application(
        centre, kind="screen", owner=manager, supervisor=supervisor, next_step="Read it",
        next_step_on=date(2026, 12, 4), candidate=make_candidate(centre, full_name="Ada Ng"),
    )  # fmt: skip
    columns = "stage.days.area.intake.supervisor.next.source.owner.nationality.email.updated"
    data = body(ask(as_manager, "candidates", f"cols={columns}"))
    # As if the list were of another installation: nobody here is in it.
    other = data.replace(b"Ada Ng", b"Bo Li").replace(one.candidate.email.encode(), b"bo@x.org")

    source = upload(as_manager, SimpleUploadedFile("again.csv", other))
    match(as_manager, source)
    run(as_manager, source)

    back = Candidate.objects.get(full_name="Bo Li")
    again = back.applications.get()
    assert (again.stage.name, again.intake.name) == (one.stage.name, one.intake.name)
    assert (again.next_step, again.next_step_on) == ("Read it", date(2026, 12, 4))
    assert again.supervisor == supervisor
    assert back.notes.count() == 0


def test_an_exported_list_imported_again_adds_nothing(as_manager, centre):
    person = make_candidate(centre, full_name="Ada =Ng", native_name="吳雅達")
    make_application(centre, candidate=person)
    query = "cols=email.nationality"
    data = body(ask(as_manager, "candidates", query))

    source = upload(as_manager, SimpleUploadedFile("again.csv", data))
    match(as_manager, source)
    source.refresh_from_db()

    assert [(row.state, row.problems) for row in source.rows.all()] == [("same", [])]
    run(as_manager, source)
    assert Candidate.objects.count() == 1


def test_researchers_leave_as_they_are_listed(as_manager, centre):
    one = make_started(centre, supervisor=make_supervisor(centre, name="Dr Ho"))
    make_started(centre, track="postdoc")

    got = lines(ask(as_manager, "researchers", "track=doctoral&state=all"))

    assert got == [
        ["Researcher", "Name in own script", "Cohort", "Supervisor", "Started", "First started",
         "Stands", "Confirmation due", "Period or contract ends", "Left", "Reason for leaving"],
        [one.candidate.full_name, "", str(one.intake), "Dr Ho", "2026-09-01", "2026-09-01",
         "Provisional", "2028-09-01", "2030-08-31", "", ""],
    ]  # fmt: skip
    assert logged()["people"] == "1"


def test_intakes_and_their_openings_leave_as_they_are_listed(as_manager, centre):
    started = make_started(centre)
    make_opening(started)
    intake = started.intake

    intakes = lines(ask(as_manager, "intakes", "track=doctoral"))
    openings = lines(ask(as_manager, "openings", f"intake={intake.pk}&status=filled"))
    seats = lines(ask(as_manager, "seats", f"track=doctoral&intake={intake.pk}"))

    of_intake = next(row for row in intakes if row[0] == intake.name)
    assert of_intake[1] == str(intake.starts_on)
    assert of_intake[4:] == ["", "2", "1", "0", "0", "1"]
    name = started.candidate.full_name
    assert [row[2:4] for row in openings[1:]] == [["Filled", name]]
    assert sorted(row[2:4] for row in seats[1:]) == [["Filled", name], ["Open", ""]]


def test_offers_leave_with_what_they_promise_typed(as_manager, centre, manager):
    ada = make_candidate(centre, full_name="Ada Ng", native_name="吳雅達")
    one = make_application(centre, kind="decision", candidate=ada)
    offer = make_offer(
        one, by=manager, expires_on=date(2027, 3, 1), expires_zone="Europe/London", amount=18470
    )
    offer.conditions.create(kind="visa")
    make_offer(make_application(make_centre("other")), by=make_user())

    head, *rows = cells(ask(as_manager, "offers", "view=draft", form="xlsx"))

    shown = dict(zip([cell.value for cell in head], [cell.value for cell in rows[0]], strict=True))
    assert len(rows) == 1
    assert shown == {
        "Candidate": "Ada Ng", "Name in own script": "吳雅達", "Position": str(one.position),
        "Intake": str(one.intake), "State": "Draft", "Version": 1, "A month": 18470,
        "Currency": "HKD", "Months": 48, "First day": datetime(2027, 9, 1),  # noqa: DTZ001
        "Answer by": datetime(2027, 3, 1, 23, 59), "Time zone": "Europe/London",  # noqa: DTZ001
        "Open conditions": 1,
    }  # fmt: skip
    assert {name: logged()[name] for name in ("filter", "rows", "people")} == {
        "filter": "Draft", "rows": "1", "people": "1",
    }  # fmt: skip
    ask(as_manager, "offers", "view=accepted")
    assert logged()["filter"] == "Draft", "an empty list is no file"


def test_interviews_of_a_week_leave_with_both_clocks_and_whoever_is_unnamed_by_number(
    client, centre, director
):
    one = make_application(centre, kind="interview")
    hidden = make_application(centre, kind="interview", track="postdoc")
    make_interview(one, candidate_zone="Europe/London", at=datetime(2026, 11, 24, 6, tzinfo=UTC))
    make_interview(hidden, director, at=datetime(2026, 11, 25, 6, tzinfo=UTC))
    make_interview(one, at=datetime(2026, 12, 2, 6, tzinfo=UTC))
    Stage.objects.filter(pk=hidden.stage_id).update(is_anonymous=True)
    client.force_login(director)

    got = lines(ask(client, "interviews", "on=2026-11-25"))

    page = client.get("/interviews/?on=2026-11-25").context["week"]
    assert [row[4] for row in got[1:]] == [shown.who for shown in page.every]
    own, other = got[1:]
    assert own[:2] == ["2026-11-25 14:00", "45"]
    assert other[:5] == [
        "2026-11-24 14:00", "45", "2026-11-24 06:00", "Europe/London", one.candidate.full_name,
    ]  # fmt: skip
    assert other[9] == ""
    assert logged()["people"] == "2"


def test_placements_leave_as_they_are_narrowed(as_manager, centre):
    start = make_started(centre)
    make_placement(start.enrolment, place="Kowloon", company="Harbour Imaging")
    make_placement(start.enrolment, company="Other Ltd")

    got = lines(ask(as_manager, "placements", "company=Harbour+Imaging"))

    assert got[1:] == [[
        start.candidate.full_name, "", "Harbour Imaging", "Kowloon", "Denoising", "",
        "2026-09-01", "2026-09-30", "",
    ]]  # fmt: skip
    assert logged()["filter"] == "All; Harbour Imaging"


def test_ones_tasks_leave_as_far_as_their_page_shows_them_and_say_how_many_there_are(
    as_manager, manager, centre
):
    person = make_candidate(centre, full_name="Ada Ng")
    for number in range(MOST + 1):
        make_task(manager, candidate=person, what=f"Call {number}")
    make_task(make_user("manager", centre), candidate=person, what="Of somebody else")

    got = lines(ask(as_manager, "tasks"))

    shown = as_manager.get("/tasks/").context["waits"].rows
    assert [row[1] for row in got[1:]] == [one.what for one in shown]
    assert got[1] == ["2026-10-07", "Call 0", "Ada Ng", "", ""]
    assert (logged()["rows"], logged()["people"]) == (str(MOST), "1")
    assert logged()["filter"] == (f"what waits for Grace Lam; the first {MOST} of {MOST + 1} tasks")


def test_e_mails_that_wait_for_a_person_leave_without_their_text(as_manager, centre, manager):
    one = make_application(centre, candidate=make_candidate(centre, full_name="Ada Ng"))
    for state in ("held", "failed", "unclear", "sent"):
        made = make_message(one, subject=f"Now {state}", body="Secret words", by=manager)
        Message.objects.filter(pk=made.pk).update(state=state)

    answer = body(ask(as_manager, "emails")).decode("utf-8-sig")

    got = list(csv.reader(io.StringIO(answer)))
    assert [row[0] for row in got[1:]] == ["Unclear", "Held", "Failed"]
    assert got[2][1:6] == ["Ada Ng", "", "Written by hand", one.candidate.email, "Now held"]
    assert "Secret words" not in answer
    assert logged()["people"] == "1"


@pytest.mark.parametrize("what", ["offers", "interviews", "placements", "tasks", "emails"])
def test_five_rows_of_any_list_take_as_many_statements_as_one(as_manager, centre, manager, what):
    def add():
        one = make_application(centre, kind="interview")
        make_offer(one, by=manager)
        make_interview(one, manager, make_user("panel", centre), at=None)
        make_placement(make_started(centre).enrolment)
        make_task(manager, candidate=one.candidate)
        Message.objects.filter(pk=make_message(one).pk).update(state="held")

    def taken():
        url = reverse("recruitment:list-export", args=[what])
        return cost(as_manager, "post", url, {"form": "csv"}).statements

    add()
    taken()
    one = taken()
    for _n in range(4):
        add()

    assert taken() == one


def test_what_a_list_is_narrowed_by_and_is_not_ours_is_not_there(as_manager):
    theirs = make_centre("other").intakes.first()

    for what in ("openings", "researchers", "seats"):
        assert ask(as_manager, what, f"intake={theirs.pk}").status_code == 404
    assert as_manager.get("/exports/list-salaries/").status_code == 404


def test_forty_rows_take_as_many_statements_as_one(as_manager, centre):
    def taken():
        url = reverse("recruitment:list-export", args=["candidates"])
        return cost(as_manager, "post", url, {"form": "csv"}).statements

    make_application(centre)
    taken()
    one = taken()
    for _i in range(40):
        make_application(centre)

    assert taken() == one


@pytest.mark.parametrize("role", ["supervisor", "panel", "industry"])
def test_no_other_role_exports_or_is_offered_to(client, centre, role):
    client.force_login(make_user(role, centre))

    assert ask(client, "candidates").status_code == 403
    page = client.get("/candidates/").content.decode()
    assert "/exports/" not in page


def test_the_ledger_leaves_with_every_amount_its_rate_and_its_evidence(as_manager, centre):
    make_ledger_entry(centre, "spent", 1200, on=date(2026, 3, 1), evidence="=Bank advice 7")
    make_ledger_entry(make_centre("other"), evidence="Of others")

    head, row = lines(ask(as_manager, "ledger"))

    told = dict(zip(head, row, strict=True))
    assert [told[name] for name in ("Day", "Kind", "Amount", "Currency")] == [
        "2026-03-01", "Spent", "1200.00", "CNY",
    ]  # fmt: skip
    assert told["Evidence"] == "'=Bank advice 7"
    assert logged()["rows"] == "1"


def test_awards_leave_by_researcher_to_those_who_read_the_ledger(as_manager, centre):
    for name in ("Zoe Xu", "Ada Ng"):
        one = make_started(centre, candidate=make_candidate(centre, full_name=name))
        make_award(one.enrolment.researcher, amount=18470, currency="HKD")
    user = make_user("supervisor", centre)
    other = Client()
    other.force_login(user)

    head, *found = lines(ask(as_manager, "awards"))

    assert [row[0] for row in found] == ["Ada Ng", "Zoe Xu"]
    assert found[0][head.index("A month")] == "18470.00"
    assert logged()["people"] == "2"
    assert {ask(other, what).status_code for what in ("awards", "ledger")} == {403}
