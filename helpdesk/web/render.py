"""Templates to HTML. Of the web layer only this and `template_code` know Jinja."""

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from helpdesk import i18n, paths
from helpdesk.web import template_code, template_filters, template_globals
from helpdesk.web.template_code import FastEnvironment

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


def page(call: "Call", template: str, context: dict[str, Any]) -> str:
    """Render a page for a request. Raises ValueError for a name that every template knows."""
    if taken := environment().direct.keys() & context.keys():
        raise ValueError(f"{', '.join(taken)}: a function of all templates")
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
    _bytecode = _Bytecode(str(folder), f"%s.{template_code.VERSION}.cache")
    environment.cache_clear()


@lru_cache(maxsize=1)
def environment() -> FastEnvironment:
    """The one Jinja environment: autoescape, undefined names are errors, texts through gettext."""
    words = template_filters.words  # the same as Jinja's, without a detour for each word
    made = FastEnvironment(
        direct={**template_globals.FUNCTIONS, "_": words, "gettext": words},
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
    made.globals.update(template_globals.THINGS)
    made.filters.update(template_filters.FILTERS)
    return made
