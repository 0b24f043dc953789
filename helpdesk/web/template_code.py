"""How templates become Python: Jinja's own compiler, with shorter ways for what a page does a
thousand times (docs/decisions/0024-drawing.md).

- A value is escaped as text; Jinja makes each one a Markup before it is joined with the others.
- A template and a block hand on one text; Jinja hands on each piece through all around it.
- Functions of ours are called as they are, attributes taken as they are, and files of macros are
  made once.

`VERSION` is to be raised with each change, for compiled templates are kept on the disk.
"""

from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

try:
    from markupsafe import _escape_inner as _escaped_text  # type: ignore[attr-defined]
except ImportError:  # other releases: it is a short cut only
    _escaped_text = escape

VERSION = 4


class _Code(CodeGenerator):
    """What differs from Jinja's."""

    environment: "FastEnvironment"

    def blockvisit(self, nodes: Any, frame: Any) -> None:
        """Collect what would be handed on piece by piece."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Any, forward_caller: bool = False
    ) -> None:
        """Call a function of ours without asking what else it might be."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self.environment.direct or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.direct[{name!r}](")
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")
        for given in node.kwargs:
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802
        """Take an attribute where there is one, which mostly is so."""
        of, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({of} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else ")
        self.write(f"environment.getattr({of}, {node.attr!r}))")

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Template(Template):
    def _get_default_module(self, ctx: Any = None) -> TemplateModule:
        """The macros, made once: what they need follows the request by itself."""
        return super()._get_default_module()


class FastEnvironment(Environment):
    """An environment whose templates are compiled like this. `direct` are the functions that no
    template and no page gives another meaning to."""

    code_generator_class = _Code
    template_class = _Template

    def __init__(self, *, direct: dict[str, Any], **options: Any) -> None:
        self.direct = direct
        super().__init__(**options)
        self.globals.update(direct)

    @staticmethod
    def escaped(value: Any) -> str:
        """What goes into the page for a value."""
        kind = type(value)
        if kind is str:
            return _escaped_text(value)
        return value if kind is Markup else escape(value)
