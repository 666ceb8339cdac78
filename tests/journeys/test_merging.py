"""Two rows of one person, from the list of candidates to one page and back, in a real browser."""

from recruitment.candidates.models import Candidate
from tests.factories import make_application, make_candidate


def test_two_are_compared_merged_found_by_the_old_address_and_two_again(visit, centre, manager):
    one = make_candidate(centre, full_name="Li Zihan", email="li@example.org")
    other = make_candidate(centre, full_name="Zihan Li", email="li@example.org")
    for person in (one, other):
        make_application(centre, candidate=person, kind="screen")
    page = visit(manager)

    page.goto("/candidates/")
    page.get_by_role("link", name="Possible duplicates").click()
    page.get_by_role("link", name="Compare and merge").click()
    page.locator(f"#full_name-{other.pk}").check()
    page.get_by_role("button", name="Merge").click()

    page.wait_for_url(f"**/candidates/{one.pk}/")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Zihan Li"
    page.goto(f"/candidates/{other.pk}/")
    assert page.url.endswith(f"/candidates/{one.pk}/")

    page.get_by_role("button", name="Undo the merge").click()
    page.wait_for_url(f"**/candidates/{other.pk}/")
    assert set(Candidate.objects.values_list("pk", "full_name")) == {
        (one.pk, "Li Zihan"),
        (other.pk, "Zihan Li"),
    }
