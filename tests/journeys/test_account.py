"""A token for a program, made by the person it will act as."""

import re

from tests.factories import PASSWORD
from tests.journeys.sweep import faults


def test_a_token_is_made_after_the_password_copied_once_and_revoked(visit, manager):
    page = visit(manager, "/account/")
    page.get_by_role("link", name="Make a token").click()

    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url("**/account/tokens/add/")
    found = faults(page)
    page.get_by_role("textbox", name="Name").fill("Wall display")
    page.get_by_role("button", name="Make the token").click()
    found += faults(page)
    secret = page.get_by_label("Wall display").input_value()
    page.get_by_role("link", name="I have copied it").click()
    found += faults(page)

    assert found == []
    assert re.fullmatch(r"cohort_[\w-]{43}", secret)
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke Wall display").click()
    assert page.get_by_role("cell", name="Revoked").is_visible()
