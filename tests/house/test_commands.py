"""createcentre and demo: a real, empty centre; and a full one that is all invented."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Max

from centre.accounts.models import Membership, User
from centre.money.defaults import COSTS, EXCHANGE
from centre.organisation.models import Centre
from recruitment.assessment.models import Interview
from recruitment.candidates.models import Candidate
from recruitment.documents.nameless import nameless
from recruitment.documents.waiving import Waiver
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.models import Application, Stage, StageTransition
from recruitment.positions.models import Opening
from tests.factories import make_centre

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)


def fill(**options):
    call_command("demo", **{"candidates": 60, "seed": 7, "on": ON, "verbosity": 0} | options)


def digest() -> str:
    """Of all that people see of the demo centre; the clock of its writing left out."""
    rows = [
        *Candidate.objects.order_by("pk").values_list("full_name", "email", "nationality"),
        *Application.objects.order_by("pk").values_list("stage__name", "status", "version"),
        *StageTransition.objects.order_by("pk").values_list("kind", "effective_at"),
        *Opening.objects.order_by("pk").values_list("status", "starts_on"),
        *Enrolment.objects.order_by("pk").values_list("started_on", "left_on"),
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def digest_of_a_fill(**options) -> str:
    """Fill an empty database, read it, and leave it empty again."""
    with transaction.atomic():
        fill(**options)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_createcentre_makes_an_empty_centre_with_all_it_needs():
    call_command(
        "createcentre",
        "optics",
        "--name=Optics Lab",
        "--starts-on=2026-01-01",
        stdout=None,
        verbosity=0,
    )

    centre = Centre.objects.get()
    assert (centre.slug, centre.name) == ("optics", "Optics Lab")
    target = centre.agreements.get().targets.get(kind="doctoral")
    assert (target.headcount, target.by) == (25, date(2030, 12, 31))
    assert sum(step.starts for step in target.plan.all()) == 25
    assert Stage.objects.filter(centre=centre, kind="started").count() == 2
    assert centre.reasons.exists()
    assert centre.sources.exists()
    for nobody in (Candidate, User, Membership):
        assert not nobody.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["optics", "--starts-on=2026-01-01", "--ends-on=2025-01-01"], "not after --starts-on"),
        (["optics", "--doctoral-target=-1"], "below 0"),
        (["not a slug"], "slug: "),
    ],
)
def test_createcentre_says_what_is_wrong_and_writes_nothing(arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("createcentre", *arguments)

    assert not Centre.objects.exists()


def test_the_founding_case_starts_with_the_published_rates_of_any_new_centre():
    call_command("loaddata", "fixtures/centre.json", verbosity=0)
    founding, new = Centre.objects.get(), make_centre()

    def rates(centre):
        costs = ("kind", "amount", "currency", "unit", "valid_from", "source")
        exchange = ("base", "into", "rate", "on", "source")
        return (
            set(centre.cost_rates.values_list(*costs)),
            set(centre.exchange_rates.values_list(*exchange)),
        )

    assert rates(founding) == rates(new)
    assert [len(rows) for rows in rates(new)] == [len(COSTS), len(EXCHANGE)]


def test_the_founding_case_has_the_reasons_and_asks_for_the_offers_of_any_new_centre():
    call_command("loaddata", "fixtures/centre.json", verbosity=0)
    founding = Centre.objects.get()
    call_command("createcentre", "optics", "--name=Optics Lab", stdout=None, verbosity=0)

    def settings(centre):
        asking = Stage.objects.filter(centre=centre).values_list("name", "needs_offer")
        return set(centre.reasons.values_list("party", "code", "name")), set(asking)

    assert settings(founding) == settings(Centre.objects.get(slug="optics"))


def test_createcentre_refuses_a_short_name_that_is_taken(centre):
    with pytest.raises(CommandError, match="A centre “visual-ai” already exists"):
        call_command("createcentre", centre.slug)

    assert Centre.objects.count() == 1


def test_demo_refuses_a_database_that_holds_a_centre(centre):
    with pytest.raises(CommandError, match="holds a centre already"):
        fill()

    assert not Candidate.objects.exists()


def test_demo_if_empty_leaves_a_centre_alone(centre):
    fill(if_empty=True)

    assert Centre.objects.get() == centre
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("candidates", [0, 1, 250])
def test_demo_makes_any_number_of_candidates(candidates):
    fill(candidates=candidates)

    assert Candidate.objects.count() == candidates
    assert Application.objects.count() == candidates


def test_demo_is_the_same_for_a_seed_and_another_for_another():
    first, again, other = (digest_of_a_fill(seed=seed) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_demo_on_a_past_day_holds_nothing_later():
    fill(candidates=200)

    evening = datetime.combine(ON + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    assert StageTransition.objects.aggregate(last=Max("effective_at"))["last"] < evening
    assert Enrolment.objects.aggregate(last=Max("started_on"))["last"] <= ON
    assert Enrolment.objects.exists()


def test_demo_shows_what_a_panel_reads_of_people_without_their_names_and_what_it_does_not():
    fill()

    interviews = Interview.objects.filter(application__stage__is_anonymous=True)
    papers = [paper for one in interviews for paper in nameless(one.application)]
    told = {(str(paper.name), paper.withheld) for paper in papers}
    assert {("Research proposal", ""), ("Research proposal", "It tells who it is.")} <= told
    assert ("CV", "It tells who it is.") in told
    assert Waiver.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [({"candidates": -1}, "below 0"), ({"on": date(2999, 1, 1)}, "lies in the future")],
)
def test_demo_says_what_it_cannot_do(options, words):
    with pytest.raises(CommandError, match=words):
        fill(**options)

    assert not Centre.objects.exists()


def test_demo_accounts_take_the_password_given(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "one-for-this-showing")

    fill(candidates=0)

    assert all(user.check_password("one-for-this-showing") for user in User.objects.all())
    assert User.objects.count() == 6
