"""Nobody meets a score or a name before they may: canaries, looked for on every page of people."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from recruitment.assessment.models import Interview
from recruitment.candidates.models import EducationRecord
from recruitment.pipeline.models import Application, Stage
from tests.factories import give_scorecard
from tests.role_matrix import MATRIX, NEVER, OTHER_WAY
from tests.test_role_matrix import url_of

OF_PEOPLE = re.compile(
    "dashboard|candidate|application|interview|scorecard|decision|document|referee|e-?mail|message"
    "|offer|board$|more$|account$"
)
WORLD = {"candidates-filters"}  # offers every country there is, whoever has applied
SECRET = "Canarywordsofevidence"
IDENTITY = ["Canaryname", "金絲雀", "canary@example.org", "55509999", "Iceland"]


@pytest.fixture
def sealed(world):
    """The world's interview: its candidate's whole identity, one of two scorecards in, not due."""
    clients, rows = world
    interview = Interview.objects.select_related("application__candidate").get(pk=rows["interview"])
    Interview.objects.update(due_at=timezone.now() + timedelta(days=2))
    person = interview.application.candidate
    person.full_name, person.native_name = "Canaryname Other", "金絲雀"
    person.email, person.phone, person.nationality = "canary@example.org", "55509999", "IS"
    EducationRecord.objects.create(candidate=person, institution="A University", country="IS")
    person.save()  # and the words they are found by
    member = interview.panel.exclude(user__memberships__role="panel").get()
    give_scorecard(member, 4, why=SECRET)
    own = {"candidate": person.pk, "application": interview.application_id}
    return clients, rows | own


def pages(client, rows):
    """{address: what it says} of every page about people that this person gets."""
    found = {}
    for name, (arguments, read, _write) in MATRIX.items():
        if read in (OTHER_WAY, NEVER) or name in WORLD or not OF_PEOPLE.search(name):
            continue
        url = url_of(name, arguments, rows)
        tabs = ("", "?tab=scorecards", "?tab=details") if name == "candidate" else ("",)
        for address in (url + tab for tab in tabs):
            answer = client.get(address)
            if answer.status_code == 200 and not answer.streaming:
                found[address] = answer.content.decode(errors="replace") + str(answer.headers)
    return found


@pytest.mark.parametrize("who", ["panel", "manager", "industry", "idle", "outsider"])
def test_a_sealed_scorecard_is_on_nobodys_page(sealed, who):
    clients, rows = sealed

    told = pages(clients[who], rows)

    assert [address for address, text in told.items() if SECRET in text] == []


def test_in_anonymous_review_a_panel_member_meets_no_part_of_who_it_is(sealed):
    clients, rows = sealed
    stage = Application.objects.get(pk=rows["application"]).stage_id
    open_before = " ".join(pages(clients["panel"], rows).values())
    Stage.objects.filter(pk=stage).update(is_anonymous=True)

    told = pages(clients["panel"], rows)

    assert all(part in open_before for part in IDENTITY), "the canaries sing where they may"
    found = {(address, one) for address, text in told.items() for one in IDENTITY if one in text}
    assert found == set()
    assert any("A University" in text for text in told.values())
