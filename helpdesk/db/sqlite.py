"""Whether this machine's SQLite can carry a desk."""

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from helpdesk.db.refused import Refused
from helpdesk.i18n import _

LEAST = (3, 26, 0)


@dataclass(frozen=True)
class Found:
    """What was found: the version of the SQLite library that Python uses."""

    version: tuple[int, ...]
    version_text: str


def check() -> Found:
    """Look for SQLite, its version and its full-text search; raises Refused."""
    sqlite3 = _module()
    version = tuple(sqlite3.sqlite_version_info)
    text = str(sqlite3.sqlite_version)
    if version < LEAST:
        raise Refused(
            "sqlite_too_old",
            _(
                "This server has SQLite {version}, the help desk needs {least} or newer. "
                "Use MySQL or MariaDB, or ask the host for a newer Python."
            ).format(version=text, least=".".join(map(str, LEAST))),
        )
    _check_full_text(sqlite3)
    return Found(version, text)


def _module() -> Any:
    try:
        module: ModuleType = importlib.import_module("sqlite3")
    except ImportError as error:
        raise Refused(
            "sqlite_missing",
            _(
                "This server's Python comes without SQLite. "
                "Use MySQL or MariaDB, or ask the host for a complete Python."
            ),
            str(error),
        ) from error
    return module


def _check_full_text(sqlite3: Any) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.Error as error:
        raise Refused(
            "sqlite_without_fts5",
            _(
                "This server's SQLite comes without full-text search (FTS5). "
                "Use MySQL or MariaDB, or ask the host for a newer Python."
            ),
            str(error),
        ) from error
    finally:
        connection.close()
