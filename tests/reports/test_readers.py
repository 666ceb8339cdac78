"""Who meets which report, and what leaves the site."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from tests.factories import make_centre, make_report, make_started, make_user


@pytest.fixture
def partner(centre):
    return make_user("industry", centre, name="Wendy Tse")


def page(client, user, url):
    client.force_login(user)
    answer = client.get(url)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def report_in(html):
    return html[html.index('id="report"') : html.index("</main>")]


def address(period, name="report"):
    return reverse(f"recruitment:{name}", args=[period])


def test_before_the_first_report_the_industry_viewer_reads_that_there_is_none(client, partner):
    assert "The first report has not been published yet." in page(client, partner, "/")
    assert "The first report has not been published yet." in page(client, partner, "/reports/")


def test_the_industry_viewer_lands_on_the_last_published_figures(client, centre, director, partner):
    make_report(centre, "2026-q2", published_by=director)
    for _ in range(6):
        make_started(centre, started_on=date(2026, 9, 1))
    make_report(centre, "2026-q3", published_by=director)
    make_report(centre, "2026-q4")

    front = page(client, partner, "/")

    assert "Sponsor report, July to September 2026" in front
    assert "6 of 25 doctoral researchers in post" in front


def test_what_happens_after_publishing_is_not_told(client, centre, director, partner):
    make_report(centre, "2026-q3", published_by=director)
    for _ in range(6):
        make_started(centre, started_on=date(2026, 9, 1))

    assert "0 of 25 doctoral researchers in post" in page(client, partner, "/")


def test_a_draft_is_not_there_for_the_industry_viewer(client, centre, partner):
    make_report(centre, "2026-q3")

    for name in ("report", "report-pdf", "report-xlsx", "report-pdf-made"):
        assert page(client, partner, address("2026-q3", name)) == 404


def test_of_two_versions_the_industry_viewer_meets_the_later_alone(
    client, centre, director, partner
):
    make_report(centre, "2026-q3", published_by=director)
    make_report(centre, "2026-q3", published_by=director)

    assert page(client, partner, address("2026-q3") + "?version=1") == 404
    assert "Published" in page(client, director, address("2026-q3") + "?version=1")
    assert page(client, partner, "/reports/").count("July to September 2026</a>") == 1


def test_no_day_and_no_filter_changes_what_the_industry_viewer_reads(
    client, centre, director, partner
):
    make_report(centre, "2026-q3", published_by=director)
    plain = page(client, partner, "/")

    for query in ("?on=2025-12-31", "?track=postdoc", "?known=2026-01-01", "?version=1"):
        asked = page(client, partner, f"/{query}")
        assert report_in(asked) == report_in(plain)


def test_the_published_page_leads_nowhere_into_the_records(client, centre, director, partner):
    make_report(centre, "2026-q3", published_by=director)

    front = page(client, partner, "/")

    assert "href" not in report_in(front)


def test_anothers_report_is_not_found(client, centre, director):
    make_report(centre, "2026-q3", published_by=director)
    other = make_user("director", make_centre("elsewhere"))

    assert page(client, other, address("2026-q3")) == 404
    assert page(client, other, address("2026-q3", "report-xlsx")) == 404


@pytest.mark.parametrize("period", ["2026-q5", "2026-q1", "nonsense"])
def test_a_quarter_without_a_report_is_not_found(client, director, period):
    assert page(client, director, address(period)) == 404


def test_a_file_taken_out_is_written_down(client, centre, director, partner):
    report = make_report(centre, "2026-q3", published_by=director)
    client.force_login(partner)

    client.get(address("2026-q3", "report-xlsx"))

    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.object_id) == (partner, report.pk)
    assert entry.changes == {"exported": ["", "visual-ai-2026-q3-v1.xlsx"]}
