"""The ledger, and the awards of researchers, as the funding page lists them."""

from collections.abc import Sequence

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.money.models import LedgerEntry
from recruitment.exports.listed import AMOUNT, DAY, Asked, Column, Listed, by_key, keys_of
from recruitment.funding.models import Award
from recruitment.funding.selectors import entries_of, speaking_agreement


def ledger(query: QueryDict, asked: Asked) -> Listed:
    rows = entries_of(asked.user, speaking_agreement(asked.centre))
    return Listed(
        title=_("Ledger"),
        narrowed="",
        columns=[
            Column(_("Day"), DAY), Column(_("Kind")), Column(_("Amount"), AMOUNT),
            Column(_("Currency")), Column(_("Rate"), AMOUNT), Column(_("Rate leads to")),
            Column(_("Rate date"), DAY), Column(_("Source of the rate")), Column(_("What for")),
            Column(_("Evidence")),
        ],
        rows=rows.count(),
        people=0,
        read=lambda: by_key(keys_of(rows), _entries),
        back=reverse("recruitment:funding"),
    )  # fmt: skip


def _entries(keys: Sequence[int]):
    found = LedgerEntry.objects.in_bulk(keys)
    for one in (found[pk] for pk in keys if pk in found):
        yield [
            one.on, one.get_kind_display(), one.amount, one.currency, one.rate, one.into,
            one.rate_on, one.rate_source, one.text, one.evidence,
        ]  # fmt: skip


def awards(query: QueryDict, asked: Asked) -> Listed:
    rows = Award.objects.visible_to(asked.user).by_researcher(asked.centre)
    return Listed(
        title=_("Awards by researcher"),
        narrowed="",
        columns=[
            Column(_("Researcher")), Column(_("Name in own script")), Column(_("Who pays")),
            Column(_("From"), DAY), Column(_("To, that month included"), DAY),
            Column(_("As much as the rate for")), Column(_("A month"), AMOUNT),
            Column(_("Currency")), Column(_("Note")),
        ],
        rows=rows.count(),
        people=rows.order_by().values("researcher").distinct().count(),
        read=lambda: by_key(keys_of(rows), _awards),
        back=reverse("recruitment:funding"),
    )  # fmt: skip


def _awards(keys: Sequence[int]):
    found = Award.objects.select_related("researcher__candidate").in_bulk(keys)
    for one in (found[pk] for pk in keys if pk in found):
        person = one.researcher.candidate
        yield [
            person.full_name, person.native_name, one.get_source_display(), one.from_month,
            one.to_month, one.get_kind_display(), one.amount, one.currency, one.text,
        ]  # fmt: skip
