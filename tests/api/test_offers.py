"""Offers for programs: those the page shows to whoever made the token, with the same terms."""

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.accounts.tokens import OF_PROGRAMS, Scope
from tests.api.programs import Program, problem
from tests.factories import (
    make_application,
    make_centre,
    make_offer,
    make_supervisor,
    make_user,
)

pytestmark = pytest.mark.django_db


def ids(answer):
    return [row["id"] for row in answer.json()["results"]]


@pytest.fixture
def offer(centre, manager):
    made = make_offer(make_application(centre, kind="decision"), by=manager)
    made.conditions.create(kind="visa", text="Student visa")
    return made


def test_an_offer_is_told_with_its_terms_who_pays_and_what_it_depends_on(manager, offer):
    told = Program(manager, Scope.OFFERS).get("offer", offer.pk).json()

    (condition,) = told.pop("conditions")
    assert (condition["kind"], condition["text"], condition["state"]) == (
        "visa", "Student visa", "open",
    )  # fmt: skip
    assert told["parts"] == [{"source": "sponsor", "text": "", "amount": "18470.00"}]
    assert (told["application"], told["candidate"]) == (
        offer.application_id, offer.application.candidate_id,
    )  # fmt: skip
    assert (told["amount"], told["currency"], told["months"]) == ("18470.00", "HKD", 48)
    assert (told["state"], told["version"], told["sent_at"]) == ("draft", 1, None)
    assert told["supervisor"]["name"] == str(offer.supervisor)
    assert told["page"] == offer.get_absolute_url()


def test_a_token_that_reads_people_does_not_read_what_they_are_paid(manager, offer):
    others = [one for one in OF_PROGRAMS if one != Scope.OFFERS]
    program = Program(manager, *others)

    for answer in (program.get("offers"), program.get("offer", offer.pk)):
        assert answer.status_code == 403
        assert "offers" in problem(answer)["detail"]


def test_offers_are_narrowed_as_on_their_page_and_what_nobody_knows_is_refused(
    manager, director, centre, offer
):
    sent = make_offer(make_application(centre, kind="decision"), by=manager, state="sent")
    postdoc = make_offer(
        make_application(centre, kind="decision", track="postdoc"), by=manager, state="sent"
    )
    code = postdoc.application.track.code
    program = Program(manager)

    assert ids(program.get("offers")) == [offer.pk, sent.pk, postdoc.pk]
    assert ids(program.get("offers", view="out")) == [sent.pk, postdoc.pk]
    assert ids(program.get("offers", view="out", track=code)) == [postdoc.pk]
    for name, value in (("view", "salaries"), ("track", "none"), ("state", "sent")):
        assert problem(program.get("offers", **{name: value}))["errors"].keys() == {name}


def test_a_long_list_is_read_page_by_page(manager, centre, offer):
    make_offer(make_application(centre, kind="decision"), by=manager)
    program = Program(manager)

    first = program.get("offers", limit="1").json()
    rest = program.get("offers", limit="1", cursor=f"after-{offer.pk}").json()

    assert [row["id"] for row in first["results"]] == [offer.pk]
    assert first["next"].endswith(f"cursor=after-{offer.pk}")
    assert (len(rest["results"]), rest["next"]) == (1, None)


def test_a_supervisor_reads_the_offers_of_their_own_alone_and_no_panel_reads_any(
    centre, manager, offer
):
    account = make_user("supervisor", centre)
    profile = make_supervisor(centre, user=account)
    mine = make_offer(make_application(centre, kind="decision", supervisor=profile), by=manager)
    make_offer(make_application(make_centre("other")), by=make_user())

    assert ids(Program(account).get("offers")) == [mine.pk]
    assert Program(account).get("offer", offer.pk).status_code == 404
    assert ids(Program(manager).get("offers")) == [offer.pk, mine.pk]
    assert Program(manager, Scope.FIGURES).get("offers").status_code == 403
    assert Program(make_user("industry", centre)).get("offers").status_code == 403


def test_who_read_offers_stands_in_the_log(manager, centre, offer):
    Program(manager).get("offers", view="draft")

    (line,) = LogEntry.objects.filter(action=LogEntry.Action.ACCESS)
    told = {key: value for key, (_before, value) in line.changes.items()}
    assert (told["exported"], told["filter"], told["people"]) == (
        "/api/v1/offers/", "view=draft", "1",
    )  # fmt: skip


def test_many_offers_cost_the_statements_of_one(manager, centre, offer):
    program = Program(manager)

    def statements():
        program.get("offers")
        with CaptureQueriesContext(connection) as caught:
            program.get("offers")
        return len(caught)

    one = statements()
    for _n in range(4):
        more = make_offer(make_application(centre, kind="decision"), by=manager)
        more.conditions.create(kind="fee")

    assert statements() == one
