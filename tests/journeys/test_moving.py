"""The dialog of a step, in a browser."""

from playwright.sync_api import expect

from tests.factories import make_application, make_opening, stage


def test_a_typed_first_day_is_there_again_after_a_look_at_another_stage(visit, centre, manager):
    one = make_application(centre, kind="pre_start")
    make_opening(one)
    started, before = (stage(centre, kind) for kind in ("started", "interview"))
    page = visit(manager, f"/applications/{one.pk}/move/?stage={started.pk}")
    day = page.get_by_label("First day")
    day.fill("2027-02-15")

    page.get_by_label("Move to").select_option(str(before.pk))
    expect(day).to_have_count(0)
    page.get_by_label("Move to").select_option(str(started.pk))

    expect(day).to_have_value("2027-02-15")
