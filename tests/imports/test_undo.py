"""Undoing an import: what nobody touched goes, what somebody touched stays and says why."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from recruitment.candidates.models import Candidate, Note
from recruitment.documents.waiving import waive
from recruitment.enrolment.models import Enrolment
from recruitment.imports.models import Import
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from tests.exchange.sheets import HEADINGS, row
from tests.factories import (
    make_candidate,
    make_document,
    make_interview,
    make_offer,
    make_referee,
    make_supervisor,
    make_user,
    stage,
)
from tests.imports.pages import checked, decide, mend, run
from tests.imports.test_wizard import PEOPLE, ours

pytestmark = pytest.mark.django_db


def imported(client, rows) -> Import:
    source = checked(client, rows)
    run(client, source)
    return source


def undo(client, source: Import) -> dict[str, str]:
    """What stayed, and why: {name: reason}."""
    client.post(f"/imports/{source.pk}/undo/")
    source.refresh_from_db()
    kept = source.rows.exclude(kept="").select_related("candidate")
    return {line.candidate.full_name: line.kept for line in kept}


def test_an_import_nobody_touched_is_undone_without_a_trace(as_manager, centre):
    make_candidate(centre, full_name="Somebody Else")
    before = ours()
    source = imported(as_manager, PEOPLE)

    kept = undo(as_manager, source)

    assert kept == {}
    assert source.state == Import.State.UNDONE
    assert ours() == before


def test_starts_seats_and_what_was_made_for_them_go_too(as_manager, centre):
    before = ours()
    source = checked(as_manager, [row("NG, Ada", result="Enrolled", supervisor="Dr Q")])
    mend(as_manager, source, "Dr Q", value="+")
    (seats,) = source_repairs(source)
    mend(as_manager, source, seats["value"], do="make")
    run(as_manager, source)
    assert Enrolment.objects.count() == 1

    kept = undo(as_manager, source)

    assert kept == {}
    # That a start was recorded and taken back stays on record for nobody: nobody started.
    assert ours() == before


def source_repairs(source):
    source.refresh_from_db()
    return source.found["repairs"]


def test_an_application_moved_since_stays_and_says_so(as_manager, centre):
    source = imported(as_manager, PEOPLE)
    moved = Application.objects.get(candidate__full_name="Jo Roe")
    take(moved, Ask("move", stage=stage(centre, "decision")), actor=None)

    kept = undo(as_manager, source)

    assert kept == {"Jo Roe": "moved since"}
    assert [one.full_name for one in Candidate.objects.all()] == ["Jo Roe"]


def test_somebody_noted_on_since_stays_without_the_imported_application(as_manager, centre):
    source = imported(as_manager, PEOPLE)
    person = Candidate.objects.get(full_name="Per Quist")
    Note.objects.create(candidate=person, text="Rang on Monday")

    kept = undo(as_manager, source)

    assert kept == {"Per Quist": "noted on since"}
    assert Note.objects.filter(text="Rang on Monday").exists()


def test_somebody_who_handed_something_in_stays_with_it(as_manager, centre):
    source = imported(as_manager, PEOPLE[:3])
    first, second, third = Candidate.objects.order_by("pk")[:3]
    document = make_document(first)
    report = make_referee(second.applications.get())
    kind = centre.document_kinds.get(name="CV")
    waiver = waive(third.applications.get(), kind, reason="Known to us", by=make_user())

    kept = undo(as_manager, source)

    assert kept == {
        first.full_name: "documents added since",
        second.full_name: "documents or referees added since",
        third.full_name: "edited since",
    }
    waiver.refresh_from_db()
    document.refresh_from_db()
    report.refresh_from_db()


def test_what_was_decided_or_arranged_for_somebody_keeps_them(as_manager, centre, manager):
    source = imported(as_manager, PEOPLE[:2])
    first, second = Application.objects.order_by("pk")[:2]
    interview = make_interview(first)
    offer = make_offer(second, by=manager)

    kept = undo(as_manager, source)

    assert set(kept.values()) == {"interviews, a decision or an offer added since"}
    assert len(kept) == 2
    interview.refresh_from_db()
    offer.refresh_from_db()


def test_an_edited_person_stays(as_manager, centre):
    source = imported(as_manager, PEOPLE)
    person = Candidate.objects.get(full_name="Ada Ng")
    person.phone = "555 0100 22"
    person.save()

    assert undo(as_manager, source) == {"Ada Ng": "edited since"}


def test_an_assigned_application_stays(as_manager, centre):
    source = imported(as_manager, PEOPLE)
    one = Application.objects.get(candidate__full_name="Ada Ng")
    one.supervisor = make_supervisor(centre)
    one.save()

    assert undo(as_manager, source) == {"Ada Ng": "edited since"}


def test_somebody_who_was_here_before_keeps_all_but_what_the_file_added(as_manager, centre):
    known = make_candidate(centre, full_name="Ada Ng", email="other@example.org")
    before = ours()
    source = checked(as_manager, [row("NG, Ada", universities="Old College", remarks="Call")])
    decide(as_manager, source, 2, f"p{known.pk}")
    run(as_manager, source)
    assert known.applications.count() == 1

    kept = undo(as_manager, source)

    assert kept == {}
    after = ours()
    # The person's row tells when it was touched last.
    del before["recruitment.Candidate"], after["recruitment.Candidate"]
    assert after == before


def test_blanks_it_filled_are_blank_again_unless_somebody_changed_them(as_manager, centre):
    ada = make_candidate(centre, full_name="Ada Ng", email="ng.ada@example.org")
    jo = make_candidate(centre, full_name="Jo Roe", email="roe.jo@example.org")
    headings = [*HEADINGS, "Phone"]
    rows = [row("NG, Ada", phone="555 0100 22"), row("ROE, Jo", phone="555 0100 33")]
    source = checked(as_manager, rows, headings=headings)
    run(as_manager, source)
    jo.refresh_from_db()
    jo.phone = "555 0100 44"
    jo.save()

    kept = undo(as_manager, source)

    ada.refresh_from_db()
    jo.refresh_from_db()
    assert (ada.phone, ada.nationality, jo.phone, jo.nationality) == ("", "", "555 0100 44", "")
    assert kept == {"Jo Roe": "edited since"}
    assert not ada.search_keys.filter(kind="p").exists()


def test_day_and_reason_of_who_may_not_be_written_to_go_together_or_stay_together(
    as_manager, centre
):
    ada = make_candidate(centre, full_name="Ada Ng", email="ng.ada@example.org")
    jo = make_candidate(centre, full_name="Jo Roe", email="roe.jo@example.org")
    column, asked = "May not be written to", "2026-11-20: asked"
    rows = [{**row(name), column: asked} for name in ("NG, Ada", "ROE, Jo")]
    source = checked(as_manager, rows, headings=[*HEADINGS, column])
    run(as_manager, source)
    jo.refresh_from_db()
    jo.no_contact_reason = "asked by phone"
    jo.save()

    kept = undo(as_manager, source)

    ada.refresh_from_db()
    jo.refresh_from_db()
    day = date(2026, 11, 20)
    assert (ada.no_contact_on, ada.no_contact_reason) == (None, "")
    assert (jo.no_contact_on, jo.no_contact_reason) == (day, "asked by phone")
    assert kept == {"Jo Roe": "edited since"}


def test_what_differs_is_a_note_that_goes_with_the_import(as_manager, centre):
    ada = make_candidate(centre, full_name="Ada Ng", email="ng.ada@example.org", nationality="CA")
    source = checked(as_manager, [row("NG, Ada")])
    run(as_manager, source)
    assert ada.notes.filter(text__startswith="A list says otherwise. Nationality").exists()

    undo(as_manager, source)

    ada.refresh_from_db()
    assert (ada.nationality, ada.notes.count()) == ("CA", 0)


def test_after_seven_days_it_can_no_longer_be_undone(as_manager, centre):
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False):
        source = imported(as_manager, [row("NG, Ada")])
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC) + timedelta(days=7), tick=False):
        undo(as_manager, source)

    assert source.state == Import.State.DONE
    assert Candidate.objects.count() == 1


def test_undoing_twice_is_undoing_once(as_manager, centre):
    source = imported(as_manager, PEOPLE)

    undo(as_manager, source)
    undo(as_manager, source)

    assert source.state == Import.State.UNDONE
    assert not Candidate.objects.exists()
