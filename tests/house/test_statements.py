"""A kept statement answers as the queryset it was made of."""

from datetime import date

import pytest
from django.db.models import F, IntegerField
from django.db.models.expressions import RawSQL

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


def test_what_is_shared_is_made_anew_once_the_database_answers_otherwise(centre):
    told = Statement(Stage.objects.filter(centre=Slot("centre")).order_by("pk"))
    first, again = (told.shared(list, centre=centre.pk) for _ in range(2))
    Stage.objects.filter(pk=first[0].pk).update(name="Talks")
    changed = told.shared(list, centre=centre.pk)

    assert again is first
    assert first[0].name != "Talks"
    assert [one.name for one in changed] == ["Talks", *(one.name for one in first[1:])]
    assert told.shared(list, centre=0) == []
    assert Statement(Stage.objects.filter(pk__in=[])).shared(list) == []


def test_what_a_statement_looks_up_first_it_may_read_twice(applications):
    chosen = Application.objects.filter(pk__gte=Slot("least")).values("pk")
    rows = applications.filter(pk__in=RawSQL("SELECT pk FROM chosen", ()), pk__lte=Slot("most"))
    how_many = RawSQL("SELECT COUNT(*) FROM chosen", (), IntegerField())
    statement = Statement(rows.annotate(in_all=how_many), chosen=chosen)
    first, second = applications

    found = statement.objects(least=first.pk, most=first.pk)

    assert [(one.pk, one.in_all) for one in found] == [(first.pk, 2)]
    assert [one.in_all for one in statement.objects(least=second.pk, most=second.pk)] == [1]
