"""What is folded in a template says what it said, in each language."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.template import Context, Engine, Template, TemplateSyntaxError, engines
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from centre.organisation.models import Centre
from centre.templatetags.cohort import Keep
from centre.web import folding
from centre.web.folding import Folded, fold
from tests.crawling import account_of, pages
from tests.role_matrix import MATRIX
from tests.test_role_matrix import url_of

EVERYTHING = """{% load cohort i18n static %}<a href="{% url 'help' %}">{% translate "Yes" %}</a>
{% if name %}{% icon "plus" "i-sm" %}{% translate "No" %}{{ name }}{% else %}{% translate "Yes" %}
{% endif %}{% for one in names %}{% translate "No" %}{{ one }}
{% blocktranslate %}Search{% endblocktranslate %}{% endfor %}
{% translate name %}{% translate "Yes" as yes %}{{ yes }}{% icon icon_name %}
{% with view='help' %}{% url view %}{% endwith %}{% translate "no"|upper %}
{% blocktranslate with who=name %}Hello {{ who }}{% endblocktranslate %}
{% blocktranslate trimmed with word=name|upper %}
  100% of {{ word }} and {{ n }}, {{ nothing }}
{% endblocktranslate %}
{% for n in counts %}
{% blocktranslate count n=n %}{{ n }} year{% plural %}{{ n }} years{% endblocktranslate %}
{% blocktranslate count n=names|length with who=name %}{{ who }} {{ n }}
{% plural %}{{ who }}: {{ n }} rows{% endblocktranslate %}
{% url 'recruitment:candidate' n %}{% url 'recruitment:candidate' n as one %}{{ one }}{{ n }}
{% endfor %}
{% url 'recruitment:candidate' nothing as none %}{{ none }}{% url 'nowhere' as lost %}{{ lost }}
{% url 'recruitment:settings-section' slug_typed as odd %}{{ odd }}
{% url 'private-link' odd_text %}{% url 'private-link' odd_text as odd %}{{ odd }}
{% url 'recruitment:candidates' as all %}{{ all }}{% url 'recruitment:candidate' pk=7 %}
{% blocktranslate asvar kept %}Search{% endblocktranslate %}{{ kept }}
{% csrf_token %}{{ safe }}{{ lazy }}{{ at }}{{ share }}{{ none }}{{ yes_or_no }}
{{ thing.name }}{{ thing.gone }}
{% autoescape off %}{{ name }}{{ lazy }}{% url 'recruitment:candidate' 7 %}
{% blocktranslate with who=name %}Hello {{ who }}{% endblocktranslate %}{% endautoescape %}
{% include "_toast.html" with toast=nothing %}{% include row with one=name %}{{ n }}"""
SAID = {
    "name": "<Li>",
    "names": ["Ann", "Bo"],
    "counts": [0, 1, 2000],
    "icon_name": "x",
    "csrf_token": "abc123",
    "safe": SafeString("<b>"),
    "lazy": gettext_lazy("Yes"),
    "at": datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    "share": 1234.5,
    "yes_or_no": True,
    "slug_typed": "no slug",
    "odd_text": "a&b'c",
    "thing": {"name": "<thing>"},
    "row": "_toast.html",
}


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


def test_a_wrong_token_is_left_to_django():
    for value in ("", None, '"><b>'):
        text = "{% csrf_token %}"
        expected = Template(text).render(Context({"csrf_token": value}))
        assert folded(text).render(Context({"csrf_token": value})) == expected


def including(**files):
    loaders = [("django.template.loaders.locmem.Loader", files)]
    return Engine(loaders=loaders, libraries=Engine.get_default().libraries)


def test_what_is_included_sees_what_it_is_given_and_changes_nothing_outside():
    engine = including(
        row="{{ one }}{{ two }}{% with one=3 %}{{ one }}{% endwith %}{% now 'Y' as year %}",
        turn="{% cycle 'a' 'b' as three %}",
        page="{% for two in rows %}{% include 'row' with one=two|upper %}{% include 'turn' %}"
        "{{ one }}{{ three }}{{ year }}{% endfor %}",
        alone="{% include 'row' with one=1 only %}{% include 'tree' with down=rows %}",
        tree="{% for one in down %}({{ one }}{% include 'tree' with down=nothing %}){% endfor %}",
    )
    for name in ("page", "alone"):
        expected = engine.get_template(name).render(Context({"rows": "xyz", "two": 2}))
        quick = engine.get_template(name)
        fold(quick.nodelist)
        for _again in range(2):
            assert quick.render(Context({"rows": "xyz", "two": 2})) == expected


def test_a_translation_that_names_what_is_not_there_falls_back_to_the_words_themselves(monkeypatch):
    text = "{% load i18n %}{% blocktranslate with who=name %}Hello {{ who }}{% endblocktranslate %}"
    found = translation.gettext
    wrong = {"Hello %(who)s": "Hallo %(wer)s"}
    with translation.override("de"):
        monkeypatch.setattr(
            translation, "gettext",
            lambda words: wrong.get(words, words) if translation.get_language() else found(words),
        )  # fmt: skip
        assert folded(text).render(Context(SAID)) == "Hello &lt;Li&gt;"


def test_a_page_is_in_one_language():
    with pytest.raises(TemplateSyntaxError, match="one language"):
        folded("{% load i18n %}{% language 'de' %}{% translate 'Yes' %}{% endlanguage %}")


# The largest pages, and those with a form, a table, a figure, an offer.
PAGES = (
    "candidate$|candidates$|application$|offer$|offers$|interview$|tasks$|board$|dashboard$"
    "|settings|funding$|researcher|emails$|decision$|candidate-edit$|intake$"
)

SECRETS = re.compile(r'"[0-9A-Za-z]{64}"|X-CSRFToken": "\w+|[0-9a-f]{8}-[0-9a-f-]{27}')


@time_machine.travel(datetime(2026, 3, 5, 3, tzinfo=UTC), tick=False)
def test_pages_say_what_they_say_drawn_by_django(world, monkeypatch):
    clients, rows = world
    quick = drawn(clients["manager"], rows)
    monkeypatch.setattr(folding, "fold", lambda nodes: None)
    forget_templates()
    plain = drawn(clients["manager"], rows)
    monkeypatch.undo()
    forget_templates()

    assert len(plain) > 20
    assert [url for url in plain if plain[url] != quick[url]] == []


def test_the_kept_frame_is_that_of_every_page_of_its_section(world, rf, monkeypatch):
    clients, rows = world
    signed_in = account_of(clients["manager"]), Centre.objects.get(slug="here")
    # Also those that a form alone leads to: its errors are drawn there.
    urls = [url_of(name, arguments, rows) for name, (arguments, *_who) in MATRIX.items()]
    forget_templates()
    kept = {url: framed(rf.get(url), *signed_in) for url in urls}
    monkeypatch.setattr(Keep, "render", lambda self, context: self.nodelist.render(context))

    assert len(kept) > 100
    assert [url for url in kept if kept[url] != framed(rf.get(url), *signed_in)] == []


def test_the_navigation_marks_the_entry_of_the_address_or_where_the_way_back_begins(
    world, monkeypatch
):
    clients, rows = world
    monkeypatch.setattr(Keep, "render", lambda self, context: self.nodelist.render(context))
    side = re.compile(r'class="nav-i" href="(/[^"]*)"( aria-current)?')
    begins = re.compile(r'class="crumb[^>]*><a href="(/[^/"]*/?)')
    seen, wrong = 0, []
    for url in pages(rows, ".*"):
        answer = clients["manager"].get(url)
        text = answer.content.decode(errors="replace") if not answer.streaming else ""
        entries = dict(side.findall(text))
        way = begins.search(text)
        # "Help", "Your account" and what is written to candidates are no entries.
        owns = {re.match("/[^/]*/?", url)[0], way[1] if way else ""} & entries.keys()
        if owns:
            seen += 1
            marked = {entry for entry, current in entries.items() if current}
            wrong += [] if marked == owns else [(url, owns, marked)]

    assert wrong == []
    assert seen > 60


def framed(request, user, centre):
    request.user, request.centre, request.session = user, centre, SessionStore()
    return SECRETS.sub("", get_template("base.html").render({}, request))


def drawn(client, rows):
    """{address: the page, without what is another at each look}."""
    client.get("/tasks/")  # from then on the navigation tells how much waits
    found = {url: client.get(url).content.decode() for url in pages(rows, PAGES)}
    return {url: SECRETS.sub("", text) for url, text in found.items()}


def forget_templates():
    for loader in engines["django"].engine.template_loaders:
        loader.reset()
