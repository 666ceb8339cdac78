"""Selects and inputs written without templates.

Django draws each option with two templates of its own, and each input with three: of the 250
countries of one select that takes longer than all else on its page. What comes out is the same to
the letter.
"""

from collections.abc import Callable, Iterator, Mapping

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape


class Renderer(DjangoTemplates):
    def render(self, template_name, context, request=None):
        draw = _DRAWN.get(template_name)
        if draw is None or not _is_plain(context["widget"]):
            return super().render(template_name, context, request)
        return "".join(draw(context["widget"])).strip()


def _is_plain(widget: Mapping) -> bool:
    """Options, if there are any, are drawn as Django draws them, not by a template of their own."""
    return all(
        option["template_name"] == forms.Select.option_template_name
        for _name, options, _index in widget.get("optgroups", ())
        for option in options
    )


def _select(widget: Mapping) -> Iterator[str]:
    yield f'<select name="{_text(widget["name"])}"{_attributes(widget)}>'
    for name, options, _index in widget["optgroups"]:
        if name:
            yield f'\n  <optgroup label="{_text(name)}">'
        for one in options:
            value, label = _value(one["value"]), _text(one["label"])
            yield f'\n  <option value="{value}"{_attributes(one)}>{label}</option>\n'
        if name:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _input(widget: Mapping) -> Iterator[str]:
    yield f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"'
    if widget["value"] is not None:
        yield f' value="{_value(widget["value"])}"'
    yield f"{_attributes(widget)}>"


def _textarea(widget: Mapping) -> Iterator[str]:
    text = _text(widget["value"]) if widget["value"] else ""
    yield f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


_INPUTS = (
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.SearchInput,
    forms.TelInput, forms.ColorInput, forms.PasswordInput, forms.HiddenInput, forms.DateInput,
    forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.FileInput,
)  # fmt: skip
_DRAWN: dict[str, Callable[[Mapping], Iterator[str]]] = {
    **{one.template_name: _input for one in _INPUTS},
    forms.Textarea.template_name: _textarea,
    forms.Select.template_name: _select,
}


def _attributes(widget: Mapping) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_value(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value) -> str:
    """As `{{ value }}` is written: a number in the language of the reader."""
    return conditional_escape(value if isinstance(value, str) else localize(value))


def _value(value) -> str:
    """As `{{ value|stringformat:'s' }}` is: a number as programs read it."""
    return conditional_escape(str(value))
