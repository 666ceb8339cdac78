"""Every page that lists rows offers them as a file, and the file has exactly the page's rows."""

import pytest
from django.urls import reverse

from centre.accounts.models import User
from recruitment.exports.lists import LISTS
from recruitment.messages.models import Message, State
from tests.exports.sheets import lines
from tests.factories import make_task
from tests.role_matrix import MATRIX, PEOPLE
from tests.test_role_matrix import url_of

# {page: (its list, the column that names a row, what the page shows of the rows in its context)}
LISTED = {
    "candidates": ("candidates", "Candidate", lambda page: [
        row.candidate.full_name for row in page["page"].listing.rows]),
    "researchers": ("researchers", "Researcher", lambda page: [
        str(one.researcher) for one in page["rows"]]),
    "openings": ("intakes", "Intake", lambda page: [
        row.intake.name for part in ("ahead", "retired", "past") for row in page[part]]),
    "seats": ("seats", "Opening", lambda page: [str(one.position) for one in page["openings"]]),
    "offers": ("offers", "Candidate", lambda page: [
        str(row.offer.application.candidate) for row in page["rows"]]),
    "interviews": ("interviews", "Candidate", lambda page: [
        one.who for one in page["week"].every]),
    "placements": ("placements", "Researcher", lambda page: [
        str(one.enrolment.researcher) for one in page["page"]]),
    "tasks": ("tasks", "What", lambda page: [one.what for one in page["waits"].rows]),
    "emails": ("emails", "Subject", lambda page: [
        line.message.subject for part in ("unclear", "held", "failed") for line in page[part]]),
    "funding": ("ledger", "Evidence", lambda page: [one.evidence for one in page["entries"]]),
}  # fmt: skip
# Pages a manager opens that list no rows of their own, and why.
NO_LIST = {
    "figures, with files of their own": (
        "dashboard figures forecast forecast-json talent-flow reports"
    ),
    "candidates, drawn or asked for in another way": "board candidates-filters candidates-columns",
    "pairs to decide about, one at a time": "duplicates flow-places",
    "files on their way in": "imports import-template",
    "leaves whole, with the whole centre": "settings centre-export",
    "a number in the navigation": "tasks-count",
    "forms": (
        "saved-view-add candidate-add candidate-duplicates opening-add intake-add task-add "
        "report-add funding-basis ledger-add settings-centre-edit settings-stage-add "
        "settings-target-add settings-webhook-add token-add calendar-add"
    ),
    "of the site or of one's own account": (
        "api-help account more help account_login account_logout account_reauthenticate "
        "account_change_password account_set_password account_reset_password "
        "account_reset_password_done account_reset_password_from_key_done"
    ),
}  # fmt: skip
MANAGER = PEOPLE.index("manager")
# An interview that is this week in no week is asked for by its day.
QUERY = {"interviews": "?on=2026-11-24", "seats": "", "researchers": "?state=all"}


def test_every_page_a_manager_opens_offers_its_rows_as_a_file_or_is_said_to_list_none(world):
    pages = {
        name
        for name, (arguments, read, _write) in MATRIX.items()
        if not arguments and read.split()[MANAGER] == "ok"
    }

    said = {name for names in NO_LIST.values() for name in names.split()}

    assert pages == set(LISTED) | said
    # The openings of one intake stand on the page of that intake, awards on that of the ledger.
    assert {what for what, *_more in LISTED.values()} | {"openings", "awards"} == set(LISTS)


@pytest.mark.parametrize("name", LISTED)
def test_the_file_has_exactly_the_rows_of_the_page_that_offers_it(world, name):
    clients, rows = world
    Message.objects.update(state=State.HELD)
    make_task(User.objects.get(pk=clients["manager"].session["_auth_user_id"]))
    what, column, shown = LISTED[name]
    query = QUERY.get(name, "")

    page = clients["manager"].get(url_of(name, {}, rows) + query)
    export = reverse("recruitment:list-export", args=[what])
    head, *found = lines(clients["manager"].post(export + query, {"form": "csv"}))

    assert export in page.text
    names = [row[head.index(column)] for row in found]
    assert names == shown(page.context)
    assert names
    assert export not in clients["supervisor"].get(url_of(name, {}, rows) + query).text
