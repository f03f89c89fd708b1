"""Templates compiled once for each language: what `_("…")` says in it is put in then, not at every visit.

Asking the catalogue for forty texts took a fourth of the time in which a list is rendered, escaping its five hundred
values another fifth (bench/RESULTS.md).
"""

import re
from collections.abc import MutableMapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from models.domain.languages import Language
from web.language import gettext, speaking

_ASKS = frozenset({"_", "gettext"})
_needs_escaping = re.compile("""[&<>"']""").search


def shown(value: Any) -> str:
    """Return a value as it stands in HTML; hardly any has a character that must be escaped."""
    kind = type(value)
    if kind is Markup or (kind is str and not _needs_escaping(value)):
        text: str = value
        return text
    return escape(value)


class SpokenEnvironment(jinja2.Environment):
    """Speaks one language; texts with numbers or names in them are still asked for while rendering."""

    def __init__(self, language: Language, **options: Any) -> None:
        """Take what jinja2.Environment takes."""
        super().__init__(**options)
        self.language = language

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give templates without globals of their own those of all: Jinja's ChainMap is walked at every import."""
        return super().make_globals(d) if d else self.globals


class _Translated(NodeTransformer):
    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in _ASKS or node.kwargs or node.dyn_kwargs:
            return node
        match node.args:
            case [nodes.Const(value=str() as msgid)]:
                # Jinja's own gettext formats every text, so that a percent sign is always written twice
                return nodes.TemplateData(gettext(msgid) % {}, lineno=node.lineno)
            case _:
                return node


class _SpokenCode(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - Jinja's name for it
        environment = self.environment
        if isinstance(environment, SpokenEnvironment):
            with speaking(environment.language):
                node = _Translated().visit(node)
        self.writeline(f"from {__name__} import {shown.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{shown.__name__}(")


SpokenEnvironment.code_generator_class = _SpokenCode
