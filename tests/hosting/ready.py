"""A desk that is installed already, for tests that don't walk through the wizard."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.hosting.servers import HOSTS, Host
from tests.hosting.servers.host import PATH
from tests.hosting.servers.space import server_user, unzip
from tests.hosting.walk import ANNA, PASSWORD
from tests.packaging.smoke import clean_environment, run

PYTHON = "/usr/bin/python3"
SIZE_MOST = 1_000_000  # bytes of a file, smaller than the default so that tests are quick
ADJUST = """
import json, sys
from pathlib import Path
from helpdesk import db, settings
from helpdesk.web.desk import Desk
Desk(Path(sys.argv[1])).open()
with db.connection(), db.transaction():
    settings.change(json.loads(sys.argv[2]))
"""
CHANGES = {"files.size": SIZE_MOST // 1_000_000, "portal.least_seconds": 0}


def make(release: Path, folder: Path, *, tickets: int = 0) -> Path:
    """Install a desk with the release's own command, with demo data if asked for; returns its data
    folder."""
    unzip(release, folder)
    data, secret = folder / "data", folder / "password.txt"
    secret.write_text(PASSWORD, "utf-8")
    where: dict[str, object] = {"cwd": folder / "helpdesk", "env": clean_environment(PATH=PATH)}
    command = [PYTHON, "-m", "helpdesk", "install", "--data", str(data)]
    command += ["--url", "http://127.0.0.1/helpdesk", "--title", "Corner Bakery"]
    command += ["--admin-name", "Anna Lindgren", "--admin-email", ANNA]
    run([*command, "--admin-password-file", str(secret)], **where)
    run([PYTHON, "-c", ADJUST, data, json.dumps(CHANGES)], **where)
    if tickets:
        run([PYTHON, "-m", "helpdesk", "demo", "--data", data, "--tickets", str(tickets)], **where)
    return data


@contextmanager
def running(name: str, release: Path, data: Path, **options: Any) -> Iterator[Host]:
    """A host with a copy of that desk, its data in the worst place: below the document root."""
    host = HOSTS[name](release, **options)
    install(host, data)
    with host.running():
        yield host


def install(host: Host, data: Path) -> None:
    """Put a copy of the data folder into the uploaded folder."""
    host.data = host.space.folder / "data"
    shutil.copytree(data, host.data)
    configure(host, database={"path": str(host.data / "helpdesk.sqlite3")})
    _give_away(host.data)


def change(host: Host, **settings: Any) -> None:
    """Change settings before it starts, with two underscores in place of the dot."""
    assert host.data
    told = json.dumps({name.replace("__", "."): value for name, value in settings.items()})
    where: dict[str, object] = {"cwd": host.space.folder, "env": clean_environment(PATH=PATH)}
    run([PYTHON, "-c", ADJUST, host.data, told], **where)
    _give_away(host.data)


def configure(host: Host, **changes: Any) -> None:
    """Change the configuration, as somebody with a text editor does."""
    assert host.data
    file = host.data / "config.json"
    found = json.loads(file.read_text("utf-8"))
    for key, value in changes.items():
        found[key] = {**found[key], **value} if isinstance(value, dict) else value
    file.write_text(json.dumps(found), "utf-8")


def _give_away(data: Path) -> None:
    if owner := server_user():
        for path in (data, *data.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
