"""What a section offers: its routes, each with who may use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpdesk.web.call import Call

Handler = Callable[..., Any]
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PUBLIC = "public"  # anybody
STAFF = "staff"  # whoever is signed in to the panel
SETUP = "setup"  # whoever has the set-up code, while nothing is installed
OPEN = "open"  # anybody, also without a database: health, static, the wizard's first page
REPAIR = "repair"  # of an installed desk whose tables can't be used: the handler asks who it is
KINDS = frozenset({PUBLIC, STAFF, SETUP, OPEN, REPAIR})  # any other access is a permission's key


@dataclass(frozen=True)
class Throttle:
    """How often one network may post here: a limit from the settings, a window in seconds."""

    what: str
    setting: str
    seconds: int


@dataclass(frozen=True)
class Route:
    """A method and path, its handler, and who may use it.

    `on_invalid` shows the form again when a POST is refused; it finds what was typed and what is
    wrong in `call.form`. `throttle` counts the try, by network or in a way of its own, before the
    transaction begins. `for_scripts`: errors are told as JSON, without a redirect to the log-in.
    `beside` says what is read together with the session, see `sessions.Beside`.
    """

    method: str
    path: str
    handler: Handler
    access: str
    on_invalid: Handler | None = None
    throttle: Throttle | Handler | None = None
    once: bool = True
    takes_files: bool = False
    for_scripts: bool = False
    transaction: bool = True
    beside: Handler | None = None


@dataclass
class Section:
    """A part of the site under one prefix.

    The first part of an address below the prefix names the module that declares it, so that a
    process that answers one request imports only that: `pages` are these modules; `elsewhere` tells
    for which parts it is others, with a slash behind where it is others for what lies deeper;
    `always` are those that any address may need.
    """

    name: str
    prefix: str
    package: str = ""
    pages: tuple[str, ...] = ()
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    routes: list[Route] = field(default_factory=list)

    def load(self, path: str) -> None:
        """Import the modules that declare what answers at an address, if it is of this section."""
        if not f"{path}/".startswith(f"{self.prefix}/"):
            return
        first, slash, _rest = path.removeprefix(self.prefix).lstrip("/").partition("/")
        own = (first,) if first in self.pages else ()
        names = self.elsewhere.get(first + slash) or self.elsewhere.get(first) or own
        self._import(*names, *self.always)

    def load_all(self) -> None:
        """Import all pages."""
        self._import(*self.pages, *(n for names in self.elsewhere.values() for n in names))

    def get(
        self,
        path: str,
        *,
        access: str,
        for_scripts: bool = False,
        beside: Handler | None = None,
    ) -> Callable[[Handler], Handler]:
        """Declare a page. It never writes."""
        route = Route("GET", self.prefix + path, _later, access, for_scripts=for_scripts)
        return self._declare(replace(route, beside=beside))

    def post(
        self,
        path: str,
        *,
        access: str,
        on_invalid: Handler | None = None,
        throttle: Throttle | Handler | None = None,
        once: bool = True,
        takes_files: bool = False,
        for_scripts: bool = False,
        transaction: bool = True,
    ) -> Callable[[Handler], Handler]:
        """Declare an action. It runs in one transaction. `once`: the same form acts only once;
        `takes_files`: those of the form are checked and stored before, as `call.files`;
        `transaction=False`: it writes nothing of its own and may wait for another server."""
        how = (on_invalid, throttle, once, takes_files, for_scripts, transaction)
        return self._declare(Route("POST", self.prefix + path, _later, access, *how))

    def other(self, path: str, *, access: str, on_invalid: Handler) -> Callable[[Handler], Handler]:
        """Declare what answers methods that are neither GET, HEAD nor POST."""
        route = Route("ANY", self.prefix + path, _later, access, on_invalid, once=False)
        return self._declare(route)

    def _import(self, *names: str) -> None:
        for name in names:
            import_module(f"{self.package}.{name}")

    def _declare(self, route: Route) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.routes.append(replace(route, handler=handler))
            return handler

        return register


def _later(call: Call) -> None:
    raise NotImplementedError
