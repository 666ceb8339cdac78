"""Offers as their page lists them, with what each promises."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from recruitment.exports.listed import (
    AMOUNT,
    DAY,
    MOMENT,
    WHOLE,
    Asked,
    Column,
    Listed,
    by_key,
    keys_of,
)
from recruitment.offers import listing
from recruitment.offers.models import Offer


def offers(query: QueryDict, asked: Asked) -> Listed:
    view, track = listing.view_of(query), query.get("track", "")
    rows = listing.in_view(listing.offers_in(asked.user, asked.centre, track), view)
    people = Count("application__candidate", distinct=True)
    n, people = rows.order_by().aggregate(n=Count("pk"), people=people).values()
    return Listed(
        title=_("Offers"),
        narrowed="; ".join([str(listing.VIEWS[view][0]), *([track] if track else [])]),
        columns=[
            Column(_("Candidate")), Column(_("Name in own script")), Column(_("Position")),
            Column(_("Intake")), Column(_("State")), Column(_("Version"), WHOLE),
            Column(_("A month"), AMOUNT), Column(_("Currency")), Column(_("Months"), WHOLE),
            Column(_("First day"), DAY), Column(_("Answer by"), MOMENT), Column(_("Time zone")),
            Column(_("Open conditions"), WHOLE),
        ],
        rows=n,
        people=people,
        read=lambda: by_key(keys_of(rows), _cells),
        back=f"{reverse('recruitment:offers')}?{query.urlencode()}",
    )  # fmt: skip


def _cells(keys: Sequence[int]):
    found = Offer.objects.for_list().in_bulk(keys)
    for row in listing.rows_of(found[pk] for pk in keys if pk in found):
        one = row.offer
        person = one.application.candidate
        yield [
            person.full_name, person.native_name, str(one.application.position),
            str(one.application.intake), one.get_state_display(), one.number, one.amount,
            one.currency, one.months, one.starts_on,
            datetime.combine(one.expires_on, one.expires_time), one.expires_zone, row.unmet,
        ]  # fmt: skip
