"""Targets and plans: what a change does is shown before it is saved."""

from datetime import date

import pytest
from django.urls import reverse

from centre.targets.models import Target
from tests.factories import make_centre, make_started, make_user


@pytest.fixture
def target(centre):
    return Target.objects.get(agreement__centre=centre, kind="doctoral")


def lines(answer):
    return {one.label: (one.before, one.after) for one in answer.context["lines"]}


def post(client, name, target, **data):
    return client.post(reverse(f"recruitment:settings-{name}", args=[target.pk]), data)


def test_before_saving_a_target_the_page_shows_the_numbers_and_saves_nothing(
    as_manager, centre, target
):
    started = make_started(centre, started_on=date(2025, 9, 1)).enrolment
    started.left_on = date(2026, 1, 1)
    started.leaving_reason = centre.reasons.get(party="researcher", code="health")
    started.save()
    make_started(centre, started_on=date(2025, 9, 1))

    answer = post(as_manager, "target", target, headcount=20, by="2029-12-31", counts="enrolled")

    shown = lines(answer)
    assert shown["Headcount"] == ("25", "20")
    assert shown["Counted today"] == ("1", "2")
    assert shown["In post today"] == ("1", "1")
    assert shown["Share of the target"] == ("4%", "10%")
    assert Target.objects.get(pk=target.pk).headcount == 25


def test_before_saving_a_target_the_page_says_what_becomes_of_the_forecast(
    as_manager, centre, target
):
    for _nth in range(2):
        make_started(centre, started_on=date(2025, 9, 1), intake="September 2025")

    met = post(as_manager, "target", target, headcount=2, by="2029-12-31", counts="enrolled")
    far = post(as_manager, "target", target, headcount=25, by="2029-12-31", counts="in_post")

    # Who is there already makes a chance of what was a range only.
    assert "The range for December 2029 becomes 2 to " in met.content.decode()
    assert "The range for December 2029 stays " in far.content.decode()


def test_where_there_is_a_chance_the_page_says_from_what_to_what(as_manager, centre, target):
    for _nth in range(3):
        make_started(centre, started_on=date(2025, 9, 1), intake="September 2025")
    Target.objects.filter(pk=target.pk).update(headcount=1, counts="enrolled", by="2026-11-20")

    answer = post(as_manager, "target", target, headcount=9, by="2026-11-20", counts="enrolled")

    said = "This changes the forecast from more than 99% to less than 1%."
    assert said in answer.content.decode()


def test_a_confirmed_target_is_saved(as_manager, target):
    data = {"headcount": 30, "by": "2029-12-31", "counts": "in_post"}

    seen = post(as_manager, "target", target, **data).context["seen"]
    post(as_manager, "target", target, **data, seen=seen, confirm="1")

    assert Target.objects.get(pk=target.pk).headcount == 30


def test_a_target_changed_meanwhile_is_not_overwritten(as_manager, target):
    data = {"headcount": 30, "by": "2029-12-31", "counts": "in_post"}
    seen = post(as_manager, "target", target, **data).context["seen"]
    Target.objects.filter(pk=target.pk).update(headcount=28)

    answer = post(as_manager, "target", target, **data, seen=seen, confirm="1")

    assert answer.status_code == 409
    assert Target.objects.get(pk=target.pk).headcount == 28


def plan_data(client, target, **changes):
    form = client.get(reverse("recruitment:settings-plan", args=[target.pk])).context["form"]
    data = {f.name: f.initial for f in form if f.initial is not None}
    return {**data, "seen": form.seen_now, **changes}


def test_a_plan_that_differs_from_the_target_is_warned_of_and_previewed(as_manager, target):
    data = plan_data(as_manager, target, on_2027_09_01=2)

    answer = post(as_manager, "plan", target, **data)

    assert "The plan brings 22, the target is 25." in answer.content.decode()
    assert lines(answer)["Planned in all"] == ("25", "22")
    assert target.plan.get(on=date(2027, 9, 1)).starts == 5


def test_a_confirmed_plan_is_saved_steps_of_none_removed_and_days_added(as_manager, target):
    data = plan_data(
        as_manager, target, on_2025_09_01="", more_on="2025-11-01", more_starts=5, confirm="1"
    )

    post(as_manager, "plan", target, **data)

    assert list(target.plan.values_list("on", "starts"))[:2] == [
        (date(2025, 11, 1), 5),
        (date(2026, 9, 1), 5),
    ]


def test_a_plan_changed_meanwhile_is_not_overwritten(as_manager, target):
    data = plan_data(as_manager, target, on_2027_09_01=2, confirm="1")
    target.plan.filter(on=date(2027, 9, 1)).update(starts=9)

    answer = post(as_manager, "plan", target, **data)

    assert answer.status_code == 409
    assert target.plan.get(on=date(2027, 9, 1)).starts == 9


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("director", 200), ("supervisor", 403)]
)
def test_director_and_manager_edit_targets(client, centre, target, role, status):
    client.force_login(make_user(role, centre))

    assert client.get(f"/settings/targets/{target.pk}/").status_code == status


def test_another_centres_target_is_not_found(as_manager):
    other = Target.objects.get(agreement__centre=make_centre(), kind="doctoral")

    urls = [f"/settings/targets/{other.pk}/", f"/settings/targets/{other.pk}/plan/"]

    assert [as_manager.get(url).status_code for url in urls] == [404, 404]
