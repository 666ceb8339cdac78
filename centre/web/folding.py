"""What never changes in a template is rendered once for each language.

A page has some two hundred nodes that say the same to everybody: words to translate, addresses
without arguments, icons. Django resolves each of them on every request, which came to an eighth of
a page. So neighbours of that kind, and the text between them, are folded into one node when a
template is loaded. `{% keep %}` does the same by hand for parts that depend on a few values.
"""

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders.cached import Loader
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from centre.templatetags.cohort import icon
from centre.web.quick import quickened


class FoldingLoader(Loader):
    """Keeps compiled templates, as Django's cached loader does, folded."""

    def get_template(self, template_name, skip=None):
        met = self.get_template_cache.get(self.cache_key(template_name, skip))
        template = super().get_template(template_name, skip)
        if template is not met:
            fold(template.nodelist)
        return template


class Folded(Node):
    """Nodes that depend on nothing but the language, and on whether text is escaped."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]):
        self.nodes = nodes
        self.kept: dict[tuple, SafeString] = {}

    def render(self, context):
        key = _language(context), context.autoescape
        if key not in self.kept:
            parts = [node.render_annotated(context) for node in self.nodes]
            self.kept[key] = SafeString("".join(parts))
        return self.kept[key]


def _language(context: Context) -> str:
    """The language all of this is drawn in: looked up once, as a page has a hundred such parts."""
    if (language := context.__dict__.get("language")) is None:
        language = context.__dict__["language"] = get_language()
    return language


def fold(nodes: NodeList) -> None:
    """Fold the constant neighbours in `nodes`, in place, and in all that is nested in them; put
    quicker nodes in the place of the others."""
    folded: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, LanguageNode):
            raise TemplateSyntaxError("A page is in one language: {% language %} is not for it.")
        for nested in _nested(node):
            fold(nested)
        if isinstance(node, TextNode) or _is_constant(node):
            run.append(node)
        else:
            folded += [*_as_one(run), quickened(node)]
            run = []
    nodes[:] = folded + _as_one(run)


def _as_one(run: list[Node]) -> list[Node]:
    return run if all(isinstance(node, TextNode) for node in run) else [Folded(run)]


def _nested(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):  # its `nodelist` is a copy
        return [nodes for _condition, nodes in node.conditions_nodelists]
    found = [getattr(node, name, None) for name in node.child_nodelists]
    return [nodes for nodes in found if isinstance(nodes, NodeList)]


def _is_constant(node: Node) -> bool:
    match node:
        case LoadNode():
            return True
        case TranslateNode():
            return not (node.asvar or node.message_context) and _is_literal(node.filter_expression)
        case BlockTranslateNode():
            names = node.extra_context or node.countervar or node.message_context or node.asvar
            return not names and all(token.token_type.name == "TEXT" for token in node.singular)
        case URLNode():
            return not (node.asvar or node.args or node.kwargs) and _is_literal(node.view_name)
        case StaticNode():
            return node.varname is None and _is_literal(node.path)
        case SimpleNode():
            given = [*node.args, *node.kwargs.values()]
            return node.func is icon and not node.target_var and all(map(_is_literal, given))
    return False


def _is_literal(expression: FilterExpression) -> bool:
    value = expression.var
    if isinstance(value, Variable):
        value = value.literal
    return isinstance(value, str) and not expression.filters
