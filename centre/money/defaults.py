"""The published figures a new centre starts with: rows to edit, not numbers of the program.

Hong Kong dollars. Each names where it was published; check them before relying on them.
"""

from datetime import date
from decimal import Decimal

from centre.money.costs import CostKind as K
from centre.money.costs import Unit as U
from centre.money.models import CostRate, ExchangeRate
from centre.organisation.models import Centre

_PACKAGES = "PolyU research postgraduate package table 2024/25 (phdstudies.pl)"
_TUITION = "PolyU tuition fees, full-time, 2020/21 (polyu.edu.hk/gs)"
_TALENT = "ITF Research Talent Hub, reference ceiling for doctoral holders (itf.gov.hk)"
# (kind, amount, currency, unit, valid from, source)
COSTS = [
    (K.STIPEND, "18470", "HKD", U.MONTH, date(2024, 9, 1), f"PRPgS: {_PACKAGES}"),
    (K.CONFIRMED, "18890", "HKD", U.MONTH, date(2024, 9, 1), f"PRPgS: {_PACKAGES}"),
    (K.UNIVERSITY, "27290", "HKD", U.MONTH, date(2024, 9, 1), f"PPPFS: {_PACKAGES}"),
    (K.FELLOWSHIP, "27600", "HKD", U.MONTH, date(2024, 9, 1), f"HKPFS 2024/25: {_PACKAGES}"),
    (K.FELLOWSHIP, "28400", "HKD", U.MONTH, date(2026, 9, 1), "HKPFS 2026/27 (findmymoney.app)"),
    (K.CONFERENCE, "25000", "HKD", U.ONCE, date(2024, 9, 1), "PolyU RPg handbook, 14.2.4"),
    (K.FEES, "42100", "HKD", U.YEAR, date(2020, 9, 1), _TUITION),
    (K.SALARY, "35000", "HKD", U.MONTH, date(2024, 9, 1), _TALENT),
    (K.LIVING, "10000", "HKD", U.MONTH, date(2024, 9, 1), _TALENT),
    (K.PENSION, "1500", "HKD", U.MONTH, date(2024, 9, 1), "MPF, most an employer must pay; check"),
]  # fmt: skip
# 0.14 is the rate the pledge was announced at: RMB 30M as US$4.2M.
EXCHANGE = [
    ("CNY", "USD", "0.14", date(2024, 11, 5), "Announcement of the pledge: RMB 30M is US$4.2M"),
    ("USD", "HKD", "7.8", date(2024, 11, 5), "Middle of the band 7.75 to 7.85; check"),
]


def add_default_rates(centre: Centre) -> None:
    """The published rates, for a centre that has none."""
    CostRate.objects.bulk_create(
        CostRate(
            centre=centre,
            kind=kind,
            amount=Decimal(amount),
            currency=currency,
            unit=unit,
            valid_from=day,
            source=source,
        )
        for kind, amount, currency, unit, day, source in COSTS
    )
    ExchangeRate.objects.bulk_create(
        ExchangeRate(centre=centre, base=base, into=into, rate=Decimal(rate), on=day, source=source)
        for base, into, rate, day, source in EXCHANGE
    )
