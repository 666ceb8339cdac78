"""The Django admin in a browser: within the security policy, and free of findings that are ours."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from recruitment.candidates.models import EducationRecord
from tests.factories import make_application, make_candidate, make_user
from tests.journeys.sweep import findings, load_axe

# Django's own: two nameless headings and the box to delete in its inline tables, and select2.
DJANGOS = ('class="original"', "<th></th>", '-DELETE"', "select2-")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_the_admin_have_no_finding_of_ours(visit, centre, theme):
    person = make_candidate(centre, full_name="Li Zihan")
    EducationRecord.objects.create(candidate=person, level="master", institution="Old College")
    person.save()
    application = make_application(centre, candidate=person)
    page = visit(make_user(is_staff=True, is_superuser=True), color_scheme=theme)
    found = []

    for name, arguments in (
        ("index", []),
        ("recruitment_application_changelist", []),
        ("recruitment_application_change", [application.pk]),
        ("recruitment_candidate_change", [person.pk]),
        ("auditlog_logentry_changelist", []),
    ):
        page.goto(reverse(f"admin:{name}", args=arguments))
        load_axe(page)
        found += [
            f"{name}: {one}" for one in findings(page) if not any(mark in one for mark in DJANGOS)
        ]

    assert not found, "\n".join(["What is wrong:", *found])


def test_an_application_is_moved_by_an_action_of_the_admin(visit, centre):
    one = make_application(centre, candidate=make_candidate(centre, full_name="Li Zihan"))
    page = visit(
        make_user(is_staff=True, is_superuser=True),
        reverse("admin:recruitment_application_changelist"),
    )

    page.locator("input.action-select").check()
    page.get_by_label("Action:").select_option(label="Move or close")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Move to").select_option(label="Interview")
    page.get_by_role("button", name="Move or close").click()

    expect(page.locator(".messagelist")).to_be_visible()
    one.refresh_from_db()
    assert str(one.stage) == "Interview"
