"""Modules that run when something of theirs is used first, for processes that answer one request.

Under CGI each request starts Python anew, and most of its time went into modules that it never
used. After `switch_on` an import of one of ours only finds the file; its code runs when a name in
it is asked for. `importlib.util.LazyLoader` of the standard library does that. What registers
something when it is imported (routes, jobs, reactions) is loaded by name where that is needed:
`Section.load`, `work.load`, `reactions.register`.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

# Run at once: the sections' pages, which are imported to be declared; the tables, all of which a
# foreign key or a prefix may name; what is there already when this is switched on.
_AT_ONCE = ("helpdesk.admin", "helpdesk.install", "helpdesk.portal", "helpdesk.schema")


# Libraries that only some answers need. They are imported as modules: `from` runs them at once.
_LIBRARIES = {"gzip", "imagesize", "itsdangerous", "multipart", "passlib.context"}
_LIBRARIES |= {"playhouse.migrations", "zoneinfo"}


class _Finder:
    """Finds what the usual one finds, with a loader that waits."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in _LIBRARIES and (
            not fullname.startswith("helpdesk.") or fullname.startswith(_AT_ONCE)
        ):
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def switch_on() -> None:
    """From here on, in this process. It has one thread: lazy modules are not made for more."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def load(module: ModuleType) -> None:
    """Run a module's code now, for what it registers; harmless when it has run."""
    module.__doc__  # noqa: B018 (asking for a name is what runs it)
