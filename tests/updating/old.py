"""Desks as every release has left them, ready to be updated."""

import gzip
import itertools
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webtest import TestApp, TestResponse

from helpdesk import config, db, settings
from helpdesk.app import create_app
from helpdesk.config import Config, Database
from tests.cast import PASSWORD
from tests.db import schemas
from tests.servers.mariadb import MariaDB
from tests.updating.keep_release import RELEASED

RELEASES = sorted({file.name.rsplit(".", 2)[0] for file in RELEASED.glob("*.gz")})
KEY = "a secret key of the tests, of forty-eight signs or so"
PLACE = "/install/update"
JSON = {"Accept": "application/json"}
# What may become more or less by an update; all other rows stay as they are.
CHANGING = {"schema_migration", "setting", "role", "job", "session", "throttle", "once"}
_numbers = itertools.count(1)


@dataclass
class Old:
    """A desk whose tables are those of a release."""

    release: str
    folder: Path

    @property
    def address(self) -> Database:
        """Where the tables are; an update that is undone puts them elsewhere."""
        return config.load(self.folder).database

    def app(self) -> TestApp:
        """A browser, and a program that has just been uploaded."""
        settings.forget()
        return TestApp(create_app(self.folder))

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, as it can be compared with another time's."""
        db.use(self.address)
        found = {}
        with db.connection():
            for name in db.database.get_tables():
                short = name.removeprefix(self.address.prefix)
                if short.startswith("search_") or not name.startswith(self.address.prefix):
                    continue
                rows = db.database.execute_sql(f"SELECT * FROM {name}").fetchall()
                found[short] = sorted(json.dumps(row, default=str) for row in rows)
        return found


def made(release: str, folder: Path, server: MariaDB | None) -> Old:
    """Such a desk, in a folder of its own and, on MariaDB, a database of its own."""
    data = folder / f"desk-{next(_numbers)}"
    data.mkdir()
    if server is None:
        address = Database("sqlite", path=str(data / "helpdesk.sqlite3"))
        with gzip.open(RELEASED / f"{release}.sqlite3.gz") as packed:
            (data / "helpdesk.sqlite3").write_bytes(packed.read())
    else:
        if not server.running:
            server.start()
        address = schemas.at(server, server.create_database())
        _load(address, release)
    config.create(Config(data, address, KEY))
    return Old(release, data)


def removed(old: Old, server: MariaDB | None) -> None:
    """Give back what it takes."""
    if not db.database.is_closed():
        db.database.close()
    if server is not None:
        server.drop_database(old.address.name)
    shutil.rmtree(old.folder, ignore_errors=True)


def _load(address: Database, release: str) -> None:
    text = gzip.decompress((RELEASED / f"{release}.sql.gz").read_bytes()).decode()
    database = db.make(address)
    with database.connection_context(), database.atomic():
        for line in text.splitlines():
            database.execute_sql(line.rstrip(";").replace("%", "%%"))


def as_before(old: Old) -> tuple[schemas.Schema, dict[str, list[str]]]:
    """The schema and every row, but not when scripts ran, nor the work that a restoring queues."""
    rows = old.rows()
    rows["schema_migration"] = [json.loads(row)[1] for row in rows["schema_migration"]]
    rows["job"] = [row for row in rows["job"] if "search.rebuild" not in row]
    return schemas.read(old.address), rows


def enter(app: TestApp, email: str = "anna@example.com", password: str = PASSWORD) -> TestResponse:
    """Sign in at the update's page."""
    form = app.get(PLACE).forms["enter"]
    form["email"], form["password"] = email, password
    return form.submit(expect_errors=True)


def press(app: TestApp, page: TestResponse, name: str) -> TestResponse:
    """Press the button of that name, and go where it leads."""
    for form in page.forms.values():
        if any(button.get_text(strip=True) == name for button in _buttons(page, form.id)):
            answer = form.submit(expect_errors=True)
            return answer.follow() if answer.status_int == 303 else answer
    raise AssertionError(f"no button {name!r}:\n{page.text}")


def through(app: TestApp) -> TestResponse:
    """Press until it has ended, as somebody without scripts does."""
    page = press(app, app.get(PLACE), "Back up and update")
    for _press in range(200):
        if "data-hd-tables" not in page.text:
            return page
        page = press(app, page, "Continue")
    raise AssertionError(page.text)


def _buttons(page: TestResponse, number: int | str) -> list[Any]:
    forms = page.html.find_all("form")
    found = [f for i, f in enumerate(forms) if number in (i, f.get("id"))]
    return [button for form in found for button in form.find_all("button")]
