"""A document that must be there before a stage holds steps up until it is, and says which."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment.documents.models import Document, DocumentKind, Requirement, Version
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.office import stages as verbs
from recruitment.pipeline.models import Stage
from tests.factories import (
    make_application,
    make_candidate,
    make_document,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db


def needs(centre, name, before="interview", track="doctoral"):
    kind = DocumentKind.objects.get(centre=centre, name=name)
    made, _new = Requirement.objects.get_or_create(
        centre=centre, track=centre.tracks.get(kind=track), kind=kind
    )
    made.needed_before = before
    made.save()
    return made


def to(one, kind, **more):
    return take(one, Ask("move", stage=stage(one.centre, kind), **more), actor=None)


def test_a_step_to_or_past_the_stage_waits_for_the_documents_and_names_them(centre):
    needs(centre, "CV")
    needs(centre, "English test")
    needs(centre, "Visa", before="started")
    one = make_application(centre, candidate=make_candidate(centre, full_name="Ada Ng"))
    make_document(one.candidate, "English test", valid_until=date(2020, 5, 3))
    to(one, "screen")

    for there in ("interview", "decision"):
        with pytest.raises(IllegalMove) as refusal:
            to(one, there)
        assert "documents of Ada Ng first: CV, English test (ran out" in str(refusal.value)
        assert "Visa" not in str(refusal.value)
    make_document(one.candidate, "CV")
    make_document(one.candidate, "English test", application=one, valid_until=date(2099, 1, 1))
    to(one, "interview")

    one.refresh_from_db()
    assert one.stage.kind == "interview"


@pytest.mark.parametrize("how", ["another application", "removed", "another person"])
def test_what_is_not_theirs_or_not_there_any_more_counts_for_nothing(centre, how):
    needs(centre, "CV")
    one = make_application(centre)
    other = make_application(centre, candidate=one.candidate, track="postdoc")
    if how == "another application":
        make_document(one.candidate, "CV", application=other)
    elif how == "removed":
        document = make_document(one.candidate, "CV")
        document.removed_at = document.created_at
        document.save()
    else:
        make_document(make_candidate(centre), "CV")

    with pytest.raises(IllegalMove, match="first: CV"):
        to(one, "interview")


def test_closing_going_back_and_the_past_ask_for_no_document(centre):
    one = make_application(centre)
    to(one, "interview")
    to(one, "screen")
    needs(centre, "CV", before="screen")
    past = make_application(centre)

    take(one, Ask("correct", stage=stage(centre, "interview")), actor=None)
    take(one, Ask("close", reason=reason(centre, "weaker")), actor=None)
    take(one, Ask("reopen"), actor=None)
    to(past, "interview", backfill=True)

    one.refresh_from_db()
    past.refresh_from_db()
    assert (one.stage.kind, past.stage.kind) == ("interview", "interview")


def test_a_stage_added_later_asks_too_and_none_asks_once_nothing_must_be_there(centre):
    asked = needs(centre, "CV", before="decision")
    pipeline = stage(centre, "decision").pipeline
    new = Stage(centre=centre, pipeline=pipeline, kind="decision", name="Second committee")

    verbs.add_stage(new, after=stage(centre, "decision"))
    new.refresh_from_db()
    while_asked = (new.asks_documents, stage(centre, "interview").asks_documents)
    asked.delete()
    new.refresh_from_db()

    assert (while_asked, new.asks_documents) == ((True, False), False)


def test_where_no_stage_asks_a_step_reads_neither_what_must_be_there_nor_what_is(centre):
    needs(centre, "CV", before="decision")
    one = make_application(centre)
    tables = [f'"{model._meta.db_table}"' for model in (Requirement, Document, Version)]

    def reads(kind):
        with CaptureQueriesContext(connection) as step, suppress(IllegalMove):
            to(one, kind)
        assert len(step)
        return [name for name in tables if any(name in query["sql"] for query in step)]

    assert (reads("screen"), reads("decision")) == ([], tables)


def test_in_settings_one_says_before_which_stage_it_must_be_there(as_manager, centre):
    asked = Requirement.objects.get(track__kind="doctoral", kind__name="CV")
    url = f"/settings/requirements/{asked.pk}/"

    as_manager.post(url, {"from_stage": "applied", "needed_before": "review"})
    listed = as_manager.get("/settings/requirements/").text
    too_early = as_manager.post(url, {"from_stage": "applied", "needed_before": "lead"})

    assert "Review" in listed
    assert too_early.status_code == 422
    with pytest.raises(IllegalMove, match="first: CV"):
        to(make_application(centre), "review")
