"""What is folded in a template says what it said, in each language."""

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation

from centre.web.folding import Folded, fold

EVERYTHING = """{% load cohort i18n static %}<a href="{% url 'help' %}">{% translate "Yes" %}</a>
{% if name %}{% icon "plus" "i-sm" %}{% translate "No" %}{{ name }}{% else %}{% translate "Yes" %}
{% endif %}{% for one in names %}{% translate "No" %}{{ one }}
{% blocktranslate %}Search{% endblocktranslate %}{% endfor %}
{% translate name %}{% translate "Yes" as yes %}{{ yes }}{% icon icon_name %}
{% with view='help' %}{% url view %}{% endwith %}{% translate "no"|upper %}
{% blocktranslate with who=name %}Hello {{ who }}{% endblocktranslate %}"""
SAID = {"name": "<Li>", "names": ["Ann", "Bo"], "icon_name": "x"}


def folded(text):
    template = Template(text)
    fold(template.nodelist)
    return template


@pytest.mark.parametrize("name", ["<Li>", ""])
def test_a_folded_template_says_the_same_in_every_language(name):
    plain, quick = Template(EVERYTHING), folded(EVERYTHING)

    for language in ("en", "de", "en", "fr"):  # Django's own words: ours come with their catalogue
        with translation.override(language):
            expected = plain.render(Context(SAID | {"name": name}))
            assert quick.render(Context(SAID | {"name": name})) == expected

    with translation.override("de"):
        assert "Ja" in quick.render(Context(SAID))


def test_what_differs_between_two_requests_is_never_folded():
    template = folded('{% load i18n %}{{ name }}{% translate name %}{% translate "Yes" as yes %}')

    assert template.render(Context({"name": "Ann"})) == "AnnAnn"
    assert template.render(Context({"name": "Bo"})) == "BoBo"


def test_pages_are_loaded_folded_and_once():
    base = get_template("base.html").template

    assert base is get_template("base.html").template
    assert any(isinstance(node, Folded) for node in base.nodelist)
