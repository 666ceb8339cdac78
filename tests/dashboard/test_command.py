"""manage.py progress: the figures of the page, as text and as JSON."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from recruitment.dashboard.stages import stage_figures
from tests.factories import make_application, make_centre, make_started

ON = date(2026, 10, 1)


def run(capsys, *args):
    call_command("progress", *args)
    return capsys.readouterr().out


@pytest.fixture
def busy(centre):
    for day in (date(2025, 9, 1), date(2026, 9, 1)):
        at = datetime(day.year, 3, 1, tzinfo=UTC)
        make_started(centre, at=at, started_on=day, intake=f"September {day.year}")
    for kind in ("applied", "review", "review", "offer", "pre_start"):
        make_application(centre, kind=kind, intake="January 2027")
    return centre


def test_json_has_the_promised_keys(busy, capsys):
    found = json.loads(run(capsys, "--format", "json", "--on", "2026-10-01"))

    assert list(found) == [
        "centre", "track", "on", "known", "target", "in_post", "started", "left", "accepted",
        "plan", "gap", "by_intake", "funnel", "time_in_stage", "forecast", "funding",
        "talent_flow",
    ]  # fmt: skip
    assert found["target"] == {
        "headcount": 25,
        "starts_on": "2025-01-01",
        "ends_on": "2029-12-31",
        "counts": "in_post",
    }
    assert (found["centre"], found["track"], found["on"]) == (
        "visual-ai", "doctoral", "2026-10-01",
    )  # fmt: skip
    assert (found["in_post"], found["started"], found["left"]) == (2, 2, 0)
    assert (found["plan"], found["gap"], found["accepted"]) == (10, 8, 1)
    assert found["by_intake"][0] == {"intake": "September 2025", "planned": 5, "started": 1}
    assert list(found["funnel"][0]) == [
        "kind", "stage", "entered", "advanced", "closed", "waiting",
    ]  # fmt: skip
    assert list(found["time_in_stage"][0]) == [
        "kind", "stage", "n", "median_days", "limit_days", "over_limit",
    ]  # fmt: skip
    assert [one["kind"] for one in found["funnel"]][-1] == "started"


@pytest.mark.parametrize("day", ["2026-10-01", "2025-12-31"])
def test_page_text_and_json_say_the_same(busy, director, capsys, day):
    found = json.loads(run(capsys, "--format", "json", "--on", day))
    text = run(capsys, "--on", day)
    client = Client()
    client.force_login(director)
    html = client.get(f"/?on={day}").content.decode()

    assert f"{found['in_post']} of 25 doctoral researchers in post" in text
    assert f"{found['gap']} behind the plan of {found['plan']}" in text
    assert f"<b>{found['in_post']}</b>" in html
    assert f"{found['gap']} behind the plan of {found['plan']}" in html
    track = busy.tracks.get(kind="doctoral")
    for one, figures in zip(
        found["funnel"], stage_figures(track, date.fromisoformat(day)), strict=True
    ):
        row = re.search(rf"^{one['stage']} +(\d+) +(\d+) +(\d+) +(\d+) ", text, re.M)
        numbers = [one[key] for key in ("entered", "advanced", "closed", "waiting")]
        assert [int(n) for n in row.groups()] == numbers
        if figures.is_shown:
            cells = re.search(rf'<th scope="row">{one["stage"]}</th>(.*?)</tr>', html, re.S).group(
                1
            )
            assert [int(n) for n in re.findall(r">(\d+)</a>", cells)] == numbers
    for line in found["by_intake"]:
        assert re.search(rf"^{line['intake']} +{line['planned']} +{line['started']}$", text, re.M)


def test_text_is_readable(busy, capsys):
    text = run(capsys, "--on", "2026-10-01")

    assert text.startswith(
        "Centre visual-ai\n"
        "2 of 25 doctoral researchers in post on 1 Oct 2026, 8 behind the plan of 10.\n"
    )


def test_the_track_may_be_named_by_code_or_kind(centre, capsys):
    centre.tracks.filter(kind="postdoc").update(code="pdra")

    for name in ("pdra", "postdoc"):
        found = json.loads(run(capsys, "--track", name, "--format", "json"))
        assert (found["track"], found["target"]["headcount"], found["plan"]) == ("pdra", None, None)


def test_without_a_target_the_key_is_null(centre, capsys):
    centre.agreements.all().delete()

    assert json.loads(run(capsys, "--format", "json"))["target"] is None
    assert "No target is set for this track." in run(capsys)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--centre", "nowhere"], "no centre “nowhere”. Choose one of: visual-ai."),
        (["--track", "mphil"], "no track “mphil”. Choose one of: doctoral, postdoc."),
        (["--on", "1 May"], "--on: “1 May” is not a date. Write it as 20"),
        (["--on", "9999-01-01"], "--on: Fri 1 Jan 9999 lies in the future."),
    ],
)
def test_what_cannot_be_is_named_with_the_choices(centre, args, message):
    with pytest.raises(CommandError) as refused:
        call_command("progress", *args)

    assert message in str(refused.value)


def test_of_several_centres_one_must_be_named(centre, capsys):
    make_centre("another")

    with pytest.raises(CommandError, match="Name one with --centre: another, visual-ai"):
        call_command("progress")
    assert "Centre another" in run(capsys, "--centre", "another")


@pytest.mark.django_db
def test_without_a_centre_the_way_to_one_is_said():
    with pytest.raises(CommandError, match="createcentre SLUG"):
        call_command("progress")
