"""Whether the user may do what the desk does, and under which prefix its tables find room."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from helpdesk.db.mysql.address import TABLE_OPTIONS
from helpdesk.db.mysql.opening import opened, rows
from helpdesk.db.mysql.reasons import explain
from helpdesk.db.refused import Refused
from helpdesk.i18n import _

DEFAULT_PREFIX = "hd_"
MAX_PREFIX = 20  # MySQL ends a table's name at 64 characters
_DENIED = {1044, 1142, 1143, 1227, 1370}
_TEXT = "é \U0001f600"  # four bytes in UTF-8: lost or refused where tables aren't utf8mb4

_CREATE = (
    "CREATE TABLE {table} (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
    " parent INT NULL, word VARCHAR(190)) " + " ".join(TABLE_OPTIONS)
)
# Each right with a statement that needs it, in an order in which each also makes sense.
_STEPS = {
    "ALTER": "ALTER TABLE {table} ADD COLUMN more MEDIUMTEXT",
    "INDEX": "CREATE INDEX word ON {table} (word)",
    "REFERENCES": "ALTER TABLE {table} ADD FOREIGN KEY (parent) REFERENCES {table} (id)",
    "INSERT": f"INSERT INTO {{table}} (word) VALUES ('{_TEXT}')",
    "SELECT": "SELECT word FROM {table}",
    "UPDATE": "UPDATE {table} SET word = 'x'",
    "DELETE": "DELETE FROM {table}",
}
_DROP = "DROP TABLE {table}"
_ALL = ("CREATE", *_STEPS, "DROP")


def check_rights(target: Any, prefix: str) -> None:
    """Make, use and remove a table, by an open connection or arguments for one; raises Refused."""
    table = f"`{prefix}rights_probe_{secrets.token_hex(4)}`"
    with _connection(target) as connection:
        missing = _tried(connection, _CREATE, table, "CREATE")
        if not missing:
            try:
                for right, statement in _STEPS.items():
                    missing += _tried(connection, statement, table, right)
            finally:
                missing += _tried(connection, _DROP, table, "DROP")
        if missing:
            raise _refusal(connection, missing, table)


def taken_tables(arguments: Mapping[str, Any], prefix: str) -> list[str]:
    """Names of the tables and views in the database that begin with a prefix."""
    with opened(arguments) as connection:
        found = rows(
            connection,
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
        )
    # Compared here: whether the server minds upper and lower case depends on its file system.
    names = (str(name) for (name,) in found)
    return sorted(name for name in names if name.lower().startswith(prefix.lower()))


def free_prefix(tables: Iterable[str], wanted: str) -> str:
    """The wanted prefix, or one like it with a number, that no table begins with."""
    names = [name.lower() for name in tables]
    base = re.sub(r"[^a-z0-9_]", "", wanted.lower())[: MAX_PREFIX - 4]
    candidates = (base, *_numbered(base or DEFAULT_PREFIX, len(names) + 2))
    return next(c for c in candidates if not any(name.startswith(c) for name in names))


def _numbered(base: str, last: int) -> Iterator[str]:
    stem = base.rstrip("_") or DEFAULT_PREFIX.rstrip("_")
    yield f"{stem}_"
    for number in range(2, last + 2):
        yield f"{stem}{number}_"


@contextmanager
def _connection(target: Any) -> Iterator[Any]:
    if not isinstance(target, Mapping):
        yield target
        return
    with opened(target) as connection:
        yield connection


def _tried(connection: Any, statement: str, table: str, right: str) -> list[str]:
    try:
        rows(connection, statement.format(table=table))
    except Exception as error:
        if error.args and error.args[0] in _DENIED:
            return [right]
        raise explain(error, _names(connection)) from error
    return []


def _names(connection: Any) -> dict[str, Any]:
    return {
        "user": _text(connection.user),
        "database": _text(connection.db),
        "host": connection.host,
        "port": connection.port,
        "unix_socket": connection.unix_socket or "",
    }


def _refusal(connection: Any, missing: list[str], table: str) -> Refused:
    user, _at, host = str(rows(connection, "SELECT CURRENT_USER()")[0][0]).rpartition("@")
    name = _text(connection.db)
    message = _(
        "The user “{user}” lacks these rights to the database “{name}”: {rights}. Give them in the "
        "host's panel, or let the provider run: {statement}"
    ).format(
        user=user,
        name=name,
        rights=", ".join(missing),
        statement=f"GRANT {', '.join(_ALL)} ON `{name}`.* TO '{user}'@'{host}';",
    )
    if "DROP" in missing:
        message += " " + _("Please remove the test table {table} by hand.").format(table=table)
    return Refused("rights", message, ", ".join(missing))


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
