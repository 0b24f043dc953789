"""The WSGI application: joins the sections behind the pipeline."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import bottle

from helpdesk import admin, beats, events, install, jobs, portal, reactions, work
from helpdesk.web import access, render, static
from helpdesk.web.desk import Desk
from helpdesk.web.pipeline import Pipeline
from helpdesk.web.routes import WSGI, Route, Section

SECTIONS: tuple[Section, ...] = (portal.section, admin.section, install.section)
STATIC = "/static/"


def create_app(
    folder: Path | None = None, *, resident: bool = False, has_thread: bool = False
) -> WSGI:
    """The desk as one WSGI application.

    `folder` is the data folder (else it is looked for); `resident` says that the process lives on
    after a request, so that connections are kept and all pages are made now; else each when it is
    asked for. `has_thread`: a `work.Worker` of this process does the timed work, which else is done
    after responses. Raises ValueError for a route without access.
    """
    return app_of(Desk(folder, resident=resident, has_thread=has_thread))


def app_of(desk: Desk) -> WSGI:
    """The same of a desk that others in this process use too: whoever exchanges its database waits
    for all of them."""
    desk.work = partial(work.run, desk, beats.URL)
    served = desk.folder if desk.folder and desk.folder.is_dir() else None
    if served:
        render.keep_bytecode(served / "cache" / "templates")
    if desk.resident:
        reactions.register()
        return static.mount(_joined(desk, routes()), served)
    events.prepare(reactions.register)
    jobs.prepare(work.load)
    return _AsAskedFor(desk, served)


def routes() -> list[Route]:
    """All that the desk answers to."""
    for section in SECTIONS:
        section.load_all()
    return _declared()


class _AsAskedFor:
    """The desk in a process that may end with its answer: made of what the address needs."""

    def __init__(self, desk: Desk, served: Path | None) -> None:
        self.desk = desk
        self.served = served

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO") or "/"
        app = self.made_for(environ["REQUEST_METHOD"], path)
        if path.startswith(STATIC):
            app = static.mount(app, self.served)
        return app(environ, start)

    def made_for(self, method: str, path: str) -> WSGI:
        """With the routes that begin like the address: bottle compiles each one anew with all that
        came before it."""
        for section in SECTIONS:
            section.load(path)
        methods = ("GET" if method == "HEAD" else method, "ANY")
        fitting = [route for route in _declared() if route.method in methods]
        return _joined(self.desk, [r for r in fitting if path.startswith(r.path.partition("<")[0])])


def _declared() -> list[Route]:
    return [route for section in SECTIONS for route in section.routes]


def _joined(desk: Desk, declared: list[Route]) -> WSGI:
    app: Any = bottle.Bottle()
    app.config["catchall"] = False
    app.install(Pipeline(desk))
    app.router.add_filter("int", lambda _: (r"\d{1,18}", int, str))  # digits that fit a column
    for route in sorted(declared, key=lambda route: route.path.startswith("<")):  # catch-all last
        access.declared(route)
        app.route(route.path, route.method, route.handler, declared=route)
    return work.AfterResponse(app, desk)
