"""Is the database of an installed desk still as the wizard found it?"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from helpdesk.clock import UTC, now
from helpdesk.config import Database
from helpdesk.db import sqlite
from helpdesk.db.refused import Refused
from helpdesk.i18n import _
from helpdesk.installation.items import BAD, GOOD, WARN, Item

CLOCKS_APART = 60  # seconds


def run(address: Database) -> list[Item]:
    """Version, limits, rights and clock of a server; what SQLite can."""
    try:
        return list(_sqlite() if address.engine == "sqlite" else _mysql(address))
    except Refused as refused:
        return [Item(BAD, _("The database can’t be used"), refused.detail, refused.message)]


def _sqlite() -> Iterator[Item]:
    found = sqlite.check()
    yield Item(GOOD, _("SQLite %(version)s") % {"version": found.version_text})


def _mysql(address: Database) -> Iterator[Item]:
    from helpdesk.db import mysql
    from helpdesk.db.mysql import address as mysql_address

    found = mysql.probe(mysql_address.of(address))
    yield Item(GOOD, _("%(server)s answers") % {"server": found.version_text})
    for words in found.warnings:
        yield Item(WARN, _("A limit of the database server is low"), advice=words)
    mysql.check_rights(found.arguments, address.prefix)
    yield Item(GOOD, _("The database’s user may do what the desk needs"))
    yield _clock(found.arguments)


def _clock(arguments: Any) -> Item:
    """The desk writes its own times, but whoever reads both logs wonders."""
    from helpdesk.db.mysql.opening import opened, rows

    with opened(arguments) as connection:
        theirs: datetime = rows(connection, "SELECT UTC_TIMESTAMP()")[0][0].replace(tzinfo=UTC)
    apart = int(abs((theirs - now()).total_seconds()))
    if apart <= CLOCKS_APART:
        return Item(GOOD, _("The clocks of both servers agree"))
    return Item(
        WARN,
        _("The database server’s clock is %(num)d seconds off") % {"num": apart},
        advice=_("Ask the provider to set both clocks by the network (NTP)."),
    )
