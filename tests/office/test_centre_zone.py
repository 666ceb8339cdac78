"""Another time zone: the days of the past are counted anew, for events keep their moment."""

from datetime import UTC, datetime

from django.urls import reverse

from recruitment.moves.invariants import violations
from recruitment.office.forms import CentreForm
from tests.factories import make_application, make_user

# 3 March in Hong Kong, 2 March in New York.
AT = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


def test_changing_the_zone_counts_the_days_anew(as_manager, centre):
    make_application(centre, at=AT)
    values = {name: getattr(centre, name) for name in CentreForm._meta.fields}

    answer = as_manager.post(
        reverse("recruitment:settings-centre-edit"), values | {"time_zone": "America/New_York"}
    )

    assert answer.status_code == 302
    centre.refresh_from_db()
    assert centre.time_zone == "America/New_York"
    assert list(violations()) == []


def test_the_admin_leaves_the_zone_to_settings(client, centre):
    make_application(centre, at=AT)
    client.force_login(make_user("manager", centre, is_staff=True))

    client.post(
        reverse("admin:centre_centre_change", args=[centre.pk]),
        {"slug": centre.slug, "name": "Renamed", "time_zone": "America/New_York"},
    )

    centre.refresh_from_db()
    assert (centre.name, centre.time_zone) == ("Renamed", "Asia/Hong_Kong")
