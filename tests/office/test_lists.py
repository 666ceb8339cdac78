"""The lists of settings: add, rename, retire, bring back; what is used is never deleted."""

import pytest
from django.urls import reverse

from recruitment.office.lists import LISTS
from recruitment.pipeline.models import DispositionReason
from recruitment.positions.models import Position, Source, Track
from tests.factories import (
    make_application,
    make_centre,
    make_supervisor,
    make_user,
)
from tests.measuring import cost

SECTIONS = ["centre", "targets", "members", "stages", *(one.slug for one in LISTS)]


def section(slug):
    return reverse("recruitment:settings-section", args=[slug])


def row_url(verb, slug, *args):
    name = "settings-row" + (f"-{verb}" if verb else "")
    return reverse(f"recruitment:{name}", args=[slug, *args])


@pytest.mark.parametrize("slug", SECTIONS)
@pytest.mark.parametrize(
    ("role", "status"),
    [("manager", 200), ("director", 200), ("supervisor", 403), ("panel", 403), ("industry", 403)],
)
def test_manager_and_director_read_every_section(client, centre, slug, role, status):
    client.force_login(make_user(role, centre))

    assert client.get(section(slug)).status_code == status


@pytest.mark.parametrize("which", LISTS, ids=lambda one: one.slug)
def test_only_the_manager_adds(client, centre, director, manager, which):
    statuses = []
    for user in (manager, director):
        client.force_login(user)
        statuses.append(client.get(row_url("add", which.slug)).status_code)

    assert statuses == [200, 403]


def test_a_source_is_added_renamed_retired_and_brought_back(as_manager, centre):
    as_manager.post(row_url("add", "sources"), {"name": "Summer school"})
    source = centre.sources.get(name="Summer school")
    as_manager.post(row_url("", "sources", source.pk), {"name": "Winter school"})
    as_manager.post(row_url("retire", "sources", source.pk))
    source.refresh_from_db()
    retired = (source.name, source.retired_on)
    as_manager.post(row_url("retire", "sources", source.pk), {"back": "1"})
    source.refresh_from_db()

    assert retired == ("Winter school", centre.today())
    assert source.retired_on is None


def test_a_name_taken_is_refused_with_a_sentence(as_manager):
    answer = as_manager.post(row_url("add", "sources"), {"name": "open call"})

    assert answer.status_code == 422
    assert "This centre has a source of that name already." in answer.content.decode()


def test_a_used_row_is_not_deleted_and_the_page_says_by_what(as_manager, centre):
    source = centre.sources.get(name="Conference")
    make_application(centre, source=source)

    answer = as_manager.post(row_url("delete", "sources", source.pk), follow=True)

    assert Source.objects.filter(pk=source.pk).exists()
    assert (
        "“Conference” is used by 1 application, so it is not deleted. Retire it instead."
        in answer.content.decode()
    )


def test_a_supervisor_with_applications_is_not_deleted_though_they_would_survive(
    as_manager, centre
):
    supervisor = make_supervisor(centre)
    make_application(centre, supervisor=supervisor)

    as_manager.post(row_url("delete", "supervisors", supervisor.pk))

    supervisor.refresh_from_db()


def test_an_area_of_a_position_is_not_deleted(as_manager, centre):
    area = centre.areas.create(name="Robotics")
    Position.objects.filter(centre=centre).first().areas.add(area)

    as_manager.post(row_url("delete", "areas", area.pk))

    assert centre.areas.filter(pk=area.pk).exists()


def test_an_unused_row_is_deleted(as_manager, centre):
    source = centre.sources.get(name="Conference")

    as_manager.post(row_url("delete", "sources", source.pk))

    assert not Source.objects.filter(pk=source.pk).exists()


def test_a_reason_gets_a_code_and_keeps_its_party(as_manager, centre):
    as_manager.post(row_url("add", "reasons"), {"name": "Moved abroad", "party": "candidate"})
    added = DispositionReason.objects.get(centre=centre, name="Moved abroad")
    as_manager.post(row_url("", "reasons", added.pk), {"name": "Moved far away", "party": "centre"})
    added.refresh_from_db()

    assert (added.code, added.party, added.name) == ("moved-abroad", "candidate", "Moved far away")


def test_a_track_comes_with_stages_a_position_and_an_intake(as_manager, centre):
    as_manager.post(row_url("add", "tracks"), {"name": "MPhil", "referees_wanted": 2})

    track = Track.objects.get(centre=centre, name="MPhil")
    assert (track.kind, track.code) == ("other", "mphil")
    assert track.pipeline.stages.count() == 11
    assert [one.title for one in track.positions.all()] == ["MPhil"]
    assert [one.name for one in track.intakes.all()] == ["Rolling"]


def test_an_unused_track_goes_with_what_it_came_with_a_used_one_stays(as_manager, centre):
    as_manager.post(row_url("add", "tracks"), {"name": "MPhil", "referees_wanted": 2})
    make_application(centre, track="other")
    as_manager.post(row_url("add", "tracks"), {"name": "Internship", "referees_wanted": 0})
    used, unused = (centre.tracks.get(name=name) for name in ("MPhil", "Internship"))

    for track in (used, unused):
        as_manager.post(row_url("delete", "tracks", track.pk))

    assert set(centre.tracks.values_list("name", flat=True)) >= {"Doctoral", "MPhil"}
    assert not centre.tracks.filter(name="Internship").exists()


def test_the_doctoral_track_is_never_deleted(as_manager, centre):
    doctoral = centre.tracks.get(kind="doctoral")

    answer = as_manager.post(row_url("delete", "tracks", doctoral.pk), follow=True)

    assert "carries a target, so it stays" in answer.content.decode()


def test_choices_are_the_centres_own(as_manager, centre):
    foreign = make_supervisor(make_centre())
    doctoral = centre.tracks.get(kind="doctoral")

    answer = as_manager.post(
        row_url("add", "positions"),
        {"title": "PhD in robotics", "track": doctoral.pk, "supervisors": [foreign.pk]},
    )

    assert answer.status_code == 422


def test_a_position_keeps_its_areas_and_supervisors(as_manager, centre):
    mine, area = make_supervisor(centre), centre.areas.create(name="Robotics")
    doctoral = centre.tracks.get(kind="doctoral")

    as_manager.post(
        row_url("add", "positions"),
        {
            "title": "PhD in robotics",
            "track": doctoral.pk,
            "supervisors": [mine.pk],
            "areas": [area.pk],
        },
    )

    added = Position.objects.get(title="PhD in robotics")
    assert (list(added.supervisors.all()), list(added.areas.all())) == ([mine], [area])


def test_whoever_renames_second_is_told(as_manager, centre):
    source = centre.sources.get(name="Conference")
    url = row_url("", "sources", source.pk)
    seen = as_manager.get(url).context["form"].seen_now
    Source.objects.filter(pk=source.pk).update(name="Workshop")

    answer = as_manager.post(url, {"name": "Fair", "seen": seen})

    assert answer.status_code == 409
    assert "Workshop" in answer.content.decode()


def test_the_centre_is_edited_and_a_wrong_zone_refused(as_manager, centre):
    url = reverse("recruitment:settings-centre-edit")

    wrong = as_manager.post(url, {"name": "New name", "time_zone": "Mars/Base"})
    as_manager.post(url, {"name": "New name", "time_zone": "Europe/London"})

    centre.refresh_from_db()
    assert wrong.status_code == 422
    assert (centre.name, centre.time_zone) == ("New name", "Europe/London")


@pytest.mark.parametrize("which", LISTS, ids=lambda one: one.slug)
def test_another_centres_row_is_not_found(as_manager, which):
    other = make_centre()
    make_supervisor(other)
    other.areas.create(name="Robotics")
    other.partners.create(name="Partner")
    other.criteria.create(name="Research")
    other.approval_groups.create(name="Head")
    row = which.model.objects.filter(centre=other).first()

    answers = [
        as_manager.get(row_url("", which.slug, row.pk)),
        as_manager.post(row_url("delete", which.slug, row.pk)),
        as_manager.post(row_url("retire", which.slug, row.pk)),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]


@pytest.mark.parametrize("slug", SECTIONS)
def test_a_section_costs_the_same_among_few_and_many_candidates(as_manager, centre, slug):
    make_application(centre)
    few = cost(as_manager, "get", section(slug))
    for _ in range(20):
        make_application(centre)

    many = cost(as_manager, "get", section(slug))

    assert (many.statements, many.rows) == (few.statements, few.rows)
    assert few.statements <= 10
