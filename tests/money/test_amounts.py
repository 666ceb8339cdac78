"""How money is written: short in headlines, whole in tables."""

from decimal import Decimal

import pytest
from django.utils import translation

from centre.money.amounts import Money, headline, written


@pytest.mark.parametrize(
    ("amount", "currency", "short", "whole"),
    [
        ("11432000", "CNY", "¥11.4M", "RMB 11,432,000"),
        ("30000000", "CNY", "¥30.0M", "RMB 30,000,000"),
        ("32760000", "HKD", "HK$32.8M", "HKD 32,760,000"),
        ("999999.99", "CNY", "¥1.0M", "RMB 1,000,000"),
        ("432000.4", "CNY", "¥432,000", "RMB 432,000"),
        ("-1100000", "CNY", "−¥1.1M", "−RMB 1,100,000"),
        ("-0.4", "CNY", "¥0", "RMB 0"),
        ("0", "CNY", "¥0", "RMB 0"),
        ("1234567890", "JPY", "JPY 1,234.6M", "JPY 1,234,567,890"),
    ],
)
def test_amounts_are_written_short_and_whole(amount, currency, short, whole):
    money = Money(Decimal(amount), currency)

    assert (headline(money), written(money)) == (short, whole)


@pytest.mark.parametrize(("language", "text"), [("zh-hant", "¥1,143萬"), ("zh-hans", "¥1,143万")])
def test_chinese_counts_in_ten_thousands(language, text):
    with translation.override(language):
        assert headline(Money(Decimal(11432000), "CNY")) == text


def test_an_unknown_amount_is_a_dash_not_a_zero():
    assert (headline(None), written(None)) == ("–", "–")
