"""A merge undone: both as they were, or a sentence that says what stands in the way."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre.organisation.models import Centre
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate, EducationRecord, Note
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates.compare import Pair
from recruitment.duplicates.merging import Choice
from recruitment.duplicates.merging import merge as do_merge
from recruitment.duplicates.undoing import undo as do_undo
from recruitment.enrolment.models import Destination
from recruitment.moves.gate import Ask, take
from recruitment.moves.invariants import violations
from recruitment.pipeline.models import Application, StageTally
from tests.duplicates.pages import merge, undo
from tests.factories import (
    make_application,
    make_award,
    make_candidate,
    make_centre,
    make_started,
    reason,
)

# Turned by everything that is done with a person, or derived, or the story of the merge itself.
LOOSE = {"updated_at", "version"}
STORY = {"Merge", "StageTally", "CandidateKey"}


def state():
    """Every row of ours as it stands, but for what tells that something was done at all."""
    found = {}
    for model in apps.get_app_config("recruitment").get_models():
        if model.__name__ not in STORY:
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if field.name not in LOOSE or model is not Candidate
            ]
            found[model.__name__] = sorted(model._base_manager.values_list(*names), key=repr)
    found["tallies"] = sorted(
        StageTally.objects.exclude(n=0).values_list("stage", "measure", "span", "day", "days", "n")
    )
    return found


@pytest.fixture
def two(centre):
    return (
        make_candidate(centre, full_name="Zhang Wei", email="zw@example.org"),
        make_candidate(centre, full_name="Wei Zhang", email="wei@example.org", nationality="CN"),
    )


def test_undone_both_are_as_they_were_with_all_that_was_theirs(as_manager, centre, manager, two):
    one, other = two
    third = make_candidate(centre)
    for person in two:
        Note.objects.create(candidate=person, text="Called", author=manager)
        EducationRecord.objects.create(candidate=person, institution="Harbour City University")
        make_application(centre, candidate=person, kind="screen")
    first = make_started(centre, candidate=one, intake="May 2025", started_on=date(2025, 5, 6))
    stay = first.enrolment
    stay.left_on = date(2025, 7, 1)
    stay.leaving_reason = reason(centre, "other", party="researcher")
    stay.save()
    started = make_started(centre, candidate=other, intake="September 2026")
    make_award(started.enrolment.researcher)
    Destination.objects.create(
        researcher=started.enrolment.researcher, employer="Lab", as_of=date(2028, 1, 1)
    )
    NotSame.say(other, third, by=manager)
    NotSame.say(one, other, by=manager)
    before = state()
    merge(as_manager, one, other, full_name=other.pk)
    assert state() != before

    page = undo(as_manager)

    assert "are two people again" in page.content.decode()
    assert state() == before
    assert as_manager.get(other.get_absolute_url()).status_code == 200
    assert list(violations()) == []


def test_a_merge_is_undone_from_the_toast_from_the_page_and_from_the_list(as_manager, two):
    one, other = two
    page = merge(as_manager, one, other).content.decode()
    url = f"/candidates/merges/{Merge.objects.get().pk}/undo/"

    listed = as_manager.get("/candidates/possible-duplicates/", {"show": "merged"}).content.decode()

    assert page.count(url) == 2  # the toast, and the notice
    assert listed.count(url) == 1
    assert "Merged with Wei Zhang" in page


@pytest.mark.parametrize("what", ["notes", "applications", "candidates"])
def test_what_was_touched_since_is_not_undone_and_is_named(as_manager, centre, two, what):
    one, other = two
    application = make_application(centre, candidate=other)
    merge(as_manager, one, other)
    kept = Candidate.objects.get()
    if what == "notes":
        Note.objects.create(candidate=kept, text="Called")
    elif what == "applications":
        application.refresh_from_db()
        take(application, Ask("close", reason=reason(centre, "english")), actor=None)
    else:
        kept.phone = "+852 5550 1234"
        kept.save()
    before = state()

    page = undo(as_manager).content.decode()

    assert "Not undone, for something was changed since" in page
    assert what in page.split("changed since:")[1][:60]
    assert state() == before


def test_after_seven_days_a_merge_stands(as_manager, two):
    merge(as_manager, *two)
    Merge.objects.update(at=datetime.now(UTC) - timedelta(days=7, minutes=1))

    page = undo(as_manager).content.decode()

    assert "can be undone for seven days" in page
    assert Candidate.objects.count() == 1


def test_undone_twice_it_is_done_once_and_merged_again_it_can_be_undone_again(as_manager, two):
    merge(as_manager, *two)
    first = undo(as_manager).content.decode()
    again = undo(as_manager).content.decode()
    merge(as_manager, *two)
    undo(as_manager)

    assert "are two people again" in first
    assert "was undone already" in again
    assert Candidate.objects.count() == 2
    assert [bool(one.undone_at) for one in Merge.objects.all()] == [True, True]


def test_of_two_merges_the_later_is_undone_first(as_manager, centre, two):
    one, other = two
    last = make_candidate(centre)
    merge(as_manager, one, other)
    merge(as_manager, last, one)
    first, second = Merge.objects.order_by("pk")

    early = as_manager.post(f"/candidates/merges/{first.pk}/undo/", follow=True).content.decode()
    for row in (second, first):
        as_manager.post(f"/candidates/merges/{row.pk}/undo/")

    assert "was merged into somebody else since" in early
    assert set(Candidate.objects.all()) == {one, other, last}


def test_a_form_opened_before_the_merge_overwrites_nothing_after_its_undoing(as_manager, two):
    one, other = two
    versions = {person.pk: person.version for person in two}

    merge(as_manager, one, other)
    undo(as_manager)

    now = dict(Candidate.objects.values_list("pk", "version"))
    assert all(now[pk] > version for pk, version in versions.items())


# ---- whatever they had ----

KINDS = ["prospect", "applied", "screen", "interview", "offer", "closed", "started"]
HAD = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(KINDS)), max_size=3)
INTAKES = ["May 2026", "September 2026", "January 2027"]


def people(centre, had):
    """A person with an application to each of these places, where it is said to stand."""
    person = make_candidate(centre, full_name="Zhang Wei")
    for place, kind in dict(had).items():
        if kind == "started":
            make_started(centre, candidate=person, intake=INTAKES[place])
        else:
            enters = {"prospect": "lead", "closed": "review"}.get(kind, kind)
            one = make_application(centre, candidate=person, kind=enters, intake=INTAKES[place])
            if kind == "closed":
                take(one, Ask("close", reason=reason(centre, "english")), actor=None)
    return person


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(mine=HAD, theirs=HAD, kept=st.booleans())
def test_counts_agree_after_a_merge_and_after_its_undoing_whatever_both_had(mine, theirs, kept):
    with time_machine.travel(datetime(2026, 11, 2, 4, tzinfo=UTC)), transaction.atomic():
        centre = Centre.objects.first() or make_centre()
        one, other = people(centre, mine), people(centre, theirs)
        stays, goes = (one, other) if kept else (other, one)
        before = state()
        if Pair((one, other)).refusals:
            transaction.set_rollback(True)
            return
        open_ones = {(one.position_id, one.intake_id) for one in Application.objects.active()}
        started = Application.objects.filter(status="enrolled").count()
        many = Application.objects.count()

        done = do_merge(Choice(stays.pk, goes.pk), by=None)

        assert list(violations()) == []
        assert Application.objects.count() == many
        now = Application.objects.active()
        places = [(one.position_id, one.intake_id) for one in now]
        assert len(places) == len(set(places))
        assert set(places) <= open_ones
        assert Application.objects.filter(status="enrolled").count() == started

        do_undo(done, by=None)

        assert list(violations()) == []
        assert state() == before
        transaction.set_rollback(True)
