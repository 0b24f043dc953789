"""Templates to HTML: the only place of the web layer that knows Jinja."""

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from helpdesk import i18n, paths
from helpdesk.web import template_filters, template_globals

if TYPE_CHECKING:
    from helpdesk.web.call import Call

_bytecode: FileSystemBytecodeCache | None = None


class _Bytecode(FileSystemBytecodeCache):
    """A cache only: where the disk is full or read-only, pages are shown all the same."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


try:
    from markupsafe import _escape_inner as _escaped_text  # from text to text
except ImportError:  # other releases: it is a short cut only
    _escaped_text = escape


class _Code(CodeGenerator):
    """Templates escape by a shorter way: a page has a thousand values, and Jinja's own makes each
    of them into a Markup before it is joined with the others (docs/decisions/0024-drawing.md)."""

    version = 2  # to be raised with each change here: what was compiled before is kept on the disk

    def blockvisit(self, nodes: Any, frame: Any) -> None:
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(Environment):
    code_generator_class = _Code

    @staticmethod
    def escaped(value: Any) -> str:
        """What goes into the page for a value."""
        kind = type(value)
        if kind is str:
            return _escaped_text(value)
        return value if kind is Markup else escape(value)


def page(call: "Call", template: str, context: dict[str, Any]) -> str:
    """Render a page for a request."""
    names = {
        "call": call,
        "form": call.form,
        "kept_files": call.kept_files,
        "staff": call.session.staff,
    }
    with template_globals.drawing(call):
        return environment().get_template(template).render(names | context)


def keep_bytecode(folder: Path) -> None:
    """Keep compiled templates in a folder, for hosts that start a process per request."""
    global _bytecode
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _bytecode = _Bytecode(str(folder), f"%s.{_Code.version}.cache")
    environment.cache_clear()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one Jinja environment: autoescape, undefined names are errors, texts through gettext."""
    made = _Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_bytecode,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext
    )
    words = template_filters.words  # the same, without a detour for each word
    made.globals.update(template_globals.GLOBALS, _=words, gettext=words)
    made.filters.update(template_filters.FILTERS)
    return made
