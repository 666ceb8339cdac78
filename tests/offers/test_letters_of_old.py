"""Migration 0067 lets letters of offers go back to one drawn letter an offer, and come again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from recruitment.offers.models import OfferLetter
from tests.factories import make_application, make_offer

BEFORE = ("recruitment", "0065_pdfs_read_for_what_stands_apart")


def migrate(target):
    executor = MigrationExecutor(connection)
    return executor.migrate([target]).apps.get_model("recruitment", "OfferLetter")


@pytest.mark.django_db(transaction=True)
def test_letters_of_deferrals_and_letters_not_drawn_yet_hold_up_no_way_back(
    centre, manager, director
):
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("recruitment")[0]
    drawn, deferred, undrawn = (
        make_offer(make_application(centre, kind="decision"), by=manager, state="sent")
        for _n in range(3)
    )
    OfferLetter.objects.all().delete()
    made = {"content": b"%PDF", "made_at": timezone.now()}
    OfferLetter.objects.create(offer=drawn, **made)
    OfferLetter.objects.create(offer=deferred, **made)
    OfferLetter.objects.create(offer=deferred, number=2, **made)
    OfferLetter.objects.create(offer=undrawn)

    try:
        old = migrate(BEFORE)
        left = [(one.offer_id, bytes(one.content)) for one in old.objects.order_by("offer_id")]
    finally:
        migrate(newest)

    assert left == [(drawn.pk, b"%PDF"), (deferred.pk, b"%PDF")]
    assert [(one.offer_id, one.number) for one in OfferLetter.objects.order_by("offer_id")] == [
        (drawn.pk, 1), (deferred.pk, 1),
    ]  # fmt: skip
