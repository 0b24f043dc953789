"""Backups in the settings, and the page that follows a restoring."""

import json
import shutil
from collections.abc import Iterator

from helpdesk import config, db, jobs, settings, underway
from helpdesk.backup import kept, returning
from helpdesk.schema import Job
from tests.cast import PASSWORD
from tests.i18n.tour import Page, Tour, example, send

LIST = "/admin/backups"
FOLLOWED = "/install/restore"


@example(
    "GET /admin/backups",
    "POST /admin/backups",
    "POST /admin/backups/<name>/verify",
    "GET /admin/backups/<name>/delete",
    "POST /admin/backups/<name>/delete",
)
def backed_up(tour: Tour) -> Iterator[Page]:
    """None; one at work; one that is there, read, broken, deleted; one that could not be made."""
    shutil.rmtree(kept.folder(), ignore_errors=True)
    Job.delete().where(Job.name.in_((kept.MAKE, kept.VERIFY))).execute()
    yield "backups, none", tour.anna.get(LIST)
    yield "backups, one begins", send(tour.anna, LIST).follow()
    Job.update(done=5, total=9).where(Job.name == kept.MAKE).execute()
    yield "backups, one at work", tour.anna.get(LIST)
    with db.transaction():
        settings.change({"backup.nightly": True, "backup.with_files": False})
        settings.change({"backup.passphrase": "x"})
    name = _made()
    yield "backups, sealed, every night", tour.anna.get(LIST)
    yield "backups, one is read", send(tour.anna, LIST, f"{LIST}/{name}/verify").follow()
    _work()
    yield "backups, read", tour.anna.get(LIST)
    kept.path(name).write_bytes(kept.path(name).read_bytes()[:-3000])
    yield "backups, broken", tour.anna.get(LIST)
    yield "backups, broken, restore", tour.anna.get(f"{LIST}/{name}/restore")
    ask = f"{LIST}/{name}/delete"
    yield "backups, delete", tour.anna.get(ask)
    yield "backups, deleted", send(tour.anna, ask, ask).follow()
    Job.update(state="failed").where(Job.name == kept.MAKE).execute()
    yield "backups, given up", tour.anna.get(LIST)
    with db.transaction():
        settings.change({"backup.nightly": False, "backup.with_files": True})
        settings.change({"backup.passphrase": ""})
    Job.delete().where(Job.name.in_((kept.MAKE, kept.VERIFY))).execute()


@example(
    "GET /admin/backups/<name>/restore",
    "POST /admin/backups/<name>/restore",
    "GET /install/restore",
    "POST /install/restore",
    "POST /admin/backups/old/remove",
    "POST /admin/backups/old/dismiss",
)
def restored(tour: Tour) -> Iterator[Page]:
    """What is asked, what is wrong, how far it is, both ends. The desk itself stays as it is."""
    folder = tour.desk.folder
    with db.transaction():
        settings.change({"backup.passphrase": "x", "backup.with_files": False})
    send(tour.anna, LIST)
    ask = f"{LIST}/{_made()}/restore"
    yield "restore", tour.anna.get(ask)
    yield "restore, wrong password", send(tour.anna, ask, ask, password="1", passphrase="x")
    yield (
        "restore, wrong passphrase",
        send(tour.anna, ask, ask, password=PASSWORD, passphrase="y"),
    )
    assert send(tour.anna, ask, ask, password=PASSWORD, passphrase="x").status_int == 303
    yield "restore, at work", tour.anna.get(FOLLOWED)
    send(tour.anna, FOLLOWED, FOLLOWED)
    known = underway.read(folder)
    assert known is not None
    underway.end(folder)
    told = {"archive": "a.tar", "at": "2026-01-01T00:00:00+00:00", "pass": known["pass"]}
    for why, old in (("", known["old"]), ("Broken.", None)):
        outcome = json.dumps(told | {"why": why, "old": old})
        config.write_whole(folder / returning.OUTCOME, outcome.encode())
        yield f"restore, ended {why}", tour.anna.get(FOLLOWED)
        yield f"backups, ended {why}", tour.anna.get(LIST)
        yield f"backups, hidden {why}", send(tour.anna, LIST, f"{LIST}/old/dismiss").follow()
    none = json.dumps(told | {"why": "Broken.", "old": None})
    config.write_whole(folder / returning.OUTCOME, none.encode())
    returning.remove_old(folder)
    shutil.rmtree(kept.folder())
    with db.transaction():
        settings.change({"backup.passphrase": "", "backup.with_files": True})


def _made() -> str:
    _work()
    return kept.kept()[0].name


def _work() -> None:
    for name in (kept.MAKE, kept.VERIFY):
        with db.transaction():
            Job.update(done=0, total=0).where(Job.name == name).execute()
        while (mine := jobs.claim(name=name)) is not None:
            jobs.run(mine)
