"""How many people an area should bring: typed by the office, its effect seen before it is saved."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from centre.targets.models import Agreement, PlannedArea, Target
from centre.targets.promises import read_area_plan
from tests.factories import make_application, make_centre, make_started

AFTER = datetime(2026, 9, 20, 2, tzinfo=UTC)


@pytest.fixture
def target(centre):
    return Target.objects.get(agreement__centre=centre, kind="doctoral")


@pytest.fixture
def vision(centre):
    return centre.areas.create(name="Vision")


@pytest.fixture
def speech(centre):
    return centre.areas.create(name="Speech")


def post(client, target, numbers, **more):
    url = reverse("recruitment:settings-area-plan", args=[target.pk])
    seen = client.get(url).context["form"].seen_now
    data = {f"area_{area.pk}": n for area, n in numbers.items()}
    return client.post(url, {"seen": seen, **data, **more})


def planned(target):
    return dict(target.area_plan.values_list("area__name", "people"))


def test_before_saving_each_area_shows_what_is_there_and_what_stays_open(
    as_manager, centre, target, vision, speech
):
    make_started(centre, started_on=date(2026, 9, 1), area=vision)
    make_application(centre, kind="pre_start", area=vision)
    make_started(centre, started_on=date(2026, 9, 1))
    PlannedArea.objects.create(target=target, area=vision, people=4)

    answer = post(as_manager, target, {vision: 10, speech: 5})

    cover = answer.context["cover"]
    assert [(one.name, one.planned, one.here, one.accepted, one.open) for one in cover.lines] == [
        ("Speech", (None, 5), 0, 0, (None, 5)),
        ("Vision", (4, 10), 1, 1, (2, 8)),
        ("No area", (None, None), 1, 0, (None, None)),
    ]
    assert "Planned by area: 15 of 25. The other 10 may be of any area." in answer.content.decode()
    assert planned(target) == {"Vision": 4}


def test_more_than_the_target_is_warned_of(as_manager, target, vision):
    answer = post(as_manager, target, {vision: 26})

    assert "The areas bring 26, the target is 25." in answer.content.decode()


def test_a_confirmed_plan_is_saved_and_is_one_line_of_the_history(
    as_manager, target, vision, speech
):
    PlannedArea.objects.create(target=target, area=vision, people=4)

    post(as_manager, target, {vision: 0, speech: 7}, confirm="1")

    assert planned(target) == {"Speech": 7}
    page = as_manager.get("/settings/targets/")
    [_target, _stairs, changes] = page.context["targets"][0]
    assert [line for entry in changes for line in entry.told] == [
        ("Plan by area", "Vision: 4, Speech: 0", "Vision: 0, Speech: 7")
    ]
    assert "Speech <b" in page.content.decode()


def test_whoever_saves_after_somebody_else_is_told(as_manager, target, vision):
    url = reverse("recruitment:settings-area-plan", args=[target.pk])
    seen = as_manager.get(url).context["form"].seen_now
    PlannedArea.objects.create(target=target, area=vision, people=4)

    answer = as_manager.post(url, {"seen": seen, f"area_{vision.pk}": 9, "confirm": "1"})

    assert answer.status_code == 409
    assert "It now says: Vision: 4." in answer.content.decode()
    assert planned(target) == {"Vision": 4}


def test_the_plan_by_area_of_a_day_is_that_of_the_day(centre, target, vision, speech):
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC)):
        first = PlannedArea.objects.create(target=target, area=vision, people=4)
    with time_machine.travel(AFTER):
        first.delete()
        PlannedArea.objects.create(target=target, area=speech, people=9)

    assert read_area_plan(centre, "doctoral") == {speech.pk: 9}
    assert read_area_plan(centre, "doctoral", centre.end_of(date(2026, 6, 1))) == {vision.pk: 4}
    assert read_area_plan(centre, "doctoral", centre.end_of(date(2026, 3, 1))) == {}


def test_the_newest_agreement_speaks_for_its_areas(centre, target, vision):
    PlannedArea.objects.create(target=target, area=vision, people=4)
    later = Agreement.objects.create(
        centre=centre, title="Renewal", starts_on=date(2026, 1, 1), ends_on=date(2030, 1, 1)
    )
    renewed = Target.objects.create(agreement=later, kind="doctoral", by=later.ends_on)
    PlannedArea.objects.create(target=renewed, area=vision, people=6)

    assert read_area_plan(centre, "doctoral") == {vision.pk: 6}


def test_an_area_of_another_centre_is_refused(target):
    foreign = make_centre("other").areas.create(name="Elsewhere")

    with pytest.raises(ValidationError, match="same centre"):
        PlannedArea(target=target, area=foreign, people=1).full_clean()
