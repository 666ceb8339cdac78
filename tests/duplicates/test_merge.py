"""Two people become one: nothing is lost, nobody is counted twice, and the old page leads on."""

from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.urls import reverse

from centre.accounts.models import Membership
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates import rows
from recruitment.duplicates.compare import FIELDS, LISTS
from recruitment.enrolment.models import Destination, Enrolment, Researcher
from recruitment.enrolment.stays import in_post, read_stays
from recruitment.imports.models import ImportedRow
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Application, StageTransition
from tests.duplicates.pages import address, filled, merge, undo
from tests.exchange.sheets import row
from tests.factories import (
    make_application,
    make_award,
    make_candidate,
    make_centre,
    make_offer,
    make_started,
    make_user,
    reason,
    stage,
)
from tests.imports.pages import checked, decide, run

DAY = date(2026, 10, 1)


@pytest.fixture
def two(centre):
    """Zhang Wei, added twice: with an address and a number, then by her own script."""
    one = make_candidate(centre, full_name="Zhang Wei", email="zw@example.org", phone="5550 1234")
    other = make_candidate(
        centre, full_name="Wei Zhang", native_name="张伟", email="wei@example.org",
        other_emails="old@example.org", nationality="CN",
    )  # fmt: skip
    return one, other


# ---- every field, every relation ----


def test_every_field_of_a_person_that_staff_may_type_is_compared():
    typed = {field.name for field in Candidate._meta.fields if field.editable}

    assert typed - {"id", "centre"} == {*FIELDS, *LISTS}


def test_every_foreign_key_to_a_person_or_a_researcher_says_what_a_merge_does_with_it():
    moved = {
        "recruitment.EducationRecord.candidate", "recruitment.Note.candidate",
        "recruitment.ImportedRow.candidate", "recruitment.Merge.kept",
        "recruitment.ExportFile.candidate", "recruitment.Document.candidate",
        "recruitment.Message.candidate", "recruitment.Task.candidate",
    }  # fmt: skip
    of_researcher = {
        "recruitment.Enrolment.researcher", "recruitment.Award.researcher",
        "recruitment.Destination.researcher",
    }  # fmt: skip

    # A new one is moved along by itself. If that is right, add it here; else to rows.OWN_WAY.
    assert set(rows.moved_along()) == moved
    assert set(rows.relations(Candidate)) == moved | set(rows.OWN_WAY)
    assert set(rows.relations(Researcher)) == of_researcher


def test_whatever_points_at_the_other_points_at_the_one_kept_and_no_row_is_lost(
    as_manager, centre, manager
):
    source = checked(as_manager, [row("NG, Ada")])
    run(as_manager, source)
    other = Candidate.objects.get()
    one = make_candidate(centre, full_name="Ada Ng")
    third = make_candidate(centre)
    for person in (one, other):
        Note.objects.create(candidate=person, text="Called", author=manager)
        EducationRecord.objects.create(candidate=person, institution="Harbour City University")
    NotSame.say(other, third, by=manager)
    started = make_started(centre, candidate=other, intake="September 2026")
    make_award(started.enrolment.researcher)
    Destination.objects.create(
        researcher=started.enrolment.researcher, employer="Lab", as_of=date(2028, 1, 1)
    )
    models = {field.model for field in rows.relations(Candidate).values()} - {
        CandidateKey, Merge,
    }  # fmt: skip
    before = {model: model._base_manager.count() for model in models}
    steps = set(StageTransition.objects.values_list("pk", flat=True))

    merge(as_manager, one, other)

    left = {name: rows.of(field, other.pk) for name, field in rows.relations(Candidate).items()}
    assert left == {name: [] for name in left}
    assert {model: model._base_manager.count() for model in models} == before
    assert set(StageTransition.objects.values_list("pk", flat=True)) == steps
    assert not Candidate.objects.filter(pk=other.pk).exists()
    assert ImportedRow.objects.get().candidate == one
    assert NotSame.objects.between({one.pk}, {third.pk})
    assert one.researcher.awards.count() == one.researcher.destinations.count() == 1


# ---- values ----


def test_the_office_chooses_each_value_and_the_others_stay_to_be_read(as_manager, two, manager):
    one, other = two

    page = merge(as_manager, one, other, full_name=one.pk, email=other.pk)

    kept = Candidate.objects.get()
    assert kept.pk == one.pk
    assert (kept.full_name, kept.native_name, kept.nationality.code) == ("Zhang Wei", "张伟", "CN")
    assert (kept.email, kept.phone) == ("wei@example.org", "5550 1234")
    assert kept.other_emails.splitlines() == ["zw@example.org", "old@example.org"]
    told = page.content.decode()
    assert "Wei Zhang and Zhang Wei are one person now" in told
    assert "Full name: Wei Zhang" in told
    (done,) = Merge.objects.all()
    assert (done.by, done.not_chosen) == (manager, "Full name: Wei Zhang")
    entry = LogEntry.objects.filter(object_id=one.pk, changes__has_key="merged").get()
    assert entry.actor == manager
    assert "wei@example.org" in entry.changes["merged"][1]


def test_the_page_shows_both_and_asks_only_where_they_differ(as_manager, centre, two):
    one, other = two
    make_application(centre, candidate=one, kind="screen")

    page = as_manager.get(address(one, other))

    asked = set(page.context["form"].fields) - {"seen"}
    assert asked == {"kept", "full_name", "email"}
    told = page.content.decode()
    for shown in ("zw@example.org", "wei@example.org", "张伟", "5550 1234", "Eligibility check"):
        assert shown in told


def test_edits_and_notes_of_both_stand_in_one_history(as_manager, two, manager):
    one, other = two
    for person, place in ((one, "Here"), (other, "There")):
        person.current_place = place
        person.save()
        Note.objects.create(candidate=person, text=f"Met {place.lower()}", author=manager)

    page = merge(as_manager, one, other).content.decode()

    for told in ("<ins>Here</ins>", "<ins>There</ins>", "Met here", "Met there"):
        assert told in page


# ---- where the other was shown ----


def test_the_other_is_in_no_list_search_or_duplicate_and_their_pages_lead_to_the_one_kept(
    as_manager, two
):
    one, other = two

    merge(as_manager, one, other)

    found = as_manager.get(reverse("recruitment:candidates")).context["page"].listing
    assert [line.candidate.pk for line in found.rows] == [one.pk]
    for text in ("zhang", "wei@example.org", "张伟"):
        rows_found = as_manager.get(reverse("recruitment:candidates"), {"q": text})
        assert [line.candidate.pk for line in rows_found.context["page"].listing.rows] == [one.pk]
    for name in ("candidate", "candidate-edit", "application-add", "candidate-dossier"):
        answer = as_manager.get(reverse(f"recruitment:{name}", args=[other.pk]) + "?tab=details")
        there = reverse(f"recruitment:{name}", args=[one.pk]) + "?tab=details"
        assert (answer.status_code, answer.url) == (302, there)


def test_a_note_sent_from_the_old_page_is_not_saved_and_that_is_told(as_manager, two):
    one, other = two
    merge(as_manager, one, other)

    url = reverse("recruitment:candidate-note", args=[other.pk])
    page = as_manager.post(url, {"text": "Late"}, follow=True)

    assert "nothing was saved" in page.content.decode()
    assert not Note.objects.exists()


def test_an_old_address_tells_those_nothing_who_may_not_see_the_person_kept(client, two, centre):
    one, other = two
    client.force_login(make_user("manager", centre))
    merge(client, one, other)

    answers = []
    for role, home in (("supervisor", centre), ("manager", make_centre())):
        client.force_login(make_user(role, home))
        answers.append(client.get(other.get_absolute_url()).status_code)

    assert answers == [404, 404]


def test_who_was_merged_twice_is_found_by_every_old_address(as_manager, two, centre):
    one, other = two
    last = make_candidate(centre)
    merge(as_manager, one, other)
    merge(as_manager, last, one)

    urls = [as_manager.get(person.get_absolute_url()).url for person in (one, other)]

    assert urls == [last.get_absolute_url()] * 2


# ---- applications ----


def test_of_two_applications_to_one_place_the_office_chooses_which_counts(
    as_manager, centre, two, manager
):
    one, other = two
    mine = make_application(centre, candidate=one, kind="interview")
    theirs = make_application(centre, candidate=other, kind="screen")
    clash = f"clash{mine.pk}-{theirs.pk}"
    assert filled(as_manager, one, other)[clash] == mine.pk  # the furthest is proposed

    merge(as_manager, one, other, **{clash: theirs.pk})

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.candidate, mine.status, mine.reason.code) == (one, "rejected", "duplicate")
    assert [step.kind for step in mine.transitions.all()] == ["entry", "correction", "close"]
    assert mine.transitions.last().actor == manager
    assert (theirs.candidate, theirs.status, theirs.stage.kind) == (one, "active", "screen")
    assert Application.objects.active().filter(candidate=one).count() == 1
    assert Candidate.objects.get().current == theirs
    # In no figure twice: the funnel counts one application, the furthest stage is not reached.
    assert list(Application.objects.reached(stage(centre, "applied"))) == [theirs]
    assert list(Application.objects.reached(stage(centre, "interview"))) == []


@pytest.mark.parametrize(("state", "told"), [("sent", "Out"), ("accepted", "Accepted")])
def test_an_application_whose_offer_somebody_has_in_hand_is_not_set_aside(
    as_manager, centre, two, manager, director, state, told
):
    one, other = two
    mine = make_application(centre, candidate=one, kind="interview")
    theirs = make_application(centre, candidate=other, kind="decision")
    offer = make_offer(theirs, by=manager, state=state)
    clash = f"clash{mine.pk}-{theirs.pk}"

    page = merge(as_manager, one, other, **{clash: mine.pk})

    assert f"Settle the offer of Wei Zhang first: it is “{told}”" in page.content.decode()
    offer.refresh_from_db()
    assert offer.state == state
    assert Candidate.objects.filter(pk__in=[one.pk, other.pk]).count() == 2

    merge(as_manager, one, other, **{clash: theirs.pk})

    offer.refresh_from_db()
    assert (offer.state, offer.application.candidate) == (state, one)


def test_an_application_set_aside_is_not_worked_on(as_manager, centre, two):
    one, other = two
    make_application(centre, candidate=one, kind="interview")
    theirs = make_application(centre, candidate=other, kind="screen")
    merge(as_manager, one, other)
    theirs.refresh_from_db()

    with pytest.raises(IllegalMove, match="set aside as a duplicate"):
        take(theirs, Ask("reopen"), actor=None)

    page = as_manager.get(theirs.get_absolute_url())
    assert (page.context["can_reopen"], page.context["can_correct"]) == (False, False)


def test_a_closed_application_set_aside_is_a_duplicate_too_and_counts_no_more(
    as_manager, centre, two
):
    one, other = two
    make_application(centre, candidate=one, kind="interview")
    theirs = make_application(centre, candidate=other, kind="screen")
    take(theirs, Ask("close", reason=reason(centre, "english")), actor=None)

    merge(as_manager, one, other)

    theirs.refresh_from_db()
    assert (theirs.status, theirs.reason.code, theirs.version) == ("rejected", "duplicate", 4)
    assert theirs.transitions.filter(reason__code="english").exists()
    assert Application.objects.reached(stage(centre, "screen")).count() == 1


def test_who_started_counts_whatever_is_chosen(as_manager, centre, two):
    one, other = two
    started = make_started(centre, candidate=other)
    open_one = make_application(centre, candidate=one, intake=started.intake.name)
    clash = f"clash{open_one.pk}-{started.pk}"

    answer = as_manager.post(
        address(one, other), filled(as_manager, one, other, **{clash: open_one.pk})
    )
    merge(as_manager, one, other)

    started.refresh_from_db()
    open_one.refresh_from_db()
    assert answer.status_code == 422
    assert (started.status, started.set_aside) == ("enrolled", 0)
    assert open_one.reason.code == "duplicate"


# ---- researchers ----


def left(application, day):
    stay = application.enrolment
    stay.left_on, stay.leaving_reason = day, reason(stay.track.centre, "other", party="researcher")
    stay.save()
    return stay


def test_who_left_and_came_back_under_another_row_is_one_researcher(as_manager, centre, two):
    one, other = two
    first = make_started(centre, candidate=one, started_on=date(2025, 9, 1), intake="May 2025")
    left(first, date(2026, 1, 1))
    second = make_started(centre, candidate=other, intake="September 2026")
    gone = second.enrolment.researcher

    merge(as_manager, one, other)

    person = Researcher.objects.get()
    assert list(person.enrolments.all()) == [first.enrolment, second.enrolment]
    assert in_post(read_stays(centre), DAY) == {one.pk}
    answer = as_manager.get(reverse("recruitment:researcher", args=[gone.pk]))
    assert (answer.status_code, answer.url) == (302, person.get_absolute_url())


def test_two_in_post_on_one_day_are_not_made_one_and_that_is_told(as_manager, centre, two):
    one, other = two
    make_started(centre, candidate=one, started_on=date(2026, 9, 1))
    make_started(centre, candidate=other, started_on=date(2026, 9, 15), intake="May 2026")

    page = as_manager.get(address(one, other))
    answer = as_manager.post(address(one, other), {"kept": one.pk})

    told = page.content.decode()
    assert "are both in post on Tue 15 Sep 2026" in told
    assert 'type="radio"' not in told
    assert answer.status_code in (409, 422)
    assert Enrolment.objects.values("researcher").distinct().count() == 2
    assert not Merge.objects.exists()


def test_people_of_two_centres_are_not_made_one_and_that_is_told(as_manager, manager, two):
    there = make_centre()
    Membership.objects.create(user=manager, centre=there, role="manager")
    stranger = make_candidate(there)

    page = as_manager.get(address(two[0], stranger)).content.decode()
    as_manager.post(address(two[0], stranger), {"kept": two[0].pk})

    assert "are of different centres" in page
    assert Candidate.objects.count() == 3


# ---- at once ----


def test_who_merges_what_somebody_changed_meanwhile_is_told(as_manager, two):
    one, other = two
    typed = filled(as_manager, one, other)
    Note.objects.create(candidate=other, text="Not to be overlooked")

    answer = as_manager.post(address(one, other), typed)

    assert answer.status_code == 409
    assert "Somebody changed one of them" in answer.content.decode()
    assert Candidate.objects.count() == 2


def test_of_two_merges_at_once_the_second_is_told(as_manager, two):
    one, other = two
    typed = filled(as_manager, one, other)
    as_manager.post(address(one, other), typed)

    again = as_manager.post(address(one, other), typed, follow=True).content.decode()
    from_the_other = as_manager.post(address(other, one), typed, follow=True).content.decode()

    assert "These two are one person already." in again
    assert "were merged meanwhile" in from_the_other
    assert Merge.objects.count() == 1


# ---- imports ----


def test_a_line_that_chose_the_other_goes_to_the_one_kept(as_manager, centre):
    one = make_candidate(centre, full_name="Ada Ng", email="ada@example.org")
    other = make_candidate(centre, full_name="Ada Ng", email="ng.ada@example.org")
    source = checked(as_manager, [row("NG, Ada")])
    decide(as_manager, source, 2, f"p{other.pk}")
    merge(as_manager, one, other)

    run(as_manager, source)

    assert Candidate.objects.get() == one
    assert Application.objects.get().candidate == one


def test_undoing_an_import_leaves_whom_somebody_merged_since(as_manager, centre):
    run(as_manager, source := checked(as_manager, [row("NG, Ada")]))
    one, other = make_candidate(centre), Candidate.objects.get(full_name="Ada Ng")
    merge(as_manager, one, other)

    as_manager.post(f"/imports/{source.pk}/undo/")

    assert source.rows.get().kept == "merged with another person since"
    assert Application.objects.get().candidate == one


def test_after_a_merge_the_next_move_goes_on_where_it_stood(as_manager, centre, two):
    one, other = two
    theirs = make_application(centre, candidate=other, kind="screen")
    merge(as_manager, one, other)

    take(
        Application.objects.get(pk=theirs.pk),
        Ask("move", stage=stage(centre, "review")),
        actor=None,
    )

    assert Candidate.objects.get(pk=one.pk).current.stage.kind == "review"


def test_a_note_saved_in_the_instant_of_a_merge_is_told_and_not_lost_in_an_error(
    as_manager, centre, two, monkeypatch
):
    one, other = two
    merge(as_manager, one, other)
    url = reverse("recruitment:candidate-note", args=[other.pk])

    with monkeypatch.context() as instant:
        # Read just before the merge, saved just after.
        read = "recruitment.register.person_views.fetch_kept"
        instant.setattr(read, lambda *_args, **_more: other)
        answer = as_manager.post(url, {"text": "Called", "token": uuid4()})
    page = as_manager.get(answer["Location"])

    assert "merged meanwhile, and nothing was saved" in page.text
    assert Note.objects.filter(text="Called").count() == 0


def test_whoever_added_one_of_the_two_goes_on_seeing_who_they_are_now(as_manager, centre):
    first, second, third, nobody = (make_user("supervisor", centre) for _n in range(4))
    one = make_candidate(centre, full_name="Li Zihan", created_by=first)
    other = make_application(
        centre, candidate=make_candidate(centre, full_name="Li Zihan", created_by=second)
    ).candidate
    last = make_candidate(centre, full_name="Li Zihan", created_by=third)

    merge(as_manager, one, other)
    merge(as_manager, last, one)

    for who in (first, second, third):
        assert list(Candidate.objects.visible_to(who)) == [last]
        assert Application.objects.visible_to(who).count() == 1
    assert not Candidate.objects.visible_to(nobody).exists()
    undo(as_manager)
    assert (
        {*Candidate.objects.visible_to(first)} == {*Candidate.objects.visible_to(second)} == {one}
    )
    assert list(Candidate.objects.visible_to(third)) == [last]
    assert not Application.objects.visible_to(third).exists()


def test_who_added_somebody_merged_before_this_was_kept_is_read_from_what_the_other_was(
    as_manager, centre, two
):
    one, other = two
    who = make_user("supervisor", centre)
    Candidate.objects.filter(pk=other.pk).update(created_by=who)
    merge(as_manager, one, other)
    Merge.objects.update(gone_added_by=None)

    step = import_module("recruitment.migrations.0038_who_added_those_merged_before")
    step.read_from_before(apps, None)

    assert list(Candidate.objects.visible_to(who)) == [one]
