"""Who may update: an administrator, by the rows of the older tables and without its models.

There is no session: the table may be what is migrated. Tries are counted in a file.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peewee

from helpdesk import config, db, lock, migrations, security
from helpdesk.customers import normal_email
from helpdesk.errors import Forbidden, Invalid, TooMany, Unavailable
from helpdesk.i18n import _, ngettext

MAY = frozenset({"settings.change", "backups.manage"})  # either of them
TRIES, PER_NETWORK = 10, 50  # in one window, by person and network and by network
SECONDS = 15 * 60
NAME, LOCK = "update-tries.json", "update-tries.lock"
MOST = 1000  # windows that are remembered


@dataclass(frozen=True)
class Person:
    """Somebody who may update."""

    id: int
    name: str


def sign_in(folder: Path, email: str, password: str, network: str) -> Person:
    """Who it is. Raises Invalid, the same for every kind of no, Forbidden for somebody whose role
    doesn't allow it, TooMany, Unavailable."""
    who = f"{normal_email(email)} {network}"
    _count(folder, {who: TRIES, f"network {network}": PER_NETWORK})
    row = _row(normal_email(email))
    if not security.verify_password(password, row[2] if row else None) or row is None:
        raise Invalid(
            {"": _("The e-mail address or the password is wrong. Check both and try again.")}
        )
    _forget(folder, who)
    try:
        allowed = json.loads(row[3])
    except ValueError:
        allowed = []
    if not MAY & set(allowed):
        words = _("Only an administrator can update the desk. Ask somebody who changes settings.")
        raise Forbidden(words)
    return Person(int(row[0]), str(row[1]))


def _row(email: str) -> Any:
    """Id, name, password and permissions of somebody who is active."""
    staff, role = migrations.prefixed("staff"), migrations.prefixed("role")
    words = (
        f"SELECT s.id, s.name, s.password, r.permissions FROM {staff} s"
        f" JOIN {role} r ON r.id = s.role_id WHERE s.is_active = 1 AND s.email_normal = "
    )
    try:
        with db.connection():
            database = db.current()
            return database.execute_sql(words + database.param, (email,)).fetchone()
    except peewee.PeeweeException as error:
        words = _("The staff can't be read from the database (%(detail)s).")
        raise Unavailable(words % {"detail": error}) from error


def _count(folder: Path, limits: dict[str, int]) -> None:
    """Count a try by each; raises TooMany."""
    moment = int(time.time())
    with lock.held(folder / LOCK, wait=5) as mine:
        if not mine:
            raise TooMany(_locked(60), 60)
        windows = _windows(folder, moment)
        for who in limits:
            hits, ends = windows.pop(security.digest(who), (0, moment + SECONDS))
            windows[security.digest(who)] = (hits + 1, ends)
        _keep(folder, windows)
    for who, most in limits.items():
        hits, ends = windows[security.digest(who)]
        if hits > most:
            raise TooMany(_locked(ends - moment), ends - moment)


def _forget(folder: Path, who: str) -> None:
    with lock.held(folder / LOCK, wait=5):
        windows = _windows(folder, int(time.time()))
        if windows.pop(security.digest(who), None):
            _keep(folder, windows)


def _windows(folder: Path, moment: int) -> dict[str, tuple[int, int]]:
    """Tries and end of each window that is open, the latest last."""
    try:
        raw = json.loads((folder / NAME).read_text("utf-8"))
        return {str(who): (int(n), int(ends)) for who, (n, ends) in raw.items() if ends > moment}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(folder: Path, windows: dict[str, tuple[int, int]]) -> None:
    latest = dict(list(windows.items())[-MOST:])
    config.write_whole(folder / NAME, json.dumps(latest).encode())


def _locked(seconds: int) -> str:
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "That was tried too often. It can be tried again in %(num)d minute.",
        "That was tried too often. It can be tried again in %(num)d minutes.",
        minutes,
    ) % {"num": minutes}
