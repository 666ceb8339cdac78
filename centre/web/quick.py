"""Django's commonest template nodes, saying the same in a fraction of the time.

Half the time of a page went into what is the same each time a node is drawn: which language it is,
what a sentence to translate is, where an address leads, which file is included. Each class here
takes the place of Django's (`quickened`, when a template is loaded), and leaves to Django whatever
is not the usual case.
"""

from functools import cached_property
from html import escape

from django.template import Node, NodeList, VariableDoesNotExist
from django.template.base import FilterExpression, VariableNode, render_value_in_context
from django.template.defaulttags import CsrfTokenNode, CycleNode, IfChangedNode, URLNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import SafeString

from centre.web.addresses import address


class Shown(VariableNode):
    """{{ one.name }}"""

    def render(self, context):
        return shown(self.filter_expression.resolve(context), context)


def shown(value, context) -> str:
    """As `render_value_in_context`; most values are text or ids, with neither zone nor format."""
    kind = type(value)
    if kind is SafeString:
        return value
    if kind is str:
        return escape(value) if context.autoescape else value
    if kind is int:
        return str(value)
    return render_value_in_context(value, context)


class Address(URLNode):
    """{% url "recruitment:candidate" candidate.pk %}, with "as" or without."""

    def render(self, context):
        try:
            url = address(self.view_name.var, *[one.resolve(context) for one in self.args])
        except (VariableDoesNotExist, NoReverseMatch):
            return super().render(context)
        if self.asvar:
            context[self.asvar] = url
            return ""
        return escape(url) if context.autoescape else url


class Sentence(BlockTranslateNode):
    """{% blocktranslate with name=one count n=… %}, its words taken apart once."""

    @cached_property
    def _one(self) -> tuple[str, list[str]]:
        return self.render_token_list(self.singular)

    @cached_property
    def _many(self) -> tuple[str, list[str]]:
        return self.render_token_list(self.plural)

    def render(self, context, nested=False):
        if nested:
            return super().render(context, nested)
        given = {name: one.resolve(context) for name, one in self.extra_context.items()}
        words, names = self._one
        if self.countervar:
            count = given[self.countervar] = self.counter.resolve(context)
            if not isinstance(count, int):
                return super().render(context)
            words = translation.ngettext(words, self._many[0], count)
            names = names + self._many[1]
        else:
            words = translation.gettext(words)
        values = {
            name: shown(given[name] if name in given else context.get(name, ""), context)
            for name in names
        }
        try:
            return words % values
        except (KeyError, ValueError):  # a translation that names what is not there
            return super().render(context)


class Included(IncludeNode):
    """{% include "_row.html" with one=row %}: its nodes, drawn here."""

    nodes: NodeList | None = None
    is_usual = True

    def render(self, context):
        if self.nodes is None and self.is_usual:
            self._open(context)
        if not self.is_usual:
            return super().render(context)
        values = {name: one.resolve(context) for name, one in self.extra_context.items()}
        with context.push(**values):
            return self.nodes.render(context)

    def _open(self, context) -> None:
        """Its nodes, unless some keep notes of their own template while they are drawn."""
        nodes = context.template.engine.get_template(self.template.var).nodelist
        kinds = (ExtendsNode, BlockNode, CycleNode, IfChangedNode)
        self.is_usual = not nodes.get_nodes_by_type(kinds)
        self.nodes = nodes


class Token(CsrfTokenNode):
    """{% csrf_token %}; a page has one in each of its forms."""

    def render(self, context):
        value = str(context.get("csrf_token") or "")
        if not value.isalnum() or value == "NOTPROVIDED":
            return super().render(context)
        return SafeString(f'<input type="hidden" name="csrfmiddlewaretoken" value="{value}">')


def quickened(node: Node) -> Node:
    """The node to draw in place of this one."""
    kind = _quick_kind(node)
    if kind is None:
        return node
    quick = kind.__new__(kind)
    quick.__dict__.update(node.__dict__)
    return quick


def _quick_kind(node: Node) -> type[Node] | None:
    # Not what derives from these: it draws something else.
    if type(node) is VariableNode:
        return Shown
    if type(node) is CsrfTokenNode:
        return Token
    if type(node) is URLNode:
        # The admin may stand at several addresses; which one depends on the page.
        usual = _is_text(node.view_name) and not node.view_name.var.startswith("admin:")
        return Address if usual and not node.kwargs else None
    if type(node) is BlockTranslateNode:
        return None if node.asvar or node.message_context else Sentence
    if type(node) is IncludeNode:
        usual = _is_text(node.template) and not node.template.var.startswith(".")
        return Included if usual and not node.isolated_context else None
    return None


def _is_text(expression: FilterExpression) -> bool:
    return isinstance(expression.var, str) and not expression.filters
