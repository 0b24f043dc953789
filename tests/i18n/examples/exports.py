"""Exports in the settings."""

from collections.abc import Iterator

from helpdesk import db, exporting, jobs
from helpdesk.schema import Job
from tests.i18n.tour import Page, Tour, example, send

LIST = "/admin/exports"


@example(
    "GET /admin/exports",
    "POST /admin/exports",
    "POST /admin/exports/<name>/delete",
)
def exported(tour: Tour) -> Iterator[Page]:
    """None; one at work; one that is there; deleted; one that could not be made."""
    for old in exporting.kept():
        exporting.path(old.name).unlink()
    Job.delete().where(Job.name == "export.make").execute()
    yield "exports, none", tour.anna.get(LIST)
    yield "exports, one begins", send(tour.anna, LIST).follow()
    Job.update(done=5, total=9).where(Job.name == "export.make").execute()
    yield "exports, one at work", tour.anna.get(LIST)
    with db.transaction():
        Job.update(done=0, total=0).where(Job.name == "export.make").execute()
    while (mine := jobs.claim(name="export.make")) is not None:
        jobs.run(mine)
    yield "exports", tour.anna.get(LIST)
    (kept,) = exporting.kept()
    yield "exports, deleted", send(tour.anna, LIST, f"{LIST}/{kept.name}/delete").follow()
    Job.update(state="failed").where(Job.name == "export.make").execute()
    yield "exports, given up", tour.anna.get(LIST)
    Job.delete().where(Job.name == "export.make").execute()
