"""Parts of a page that are the same on every page: `{% load steady %}`.

`{% steady %}…{% endsteady %}` is rendered once in each language and kept as long as the process runs. Within may stand
only what can depend on nothing else: text, translations, addresses without parts, static files, icons. Anything that
could differ from reader to reader or from page to page is refused: by its kind when the template is read, by its name
when it is first rendered. `{% steady place %}` keeps one part for each value of `place`, which pages choose from a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.conf import settings
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import TextNode, TokenType, VariableNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

from consortia.portals.shared.templatetags.pieces import icon

if TYPE_CHECKING:
    from django.template.base import NodeList, Parser, Token
    from django.utils.safestring import SafeString

register = template.Library()

STEADY: Final = (TextNode, VariableNode, CommentNode, IfNode, LoadNode, URLNode, TranslateNode, StaticNode)


class SteadyNode(Node):
    """A part that is kept once it was rendered in a language."""

    def __init__(self, nodelist: NodeList, names: Sequence[str]) -> None:
        self.nodelist = nodelist
        self.names = names
        self._kept: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the part in the reader's language."""
        values = {name: context.get(name) for name in self.names}
        addresses = get_urlconf() or settings.ROOT_URLCONF
        key = (get_language(), addresses, get_script_prefix(), *values.values())
        if key not in self._kept:
            self._kept[key] = self.nodelist.render(_alone(context, values))
        return self._kept[key]


@register.tag
def steady(parser: Parser, token: Token) -> SteadyNode:
    """`{% steady %}…{% endsteady %}`: rendered once in each language, and for each value of what is named."""
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    for node in _within(nodelist):
        if not _is_steady(node):
            raise TemplateSyntaxError(f"{type(node).__name__} may differ from page to page: leave it out of steady.")
    return SteadyNode(nodelist, token.split_contents()[1:])


def _within(nodelist: Iterable[Any]) -> Iterable[Node]:
    for node in nodelist:
        yield node
        for name in getattr(node, "child_nodelists", ()):
            yield from _within(getattr(node, name, None) or ())


def _is_steady(node: Node) -> bool:
    if isinstance(node, URLNode):
        return not node.args and not node.kwargs
    if isinstance(node, SimpleNode):
        return node.func is icon
    if isinstance(node, BlockTranslateNode):
        return all(token.token_type != TokenType.VAR for token in (*node.singular, *node.plural))
    return isinstance(node, STEADY)


class _Alone(Context):
    """A context in which only the part itself has put something."""

    def __getitem__(self, key: str | int | Node) -> Any:
        if key not in self:
            raise TemplateSyntaxError(f"{key} differs from page to page: leave it out of steady.")
        return super().__getitem__(key)

    def get(self, key: str | int | Node, otherwise: Any = None) -> Any:  # noqa: ARG002  # nothing is otherwise here
        return self[key]


def _alone(context: Context, values: Mapping[str, object]) -> _Alone:
    alone = _Alone(dict(values))
    alone.template, alone.render_context = context.template, context.render_context
    return alone
