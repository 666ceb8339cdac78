"""Selects and inputs come out to the letter as Django's own templates draw them."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from django_countries import countries

from centre.web.widgets import Renderer

ODD = [
    (None, "---------"),
    ("", ""),
    ("<b>", "a < b & 'c' \"d\""),
    (1234567, 1234567),
    (1.5, 2.5),
    (True, False),
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2)),
    ("safe", mark_safe("<i>so it is</i>")),
    ("late", gettext_lazy("Save")),
    (lazy(lambda: mark_safe("<i>late</i>"), str)(), lazy(lambda: mark_safe("<i>late</i>"), str)()),
    (("a", "pair"), ()),
    ("张", "👩‍👩‍👧‍👦"),
    ("Group & <more>", [("in", "Inside"), ("too", "Too")]),
    (7, [("of a number", None)]),
]


class Marked(forms.Select):
    """Options with attributes of their own."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"data-nth": 1234, "disabled": value == "in", "data-empty": None}
        return option


class OfItsOwn(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


SELECTS = {
    "countries": forms.Select(choices=list(countries)),
    "odd": forms.Select(choices=ODD, attrs={"class": 'a"b', "required": True, "size": 1000}),
    "none": forms.Select(),
    "yes or no": forms.NullBooleanSelect(),
    "several": forms.SelectMultiple(choices=ODD),
    "marked": Marked(choices=ODD),
    "drawn by a template of its own": OfItsOwn(choices=ODD),
}


ATTRS = {"class": 'a"b', "required": True, "disabled": False, "size": 1000, "title": None}
ATTRS |= {"safe": mark_safe("<i>"), "late": gettext_lazy("Save"), "rate": 2.5, "pair": (1, 2)}
INPUTS = [one for one in vars(forms.widgets).values() if isinstance(one, type)]
INPUTS = [one for one in INPUTS if issubclass(one, (forms.widgets.Input, forms.Textarea))]
INPUTS = [one for one in INPUTS if one.template_name and getattr(one, "format_key", "-")]
INPUTS.remove(forms.MultipleHiddenInput)  # is several
TYPED = (None, "", "a < 'b' & \"c\"\n", mark_safe("<i>"), "1234567", 0, True, False, 1234.5)
TYPED += (datetime.date(2026, 3, 2), gettext_lazy("Save"), "\n text")


@pytest.mark.parametrize("kind", INPUTS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_input_is_drawn_to_the_letter_as_by_templates(kind, language):
    with override(language):
        for typed in TYPED:
            drawn = [
                kind(attrs=ATTRS).render('what"', typed, {"id": "id_what"}, renderer)
                for renderer in (Renderer(), DjangoTemplates())
            ]
            assert drawn[0] == drawn[1]


@pytest.mark.parametrize("name", SELECTS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_select_is_drawn_to_the_letter_as_by_templates(name, language):
    select = SELECTS[name]

    with override(language):
        for chosen in (None, "", "HK", "in", 1234567, ("in", "too"), "<b>"):
            drawn = [
                select.render('what"', chosen, {"id": "id_what"}, renderer)
                for renderer in (Renderer(), DjangoTemplates())
            ]
            assert drawn[0] == drawn[1]


def test_forms_draw_their_selects_that_way():
    form = type("Form", (forms.Form,), {"one": forms.ChoiceField(choices=ODD)})()

    assert isinstance(form.renderer, Renderer)
