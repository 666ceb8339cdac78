"""From draft to published: frozen for ever, and only what was seen is signed."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from recruitment.demo.generate import fill
from recruitment.reports import actions
from recruitment.reports.contents import digest, draw_up
from recruitment.reports.models import Frozen, Report, ReportFile
from recruitment.reports.periods import Quarter
from tests.factories import make_report, make_started, make_user

Q3 = Quarter(2026, 3)
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)


def six_started(centre):
    return [make_started(centre, started_on=date(2026, 9, 1)) for _ in range(6)]


def counted(document):
    figures = next(one for one in document["sections"] if one["key"] == "progress")["figures"]
    return next(one["value"] for one in figures if one["key"] == "counted")


def with_history(document):
    """Without where people studied, the ledger and the seats a forecast looks at: of these only
    the present is on record."""
    now = ("talent", "funding", "outlook")
    sections = [one for one in document["sections"] if one["key"] not in now]
    for one in sections:
        one["chart"] = {**(one["chart"] or {}), "fan": None, "is_assumption": None}
    return {**document, "sections": sections}


def publish(report, director, at=AT):
    seen = digest(actions.document_of(report, at=at))
    return actions.publish(report, by=director, at=at, seen=seen)


def test_a_published_report_keeps_its_figures_whatever_happens_after(centre, director):
    six_started(centre)
    report = publish(actions.begin(centre, Q3, by=director), director)
    before = report.data

    make_started(centre, started_on=date(2026, 9, 1))
    report = Report.objects.get(pk=report.pk)

    assert counted(before) == 6
    assert actions.document_of(report, at=timezone.now()) == before
    assert (report.on, report.known_at, report.publisher) == (date(2026, 9, 30), AT, "Adrian Kwan")


def test_a_draft_follows_the_figures(centre, director):
    report = actions.begin(centre, Q3, by=director)
    six_started(centre)

    assert counted(actions.document_of(report, at=AT)) == 6


def test_a_draft_of_a_running_quarter_shows_today_and_of_a_past_one_its_last_day(centre, director):
    running = actions.begin(centre, Quarter(2026, 4), by=director)
    past = actions.begin(centre, Q3, by=director)

    days = [actions.document_of(one, at=AT)["on"] for one in (running, past)]

    assert days == ["2026-11-24", "2026-09-30"]


def test_a_published_report_can_be_worked_out_again_from_what_was_known_then(centre, director):
    fill(centre, candidates=80, seed=4, on=date(2026, 9, 30))
    six_started(centre)
    at = timezone.now()
    report = publish(actions.begin(centre, Q3, by=director), director, at)

    six_started(centre)
    again = draw_up(centre, Q3, on=report.on, known_at=report.known_at, again=True)
    now = draw_up(centre, Q3, on=report.on, known_at=timezone.now())

    assert with_history(again) == with_history(report.data)
    assert counted(now) == counted(again) + 6


@pytest.mark.parametrize(
    "change",
    ["data = '{}'", "publisher = 'Somebody'", "status = 'draft'", "known_at = published_at"],
)
def test_the_database_refuses_to_change_a_published_report(centre, director, change):
    report = make_report(centre, "2026-q3", published_by=director)
    sql = f"UPDATE recruitment_report SET {change} WHERE id = %s"

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        connection.cursor().execute(sql, [report.pk])


def test_code_cannot_change_or_delete_a_published_report(centre, director):
    report = make_report(centre, "2026-q3", published_by=director)
    report.publisher = "Somebody"

    for change in (report.save, report.delete, lambda: actions.discard(report)):
        with pytest.raises(Frozen):
            change()
    with pytest.raises(TypeError):
        Report.objects.update(publisher="Somebody")


def test_who_published_is_still_named_when_their_account_is_gone(centre, director):
    report = make_report(centre, "2026-q3", published_by=director)

    director.delete()
    report.refresh_from_db()

    assert (report.published_by, report.publisher) == (None, "Adrian Kwan")


def test_what_was_not_seen_is_not_published(centre, director):
    report = actions.begin(centre, Q3, by=director)
    seen = digest(actions.document_of(report, at=AT))
    six_started(centre)

    with pytest.raises(actions.Overtaken, match="changed since you looked"):
        actions.publish(report, by=director, at=AT, seen=seen)

    assert Report.objects.get().status == "draft"


def test_a_second_click_finds_the_report_published(centre, director):
    report = actions.begin(centre, Q3, by=director)
    publish(report, director)

    with pytest.raises(Frozen, match="published already"):
        publish(report, director)


def test_a_correction_is_a_new_version_beside_the_frozen_one(centre, director):
    first = make_report(centre, "2026-q3", published_by=director)
    six_started(centre)

    second = publish(actions.begin(centre, Q3, by=director), director)

    assert (first.version, second.version) == (1, 2)
    assert counted(Report.objects.get(pk=first.pk).data) == 0
    assert counted(second.data) == 6


def test_beginning_twice_makes_one_draft(centre, director):
    one, other = (actions.begin(centre, Q3, by=director) for _click in range(2))

    assert one == other


def test_a_quarter_to_come_cannot_be_published(centre, director):
    report = actions.begin(centre, Quarter(2027, 1), by=director)

    with pytest.raises(actions.Refused, match="not begun"):
        publish(report, director)


def test_the_director_publishes_on_the_page_and_the_manager_may_not(
    client, centre, director, manager
):
    report = make_report(centre, "2026-q3")
    url = reverse("recruitment:report-publish", args=["2026-q3"])
    client.force_login(director)
    seen = client.get(url).context["form"].initial["figures"]

    client.force_login(manager)
    refused = client.post(url, {"figures": seen}).status_code
    client.force_login(director)
    client.post(url, {"figures": seen})
    report.refresh_from_db()

    assert refused == 403
    assert (report.status, report.publisher) == ("published", "Adrian Kwan")
    assert ReportFile.objects.get().report == report


def test_what_changed_while_the_director_looked_is_told_on_the_page(client, centre, director):
    make_report(centre, "2026-q3")
    client.force_login(director)
    url = reverse("recruitment:report-publish", args=["2026-q3"])
    seen = client.get(url).context["form"].initial["figures"]
    six_started(centre)

    page = client.post(url, {"figures": seen}, follow=True).content.decode()

    assert "The figures have changed since you looked." in page
    assert Report.objects.get().status == "draft"


def test_a_draft_can_be_deleted_and_a_published_report_cannot(client, centre, manager, director):
    make_report(centre, "2026-q2", published_by=director)
    make_report(centre, "2026-q3")
    client.force_login(manager)

    for period in ("2026-q2", "2026-q3"):
        client.post(reverse("recruitment:report-delete", args=[period]))

    assert [one.period.code for one in Report.objects.all()] == ["2026-q2"]


def test_a_new_report_is_offered_for_the_quarters_of_the_agreement_only(client, centre, manager):
    client.force_login(manager)
    url = reverse("recruitment:report-add")

    outside = client.post(url, {"period": "2019-q1"}).status_code
    client.post(url, {"period": "2025-q1"})

    assert outside == 422
    assert [one.period.code for one in Report.objects.all()] == ["2025-q1"]


def test_the_admin_shows_reports_and_changes_nothing(client, centre, director):
    report = make_report(centre, "2026-q3", published_by=director)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    url = reverse("admin:recruitment_report_change", args=[report.pk])

    page = client.get(url)

    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
