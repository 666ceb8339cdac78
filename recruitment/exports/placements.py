"""Placements at the partner as their page lists them."""

from collections.abc import Sequence

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from recruitment.exports.listed import DAY, Asked, Column, Listed, by_key, keys_of
from recruitment.placements.asked import STATES, placements_of, read
from recruitment.placements.models import Placement
from recruitment.positions.models import Track


def placements(query: QueryDict, asked: Asked) -> Listed:
    every = placements_of(asked.user, asked.centre)
    wanted = read(query, every, list(Track.objects.filter(centre=asked.centre)))
    rows = wanted.of(every, asked.centre.today())
    people = Count("enrolment__researcher", distinct=True)
    n, people = rows.order_by().aggregate(n=Count("pk"), people=people).values()
    chosen = [str(one) for one in (wanted.track, wanted.company) if one]
    return Listed(
        title=_("Placements"),
        narrowed="; ".join([str(STATES[wanted.state]), *chosen]),
        columns=[
            Column(_("Researcher")), Column(_("Name in own script")), Column(_("Company")),
            Column(_("Place")), Column(_("Topic")), Column(_("Mentor")), Column(_("From"), DAY),
            Column(_("To"), DAY), Column(_("Agreement on IP"), DAY),
        ],
        rows=n,
        people=people,
        read=lambda: by_key(keys_of(rows), _cells),
        back=f"{reverse('recruitment:placements')}?{query.urlencode()}",
    )  # fmt: skip


def _cells(keys: Sequence[int]):
    rows = Placement.objects.select_related("enrolment__researcher__candidate", "mentor")
    found = rows.in_bulk(keys)
    for one in (found[pk] for pk in keys if pk in found):
        person = one.enrolment.researcher.candidate
        yield [
            person.full_name, person.native_name, one.company, one.place, one.topic,
            str(one.mentor) if one.mentor else None, one.starts_on, one.ends_on, one.ip_agreed_on,
        ]  # fmt: skip
