"""The office goes on without a document, for a written reason; and wants it after all."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recruitment.documents.models import DocumentKind, Requirement, Version
from recruitment.documents.waiving import Waiver, waive
from recruitment.moves.gate import Ask, IllegalMove, take
from tests.factories import make_application, make_document, make_supervisor, make_user, stage
from tests.measuring import rows_fetched

pytestmark = pytest.mark.django_db


@pytest.fixture
def held_up(centre):
    """An application which neither CV nor transcript lets come to the interview."""
    Requirement.objects.exclude(kind__name__in=["CV", "Transcript", "Visa"]).delete()
    for asked in Requirement.objects.filter(track__kind="doctoral"):
        asked.needed_before = "interview" if asked.kind.name != "Visa" else ""
        asked.save()
    return make_application(centre)


def kind_of(one, name):
    return DocumentKind.objects.get(centre=one.centre, name=name)


def address(one, kind, verb="waive"):
    return reverse(f"recruitment:document-{verb}", args=[one.pk, kind_of(one, kind).pk])


def to_interview(one):
    return take(one, Ask("move", stage=stage(one.centre, "interview")), actor=None)


def activity(client, one):
    """What the person's page tells of what was waived: (before, after)."""
    page = client.get(one.candidate.get_absolute_url() + "?tab=activity")
    changes = [change for event in page.context["activity"].events for change in event.changes]
    return [(one.before, one.after) for one in changes if one.name == "document waived"]


def lines(client, one):
    found = client.get(one.get_absolute_url()).context["checklist"]
    return {str(line.requirement.kind): line.state for line in found}


def test_what_is_waived_holds_up_nobody_and_stands_with_its_reason_where_people_look(
    as_manager, held_up
):
    other = make_application(held_up.centre, candidate=held_up.candidate, intake="January 2027")
    answer = as_manager.post(address(held_up, "CV"), {"reason": "Met in person"}, follow=True)
    with pytest.raises(IllegalMove, match=r"first: Transcript\. Add"):
        to_interview(held_up)
    as_manager.post(address(held_up, "Transcript"), {"reason": "The school burned down"})

    to_interview(held_up)

    assert "CV is waived" in answer.text
    assert "Met in person" in answer.text
    assert "Waived by Grace Lam" in answer.text
    assert lines(as_manager, held_up) == {
        "CV": "waived", "Transcript": "waived", "Visa": "later"
    }  # fmt: skip
    assert activity(as_manager, held_up) == [
        ("", "Transcript: The school burned down"),
        ("", "CV: Met in person"),
    ]
    with pytest.raises(IllegalMove, match="first: CV, Transcript"):
        to_interview(other)


def test_waiving_is_undone_and_twice_is_once(as_manager, held_up):
    for reason in ("Met in person", "Clicked again"):
        as_manager.post(address(held_up, "CV"), {"reason": reason})
    waived = [one.reason for one in Waiver.objects.all()]
    for _click in range(2):
        as_manager.post(address(held_up, "CV", "want"))

    assert waived == ["Met in person"]
    assert not Waiver.objects.exists()
    assert lines(as_manager, held_up)["CV"] == "missing"
    assert activity(as_manager, held_up) == [("CV: Met in person", ""), ("", "CV: Met in person")]
    with pytest.raises(IllegalMove, match="first: CV, Transcript"):
        to_interview(held_up)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_nothing_is_waived_without_a_reason_or_with_a_whole_letter(as_manager, held_up, reason):
    answer = as_manager.post(address(held_up, "CV"), {"reason": reason})

    assert answer.status_code == 422
    assert not Waiver.objects.exists()


def test_what_the_track_does_not_ask_for_is_not_waived(as_manager, held_up):
    answer = as_manager.post(address(held_up, "Publications"), {"reason": "Has none"})

    assert answer.status_code == 404
    assert not Waiver.objects.exists()


def test_a_supervisor_reads_why_but_of_papers_of_the_office_that_alone_and_waives_none(
    centre, held_up, manager
):
    user = make_user("supervisor", centre)
    held_up.supervisor = make_supervisor(centre, user=user)
    held_up.save()
    for name, reason in (("CV", "Met in person"), ("Visa", "Married here")):
        kind = DocumentKind.objects.get(centre=centre, name=name)
        waive(held_up, kind, reason=reason, by=manager)
    client = Client()
    client.force_login(user)

    page = client.get(held_up.get_absolute_url()).text

    assert "Met in person" in page
    assert "Married here" not in page
    assert "/waive/" not in page
    assert activity(client, held_up) == [("", "Visa"), ("", "CV: Met in person")]


def test_a_step_reads_what_is_needed_there_and_waived_in_one_statement(centre, held_up):
    tables = [one._meta.db_table for one in (Requirement, Version, Waiver)]

    def reads(one):
        with CaptureQueriesContext(connection) as step:
            to_interview(one)
        return sum(any(f'"{table}"' in query["sql"] for table in tables) for query in step)

    for kind in DocumentKind.objects.filter(centre=centre, name__in=["CV", "Transcript"]):
        waive(held_up, kind, reason="Known to us", by=make_user("manager", centre))
    with_two_waived = reads(held_up)
    for one in Requirement.objects.all():
        one.delete()

    assert (with_two_waived, reads(make_application(centre, kind="screen"))) == (1, 0)


def test_a_step_of_many_reads_no_waiver_once_more_for_every_document(centre, held_up, manager):
    """Rows grow as the applications do, and the statements not at all."""
    kinds = DocumentKind.objects.filter(centre=centre, name__in=["CV", "Transcript"])

    def read(n):
        ones = [make_application(centre) for _n in range(n)]
        for one in ones:
            for kind in kinds:
                make_document(one.candidate, kind.name)
                waive(one, kind, reason="Known to us", by=manager)
        ask = Ask("move", stage=stage(centre, "interview"))
        with CaptureQueriesContext(connection) as step, rows_fetched() as fetched:
            take(ones, ask, actor=None)
        return len(step), fetched.rows

    (two, rows_of_two), (four, rows_of_four), (six, rows_of_six) = read(2), read(4), read(6)

    assert two == four == six
    assert rows_of_six - rows_of_four == rows_of_four - rows_of_two


def test_in_a_step_of_several_each_goes_on_by_what_was_waived_of_it_alone(held_up, manager):
    other = make_application(held_up.centre)
    for one, names in ((held_up, ["CV", "Transcript"]), (other, ["CV"])):
        for kind in DocumentKind.objects.filter(centre=one.centre, name__in=names):
            waive(one, kind, reason="Known to us", by=manager)
    ask = Ask("move", stage=stage(held_up.centre, "interview"))

    with pytest.raises(IllegalMove, match=rf"{other.candidate} first: Transcript\."):
        take([held_up, other], ask, actor=None)
    waive(other, kind_of(other, "Transcript"), reason="Known to us", by=manager)
    take([held_up, other], ask, actor=None)

    held_up.refresh_from_db()
    assert held_up.stage.kind == "interview"
