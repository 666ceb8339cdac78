"""Days that people read are in words, whatever the fields that are typed into want."""

from datetime import date

import pytest
from django import forms

from centre.web.forms import DayInput, _shown, validate_age


def test_what_somebody_else_entered_meanwhile_is_told_with_its_day_in_words():
    assert _shown(forms.DateField(), date(2026, 12, 2)) == "Wed 2 Dec 2026"


def test_a_slip_in_the_year_is_told_with_the_day_as_it_was_read():
    with pytest.raises(forms.ValidationError) as told:
        validate_age(date(26, 11, 28))

    assert told.value.messages == ["Sat 28 Nov 0026 cannot be right. Check the year."]


def test_a_field_one_types_a_day_into_keeps_the_form_browsers_want():
    assert 'value="2026-12-02"' in DayInput().render("on", date(2026, 12, 2))
