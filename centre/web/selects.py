"""Selects written without templates.

Django draws each option with two templates of its own: of the 250 countries of one select that
takes longer than all else on its page. What comes out is the same to the letter.
"""

from collections.abc import Iterator, Mapping

from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Select
from django.utils.formats import localize
from django.utils.html import conditional_escape


class Renderer(DjangoTemplates):
    def render(self, template_name, context, request=None):
        if template_name == Select.template_name and _is_plain(context["widget"]):
            return "".join(_select(context["widget"])).strip()
        return super().render(template_name, context, request)


def _is_plain(widget: Mapping) -> bool:
    """Its options are drawn as Django draws them, not by a template of their own."""
    return all(
        option["template_name"] == Select.option_template_name
        for _name, options, _index in widget["optgroups"]
        for option in options
    )


def _select(widget: Mapping) -> Iterator[str]:
    yield f'<select name="{_text(widget["name"])}"{_attributes(widget)}>'
    for name, options, _index in widget["optgroups"]:
        if name:
            yield f'\n  <optgroup label="{_text(name)}">'
        for one in options:
            value = conditional_escape(one["value"])
            yield f'\n  <option value="{value}"{_attributes(one)}>{_text(one["label"])}</option>\n'
        if name:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(widget: Mapping) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value) -> str:
    """As `{{ value }}` is written: a number in the language of the reader."""
    return conditional_escape(value if isinstance(value, str) else localize(value))
