"""One e-mail to each of those ticked in the list."""

import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recruitment.messages.kinds import OF_CANDIDATES, Kind, beginnings
from recruitment.messages.models import Message
from recruitment.messages.texts import NAMED, insist_on_places
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_interview,
    make_user,
)
from tests.sent import forms_on

URL = "recruitment:emails-write"


def asked(client, *applications, **more):
    ticked = [one.pk for one in applications]
    return client.post(reverse(URL), {"application": ticked, **more})


def filled(page, **typed):
    """What the form of that page sends, with a text of one's own."""
    (form,) = [one for one in forms_on(page) if "sure" in one["sent"]]
    return form["sent"] | typed


@pytest.mark.parametrize("kind", beginnings(), ids=lambda one: one.slug)
def test_a_text_one_may_begin_with_is_there_in_every_language_with_known_places(kind: Kind):
    assert set(kind.texts) == {code for code, _name in NAMED}
    for parts in kind.texts.values():
        for part in parts:
            insist_on_places(part, OF_CANDIDATES)


@pytest.mark.django_db
def test_each_of_those_ticked_gets_an_e_mail_in_their_own_language_and_once(as_manager, centre):
    ada = make_application(centre, candidate=make_candidate(centre, full_name="Ada Ng"))
    li = make_application(
        centre, candidate=make_candidate(centre, full_name="Li Wei", language="zh-hans")
    )
    page = asked(as_manager, ada, li, kind="considered")
    sent = filled(page)

    for _click in range(2):
        as_manager.post(reverse(URL), sent)

    said = {one.to[0]: one.subject for one in mail.outbox}
    assert said == {
        ada.candidate.email: f"Your application is being considered: {ada.position}",
        li.candidate.email: f"您的申请正在审阅：{li.position}",
    }
    assert Message.objects.count() == 2
    assert {one.application_id for one in Message.objects.all()} == {ada.pk, li.pk}


@pytest.mark.django_db
def test_whoever_cannot_be_written_to_is_left_out_by_name_and_with_the_reason(
    as_manager, centre, manager
):
    ada = make_application(centre, candidate=make_candidate(centre, full_name="Ada Ng"))
    bo = make_application(centre, candidate=make_candidate(centre, full_name="Bo Li", email=""))
    cy = make_application(centre, candidate=make_candidate(centre, full_name="Cy Wu"))
    tied = make_interview(cy, manager).panel.get()
    tied.conflict = "declared"
    tied.save()

    page = asked(as_manager, ada, bo, cy, kind="received")
    answer = as_manager.post(reverse(URL), filled(page), follow=True)

    assert "Bo Li, no e-mail address on record" in page.text
    assert "Cy Wu, you declared a conflict of interest" in page.text
    assert [one.to for one in mail.outbox] == [[ada.candidate.email]]
    assert "1 e-mail is on its way. Left out: Bo Li, Cy Wu." in answer.text


@pytest.mark.django_db
def test_two_applications_of_one_person_are_one_e_mail(as_manager, centre):
    one = make_application(centre)
    other = make_application(centre, candidate=one.candidate, track="postdoc")

    page = asked(as_manager, one, other, kind="received")
    as_manager.post(reverse(URL), filled(page))

    assert [sent.to for sent in mail.outbox] == [[one.candidate.email]]


@pytest.mark.django_db
def test_the_first_few_are_shown_as_they_would_read_it_before_anything_goes(as_manager, centre):
    rows = [
        make_application(centre, candidate=make_candidate(centre, full_name=f"Ada {n} Ng"))
        for n in range(5)
    ]
    typed = {"subject_en": "Hello {name}", "body_en": "For {full_name}: {position}"}

    page = asked(as_manager, *rows)
    shown = as_manager.post(reverse(URL), filled(page, **typed, preview="1"))

    assert [f"Hello Ada {n} Ng" in shown.text for n in range(5)] == [True] * 3 + [False] * 2
    assert f"For Ada 0 Ng: {rows[0].position}" in shown.text
    assert (mail.outbox, Message.objects.count()) == ([], 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "It says nothing yet."),
        ({"body_en": "Dear {nmae}"}, "stands for nothing"),
        ({"body_en": ""}, "This field is required."),
    ],
    ids=["nothing written", "a mistyped place", "empty"],
)
def test_a_text_that_cannot_be_meant_goes_to_nobody(as_manager, centre, typed, told):
    page = asked(as_manager, make_application(centre))

    answer = as_manager.post(reverse(URL), filled(page, **typed))

    assert answer.status_code == 422
    assert told in answer.text
    assert mail.outbox == []


@pytest.mark.django_db
def test_another_text_or_language_is_taken_on_asking(as_manager, centre):
    page = asked(as_manager, make_application(centre))

    begun = as_manager.post(
        reverse(URL), filled(page, kind="received", language="zh-hant", begin="1")
    )

    assert "已收到您的申請" in filled(begun)["subject_zh-hant"][0]
    assert mail.outbox == []


@pytest.mark.django_db
def test_nobody_writes_to_somebody_they_do_not_see(client, centre):
    client.force_login(make_user("supervisor", centre))
    stranger, foreign = make_application(centre), make_application(make_centre())

    answers = [
        asked(client, one, sure="1", token=uuid.uuid4(), body_en="T").status_code
        for one in (stranger, foreign)
    ]

    assert answers == [404, 404]
    assert mail.outbox == []


@pytest.mark.django_db
def test_asking_for_twelve_costs_as_many_statements_as_for_two(as_manager, centre):
    rows = [make_application(centre) for _n in range(12)]
    asked(as_manager, *rows[:2])
    counts = []
    for some in (rows[:2], rows):
        with CaptureQueriesContext(connection) as told:
            asked(as_manager, *some)
        counts.append(len(told))

    assert counts[0] == counts[1]
