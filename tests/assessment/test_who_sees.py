"""Panel members meet those they interview, and nobody else; a conflict or anonymity closes it."""

import pytest

from centre.web.statements import Statement
from recruitment.candidates.models import Candidate, Note
from recruitment.pipeline.models import Application, Stage
from recruitment.register.search import bounds, people_matching
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_document,
    make_interview,
    make_referee,
    make_supervisor,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def member(centre):
    return make_user("panel", centre, name="Pan El")


def sought(centre, **fields):
    return make_application(
        centre, candidate=make_candidate(centre, full_name="Person Sought"), **fields
    )


def seen(user):
    return (
        [str(one) for one in Candidate.objects.visible_to(user)],
        [str(one.candidate) for one in Application.objects.visible_to(user)],
        [str(one.candidate) for one in Application.objects.open_to(user)],
    )


HIM, NOBODY = (["Person Sought"],) * 3, ([], [], [])


def test_a_panel_member_sees_whom_they_interview_and_nobody_else(centre, member):
    make_interview(sought(centre), member, make_user("panel", centre))
    make_interview(make_application(centre), make_user("panel", centre))

    assert seen(member) == HIM


def test_a_cancelled_interview_closes_the_file_again(centre, member):
    make_interview(sought(centre), member, cancelled_at="2026-11-20T00:00Z")

    assert seen(member) == NOBODY


def test_a_declared_conflict_closes_the_file_on_every_panel(centre, member):
    application = sought(centre)
    first = make_interview(application, member)
    make_interview(application, member)
    first.panel.update(conflict="declared")

    assert seen(member) == NOBODY


def test_another_members_conflict_closes_nothing(centre, member):
    interview = make_interview(sought(centre), member, make_user("panel", centre))
    interview.panel.exclude(user=member).update(conflict="declared")

    assert seen(member) == HIM


def test_an_anonymous_stage_closes_the_file_until_the_application_moves_on(centre, member):
    application = sought(centre)
    make_interview(application, member)
    Stage.objects.filter(pk=application.stage_id).update(is_anonymous=True)
    during = seen(member)
    Stage.objects.filter(pk=application.stage_id).update(is_anonymous=False)

    assert (during, seen(member)) == (NOBODY, HIM)


def test_a_supervisor_keeps_their_own_in_an_anonymous_stage_but_not_after_a_conflict(centre):
    account = make_user("supervisor", centre)
    application = sought(centre, supervisor=make_supervisor(centre, user=account))
    interview = make_interview(application, account)
    Stage.objects.filter(pk=application.stage_id).update(is_anonymous=True)
    anonymous = seen(account)
    interview.panel.update(conflict="declared")

    assert (anonymous, seen(account)) == (HIM, NOBODY)


def test_a_supervisor_on_a_panel_may_name_the_candidate_but_not_work_on_the_file(centre):
    account = make_user("supervisor", centre)
    make_interview(sought(centre), account)

    assert seen(account) == ([], [], ["Person Sought"])


def test_a_supervisor_on_a_panel_reads_documents_and_letters_on_the_page_of_the_interview(
    centre, client
):
    account, other = make_user("supervisor", centre), make_user("supervisor", centre)
    application = sought(centre)
    interview = make_interview(application, account)
    version = make_document(application.candidate, kind="CV").versions.get()
    letter = make_referee(application, letter="Excellent.")
    Stage.objects.filter(pk=application.stage_id).update(opens_letters=True)
    urls = [f"{interview.get_absolute_url()}files/{version.pk}/", letter.get_absolute_url()]
    client.force_login(account)

    page = client.get(interview.get_absolute_url()).text
    opened = [client.get(url).status_code for url in urls]
    client.force_login(other)
    refused = [client.get(url).status_code for url in urls]
    interview.panel.update(conflict="declared")
    client.force_login(account)
    tied = [client.get(url).status_code for url in urls]

    assert all(url in page for url in urls)
    assert application.candidate.get_absolute_url() not in page
    assert (opened, refused, tied) == ([200, 200], [404, 404], [404, 404])


def test_search_finds_for_a_panel_member_whom_they_interview(centre, member):
    make_interview(sought(centre), member)
    make_candidate(centre, full_name="Person Other")

    found = people_matching(centre, ["person"], user=member)

    names = Candidate.objects.filter(pk__in=list(_bound(found))).values_list("full_name", flat=True)
    assert list(names) == ["Person Sought"]


def _bound(found):
    return [pk for (pk,) in Statement(found.values_list("candidate")).rows(**bounds(["person"]))]


def test_what_others_wrote_is_not_shown_to_a_panel_member(centre, member, client):
    application = sought(centre)
    make_interview(application, member)
    Note.objects.create(candidate=application.candidate, text="Not convinced at all")
    client.force_login(member)

    page = client.get(application.candidate.get_absolute_url()).content.decode()

    assert "Person Sought" in page
    assert "Not convinced" not in page
    assert Note.objects.visible_to(member).count() == 0


def test_on_their_pages_an_anonymous_candidate_has_a_number_and_no_name(centre, member, client):
    application = sought(centre)
    interview = make_interview(application, member, make_user("panel", centre))
    Stage.objects.filter(pk=application.stage_id).update(is_anonymous=True)
    client.force_login(member)

    pages = [
        client.get(url)
        for url in (
            interview.get_absolute_url(),
            "/interviews/?on=2026-11-24",
            "/candidates/?q=sought",
            "/",
        )
    ]

    assert [page.status_code for page in pages] == [200] * 4
    told = " ".join(page.content.decode() for page in pages)
    assert f"Candidate {application.pk}" in told
    assert "Sought" not in told.replace("q=sought", "").replace("“sought”", "")
    assert application.candidate.email not in told
    assert client.get(application.candidate.get_absolute_url()).status_code == 404
    assert client.get(application.get_absolute_url()).status_code == 404
