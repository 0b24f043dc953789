"""The status page, the check of downloads, demo data."""

import json
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

from helpdesk import beats, bytecode, demo, integrity
from helpdesk.clock import now
from helpdesk.db import size
from helpdesk.demo import Progress
from helpdesk.diagnostics import exposed, slow, space, storage
from helpdesk.installation import self_try
from helpdesk.integrity import Problem
from helpdesk.schema import Beat, Job
from tests.i18n.tour import Page, Tour, changed, example, send

AT = "/admin/system"


@example("GET /admin/system")
def status(tour: Tour) -> Iterator[Page]:
    """Well, and with everything bad."""
    yield "status", tour.anna.get(AT)
    beats.note(beats.PAGE, 1)
    yield "status, well", tour.anna.get(f"{AT}?done=job-again")
    Beat.delete().execute()
    for number, way in enumerate(beats.WAYS):
        Beat.create(way=way, host="1", last=now() - timedelta(minutes=16 + number), done=number)
    Job.create(name="1", state="failed", error="1")
    slow.note(tour.desk.folder, "GET /1", 2.0)
    wrong = [Problem("1", "1")]
    with (
        mock.patch.object(integrity, "is_release", return_value=True),
        mock.patch.object(integrity, "problems", return_value=wrong),
        mock.patch.object(space, "LOOK", -1.0),
        mock.patch.object(bytecode, "compiled", return_value=bytecode.Progress(None, 1, 2)),
        mock.patch.object(bytecode, "is_possible", return_value=True),
        mock.patch.object(storage, "LEAST_SPACE", 10**18),
        mock.patch.object(size, "measured", return_value=None),
        changed(**{"maintenance.on": True}),
    ):
        (tour.desk.folder / "config.json").chmod(0o644)
        yield "status, bad", tour.anna.get(f"{AT}?done=cron-key")
    yield "first page, stopped", tour.anna.get("/admin/")
    with mock.patch.object(slow, "pages", side_effect=OSError):
        yield "status, a part fails", tour.anna.get(AT)
    Job.delete().where(Job.name == "1").execute()
    Beat.delete().execute()


@example("GET /admin/system/exposure", "POST /admin/system/exposure/found")
def exposure(tour: Tour) -> Iterator[Page]:
    """Not looked yet, under way, and each outcome."""
    at, folder = f"{AT}/exposure", tour.desk.folder
    yield "downloads", tour.anna.get(at)
    with mock.patch.object(self_try, "find", return_value=None):
        exposed.begin(folder)
        yield "downloads, under way", tour.anna.get(at)
        yield "downloads, not looked", send(tour.anna, at, f"{at}/found", action="by_hand")
        items = tour.anna.get(at).html.select("[data-address]")
        served = {item["data-address"]: "served" for item in items}
        send(tour.anna, at, f"{at}/found", findings=json.dumps(served))
    yield "downloads, exposed", tour.anna.get(at)
    yield "status, exposed", tour.anna.get(AT)
    for outcome in ("unknown", "safe", "by hand"):
        exposed.settle(folder, outcome, [])
        yield f"downloads, {outcome}", tour.anna.get(at)
        yield f"status, {outcome}", tour.anna.get(AT)


@example("GET /admin/system/demo", "POST /admin/system/demo")
def data(tour: Tour) -> Iterator[Page]:
    """None, wrong, on its way, there, on its way out."""
    at = f"{AT}/demo"
    yield "demo data", tour.anna.get(at)
    yield "demo data, none chosen", send(tour.anna, at, tickets="1")
    for name, found in (
        ("on its way", Progress(1, 2, False, False)),
        ("there", Progress(2, 2, False, True)),
        ("on its way out", Progress(1, 2, True, False)),
    ):
        with mock.patch.object(demo, "progress", return_value=found):
            yield f"demo data, {name}", tour.anna.get(at)
