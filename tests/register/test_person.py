"""The page of one person: who sees it, what it tells, what it costs."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from recruitment.candidates.models import EducationRecord, Note
from recruitment.moves.gate import Ask, take
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.measuring import cost

HTMX = {"HX-Request": "true"}


def note(text="Good talk", **fields):
    return {"text": text, "token": str(uuid.uuid4())} | fields


def page(client, person, query=""):
    return client.get(person.get_absolute_url() + query).content.decode()


def at(day, month=3):
    return datetime(2026, month, day, 2, tzinfo=UTC)


def test_the_page_tells_the_path_the_steps_and_who_took_them(as_manager, manager, centre):
    mine = make_application(centre, at=at(2), actor=manager)
    take(
        mine,
        Ask("move", stage=stage(centre, "interview"), effective_at=at(20), note="Strong proposal"),
        actor=manager,
    )

    told = page(as_manager, mine.candidate)

    assert 'aria-current="step">Interview' in told
    assert "moved the application from Submitted to" in told
    assert "Strong proposal" in told
    assert "Grace Lam" in told


def test_a_correction_stays_in_sight_as_taken_back(as_manager, manager, centre):
    mine = make_application(centre, at=at(2))
    take(mine, Ask("move", stage=stage(centre, "screen"), effective_at=at(3)), actor=manager)
    take(mine, Ask("undo"), actor=manager)

    told = page(as_manager, mine.candidate)

    assert "Taken back" in told
    assert "corrected a mistake: back in" in told


def test_only_the_last_step_offers_undo_and_the_first_none(as_manager, manager, centre):
    mine = make_application(centre, at=at(2))
    undo = reverse("recruitment:application-undo", args=[mine.pk])

    assert undo not in page(as_manager, mine.candidate)
    take(mine, Ask("move", stage=stage(centre, "screen"), effective_at=at(3)), actor=manager)
    take(mine, Ask("move", stage=stage(centre, "interview"), effective_at=at(4)), actor=manager)
    told = page(as_manager, mine.candidate)
    assert told.count(undo) == 1

    take(mine, Ask("undo"), actor=manager)  # now the step before is the last that stands
    told = page(as_manager, mine.candidate)
    assert told.index("corrected a mistake") < told.index('to <b class="strong">Eligibility check')
    assert told.index('to <b class="strong">Eligibility check') < told.index(undo)


@time_machine.travel(datetime(2026, 10, 7, 2, tzinfo=UTC))
def test_an_earlier_application_is_a_line_with_how_it_ended(as_manager, manager, centre):
    person = make_candidate(centre)
    old = make_application(centre, candidate=person, intake="January 2026", at=at(2))
    take(
        old, Ask("close", reason=reason(centre, "research-fit"), effective_at=at(9)), actor=manager
    )
    make_application(centre, candidate=person, intake="September 2027", at=at(20))

    told = page(as_manager, person)

    assert "1 earlier application" in told
    assert "Not selected Mon 9 Mar: Research fit" in told


def test_what_was_typed_is_shown_as_typed(as_manager, centre):
    person = make_candidate(centre, full_name="Robert <script>alert(1)</script> ﷺ", phone="`$HOME`")
    Note.objects.create(candidate=person, text="<img src=x onerror=alert(1)>\n二行目")

    told = page(as_manager, person)

    assert "Robert &lt;script&gt;alert(1)&lt;/script&gt; ﷺ" in told
    assert "&lt;img src=x onerror=alert(1)&gt;\n二行目" in told


def test_a_home_page_that_is_no_web_address_is_no_link(as_manager, centre):
    person = make_candidate(centre, home_pages="javascript:alert(1)\nhttps://example.org/li")

    told = page(as_manager, person)

    assert 'href="https://example.org/li"' in told
    assert 'href="javascript' not in told


def test_of_many_namesakes_a_few_are_named_and_a_search_finds_the_rest(as_manager, centre):
    people = [make_candidate(centre, full_name="Li Zihan") for _ in range(8)]
    people.append(make_candidate(centre, full_name="Li Zihan", orcid="0000-0002-1825-0097"))
    people[0].orcid = people[-1].orcid
    for one in people:
        EducationRecord.objects.create(candidate=one, institution="Harbour City University")
        one.save()

    told = page(as_manager, people[0])

    links = re.findall(r'href="/candidates/(\d+)/">Open Li Zihan', told)
    assert [int(pk) for pk in links] == [one.pk for one in (people[-1], *people[1:5])]
    assert "More people have the same name and a university in common." in told
    assert 'href="/candidates/?q=Li%20Zihan"' in told


def test_somebody_with_the_same_orcid_is_named(as_manager, centre):
    person = make_candidate(centre, full_name="Li Zihan", orcid="0000-0002-1825-0097")
    twin = make_candidate(centre, full_name="Zihan Lee", orcid="0000000218250097")

    told = page(as_manager, person)

    assert "Possibly the same person as Zihan Lee." in told
    assert twin.get_absolute_url() in told


def test_a_note_is_kept_once_however_often_it_is_sent(as_manager, manager, centre):
    person = make_candidate(centre)
    url = reverse("recruitment:candidate-note", args=[person.pk])
    typed = note("Ask about chapter 4")

    as_manager.post(url, typed)
    answer = as_manager.post(url, typed, headers=HTMX)

    assert [(one.text, one.author) for one in person.notes.all()] == [
        ("Ask about chapter 4", manager)
    ]
    assert "Ask about chapter 4" in answer.content.decode()
    assert typed["token"] not in answer.content.decode()


def test_an_empty_note_is_refused_in_words(as_manager, centre):
    person = make_candidate(centre)

    answer = as_manager.post(
        reverse("recruitment:candidate-note", args=[person.pk]), note("  "), headers=HTMX
    )

    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    assert person.notes.count() == 0


def test_the_timeline_stops_at_fifty_and_leads_to_earlier(as_manager, centre):
    person = make_candidate(centre)
    Note.objects.bulk_create(Note(candidate=person, text=f"note-{n:03}") for n in range(60))

    told = page(as_manager, person)

    assert told.count("note-0") == 50
    assert "shown=100" in told
    assert page(as_manager, person, "?shown=100").count("note-0") == 60


def test_the_page_takes_at_most_ten_statements_whatever_happened(as_manager, manager, centre):
    mine = make_application(centre, at=at(2))
    take(mine, Ask("move", stage=stage(centre, "screen"), effective_at=at(3)), actor=manager)
    url = mine.candidate.get_absolute_url() + "?at=1"
    as_manager.get(url)
    few = cost(as_manager, "get", url)
    for day in range(4, 28):
        kind = "interview" if day % 2 else "screen"
        take(mine, Ask("move", stage=stage(centre, kind), effective_at=at(day)), actor=manager)
    for n in range(20):
        Note.objects.create(candidate=mine.candidate, text=f"{n}", author=manager)
    mine.candidate.phone = "+852 5550 1234"
    mine.candidate.save()

    many = cost(as_manager, "get", url)

    assert many.statements == few.statements
    assert many.statements <= 10
    assert cost(as_manager, "get", url + "&tab=details").statements <= 10


def test_the_page_costs_the_same_among_many(as_manager, centre):
    person = make_application(centre).candidate
    for _ in range(20):
        make_application(centre)
    url = person.get_absolute_url() + "?at=1"
    as_manager.get(url)
    few = cost(as_manager, "get", url)
    for _ in range(40):
        make_application(centre)

    many = cost(as_manager, "get", url)

    assert (many.statements, many.rows, many.session) == (few.statements, few.rows, few.session)


@pytest.mark.parametrize(
    ("role", "status"),
    [("manager", 200), ("director", 200), ("supervisor", 404), ("panel", 404), ("industry", 404)],
)
def test_a_person_of_the_centre_is_for_those_who_may_see_them(client, centre, role, status):
    person = make_candidate(centre)
    client.force_login(make_user(role, centre))

    assert client.get(person.get_absolute_url()).status_code == status


def test_a_person_of_another_centre_does_not_exist(as_manager):
    person = make_candidate(make_centre())

    answers = [
        as_manager.get(person.get_absolute_url()),
        as_manager.get(reverse("recruitment:candidate-edit", args=[person.pk])),
        as_manager.get(reverse("recruitment:application-add", args=[person.pk])),
        as_manager.post(reverse("recruitment:candidate-note", args=[person.pk]), note()),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_what_a_start_left_open_is_told_with_the_way_to_close_it(as_manager, centre):
    started = make_started(centre)
    left = make_application(centre, candidate=started.candidate, intake="September 2027")
    close = reverse("recruitment:application-close", args=[left.pk])

    page = as_manager.get(started.candidate.get_absolute_url()).text

    assert "This person has started. 1 other application is still open:" in page
    assert f'href="{close}" data-sheet aria-label="Close it: PhD, September 2027"' in page


def test_an_application_made_after_the_start_is_a_new_one_and_not_left_open(as_manager, centre):
    person = make_started(centre).candidate
    later = timezone.now() + timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        make_application(centre, candidate=person, track="postdoc", at=later)

        assert "still open" not in as_manager.get(person.get_absolute_url()).text


def test_a_supervisor_sees_their_own_and_of_them_their_own_applications(client, centre):
    user = make_user("supervisor", centre)
    person = make_candidate(centre)
    make_application(
        centre,
        candidate=person,
        intake="May 2027",
        supervisor=make_supervisor(centre, user=user),
    )
    make_application(centre, candidate=person, intake="September 2027")
    client.force_login(user)

    told = page(client, person)

    assert "May 2027" in told
    assert "September 2027" not in told


def test_a_director_reads_and_notes_but_does_not_edit_or_add(client, director, centre):
    person = make_candidate(centre)
    client.force_login(director)

    statuses = [
        client.post(reverse("recruitment:candidate-note", args=[person.pk]), note()).status_code,
        client.get(reverse("recruitment:candidate-edit", args=[person.pk])).status_code,
        client.get(reverse("recruitment:application-add", args=[person.pk])).status_code,
    ]

    assert statuses == [302, 403, 403]
    assert reverse("recruitment:candidate-edit", args=[person.pk]) not in page(client, person)
