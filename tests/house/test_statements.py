"""A kept statement answers as the queryset it was made of."""

from datetime import date

import pytest
from django.db.models import F

from centre.web import statements
from centre.web.statements import Slot, Statement
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application, Stage
from tests.factories import make_application, make_candidate, make_supervisor


def whole(one):
    """An instance with all it was joined with, as plain values."""
    joined = {name: other and whole(other) for name, other in one._state.fields_cache.items()}
    values = {name: value for name, value in vars(one).items() if name != "_state"}
    return type(one), values, joined, one._state.adding, one._state.db


@pytest.fixture
def applications(centre):
    area = centre.areas.create(name="Imaging", mark="img")
    person = make_candidate(centre, full_name="Li Zihan", nationality="CN")
    helena = make_supervisor(centre, name="Prof. Helena Cruz")
    make_application(centre, candidate=person, area=area, supervisor=helena)
    make_application(centre, area=area, next_step_on=date(2026, 1, 5))
    return Application.objects.order_by("pk")


JOINED = ("candidate", "candidate__centre", "area", "supervisor__user", "owner", "stage__pipeline")


@pytest.mark.parametrize(
    "narrow",
    [
        lambda rows: rows,
        lambda rows: rows.select_related(*JOINED),
        lambda rows: rows.select_related("candidate").only("status", "candidate__email"),
        lambda rows: rows.annotate(who=F("candidate__full_name")).select_related("intake"),
    ],
)  # fmt: skip
def test_its_instances_are_those_of_the_queryset(applications, narrow):
    rows = narrow(applications)

    found = Statement(rows).objects()

    assert list(map(whole, found)) == list(map(whole, rows))
    assert [row.get_deferred_fields() for row in found] == [
        row.get_deferred_fields() for row in rows
    ]


def test_rows_joined_with_the_same_row_share_it(applications):
    first, second = Statement(applications.select_related("area", "candidate")).objects()

    assert first.area is second.area
    assert first.candidate is not second.candidate


def test_an_instance_can_be_changed_and_saved(applications, centre):
    [one] = Statement(Candidate.objects.filter(full_name=Slot("name"))).objects(name="Li Zihan")

    one.email = "zihan@example.org"
    one.save()

    assert Candidate.objects.get(full_name="Li Zihan").email == "zihan@example.org"
    assert Candidate.objects.filter(full_name="Li Zihan").count() == 1


def test_a_join_both_ways_is_known_from_both_sides(centre):
    rows = Stage.objects.filter(centre=centre).select_related("pipeline__track")

    stages = Statement(rows).objects()

    assert all(stage.pipeline.track.pipeline is stage.pipeline for stage in stages)


def test_of_many_kept_the_one_not_used_for_longest_goes(monkeypatch):
    monkeypatch.setattr(statements, "_kept", {})
    monkeypatch.setattr(statements, "_MOST", 2)
    made = []

    def ask(key):
        statements.kept_update(key, lambda: made.append(key) or key)

    for key in ("session", "page", "session", "other", "session", "page"):
        ask(key)

    assert made == ["session", "page", "other", "page"]


def test_a_statement_for_each_value_leaves_other_slots_to_what_it_becomes_a_part_of(applications):
    rows = applications.filter(status=Slot("status"), candidate__full_name=Slot("name"))
    parts = Statement(rows.values("pk")).for_each("status", ["active", "rejected"])

    found = Statement(applications.filter(pk__in=parts)).objects(name="Li Zihan")

    assert [one.candidate.full_name for one in found] == ["Li Zihan"]
