"""Watching the database: which statements a piece of work needs, and what its tables hold."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from helpdesk import mail, settings
from helpdesk.schema import ALL

_READING = ("SELECT", "PRAGMA", "SHOW", "SET ")


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.msg
        self.heard.append(str(said[0] if isinstance(said, tuple) else said))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that peewee runs inside the block, without its values.

    Settings are read once in it, as after two seconds of rest, however slow the machine is;
    small tables and how mail is doing are known if they were asked for before.
    """
    mail.known_trouble()
    ear, logger = _Ear(), logging.getLogger("peewee")
    level = logger.level
    logger.addHandler(ear)
    logger.setLevel(logging.DEBUG)
    settings.forget()
    try:
        tables = sys.modules["helpdesk.db.remembered"]
        with (
            mock.patch.object(settings, "NOTICED_WITHIN", 3600.0),
            mock.patch.object(tables, "NOTICED_WITHIN", 3600.0),
            mock.patch.object(sys.modules["helpdesk.mail.journal"], "NOTICED_WITHIN", 3600.0),
            mock.patch.object(sys.modules["helpdesk.web.desk"], "ASKED_EVERY", 3600.0),
        ):
            yield ear.heard
    finally:
        logger.removeHandler(ear)
        logger.setLevel(level)


def reading(found: list[str]) -> list[str]:
    """Those that ask for rows."""
    return [statement for statement in found if statement.startswith("SELECT")]


def writing(found: list[str]) -> list[str]:
    """Those that change something or begin a transaction."""
    return [statement for statement in found if not statement.startswith(_READING)]


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {table.table: table.select().count() for table in ALL}
