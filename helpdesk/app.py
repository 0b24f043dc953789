"""The WSGI application: joins the sections behind the pipeline."""

from functools import partial
from pathlib import Path

import bottle

from helpdesk import admin, beats, install, portal, reactions, work
from helpdesk.web import access, render, static
from helpdesk.web.desk import Desk
from helpdesk.web.pipeline import Pipeline
from helpdesk.web.routes import Route, Section
from helpdesk.web.static import WSGI
from helpdesk.work import AfterResponse

SECTIONS: tuple[Section, ...] = (portal.section, admin.section, install.section)


def create_app(
    folder: Path | None = None, *, resident: bool = False, has_thread: bool = False
) -> WSGI:
    """The desk as one WSGI application.

    `folder` is the data folder (else it is looked for); `resident` says that the process lives on
    after a request, so that connections are kept; `has_thread` that a `work.Worker` of this process
    does the timed work, which else is done after responses. Raises ValueError for a route without
    access.
    """
    reactions.register()
    desk = Desk(folder, resident=resident, has_thread=has_thread)
    desk.work = partial(work.run, desk, beats.URL)
    pipeline = Pipeline(desk)
    app = bottle.Bottle()
    app.config["catchall"] = False
    app.install(pipeline)
    app.router.add_filter("int", lambda _: (r"\d{1,18}", int, str))  # digits that fit a column
    for route in sorted(_routes(), key=lambda route: route.path.startswith("<")):  # catch-all last
        access.declared(route)
        app.route(route.path, route.method, route.handler, declared=route)
    served = desk.folder if desk.folder and desk.folder.is_dir() else None
    if served:
        render.keep_bytecode(served / "cache" / "templates")
    return static.mount(AfterResponse(app, desk), served)


def _routes() -> list[Route]:
    return [route for section in SECTIONS for route in section.routes]
