"""Servers that hold the same data (Galera): the next one where one doesn't answer, and what others
have just written there is seen here.

A node of a cluster applies what another one has committed a moment later. Whoever reads there what
they have just written elsewhere would not find it, so a connection is asked to wait for it once
each time it is borrowed (`sync`): all that is read after that is at least as new. To have each
query wait costs a round through the cluster for each.
"""

from collections.abc import Mapping
from typing import Any

from pymysql.err import MySQLError, OperationalError

from helpdesk.db.mysql.columns import KnowingColumns
from helpdesk.db.mysql.opening import rows

CONNECT_SECONDS = 3  # of several servers; one that is switched off says nothing at all
Places = tuple[tuple[str, int], ...]
_UNKNOWN_VARIABLE = 1193
_WAIT = "SET STATEMENT wsrep_sync_wait = 1 FOR SELECT 1"
_ALWAYS_WAIT = "SET SESSION wsrep_sync_wait = 1"
_last: dict[Places, int] = {}  # which of them answered last, for as long as this process lives


def connected(places: Places, arguments: Mapping[str, Any]) -> KnowingColumns:
    """A connection to the one that answered last, else the next; raises the first one's error."""
    if len(places) == 1 or "unix_socket" in arguments:
        return _connected(arguments)
    first: OperationalError | None = None
    begin = _last.get(places, 0)
    for turn in range(len(places)):
        at = (begin + turn) % len(places)
        host, port = places[at]
        where = {"host": host, "port": port, "connect_timeout": CONNECT_SECONDS}
        try:
            found = _connected({**arguments, **where})
        except OperationalError as error:
            first = first or error
        else:
            _last[places] = at
            return found
    assert first
    raise first


def is_synced(connection: KnowingColumns) -> bool:
    """Wait until what was committed anywhere is seen here; False where that can't be had."""
    try:
        connection.query(connection.sync)
    except MySQLError:
        return False
    return True


def _connected(arguments: Mapping[str, Any]) -> KnowingColumns:
    made = KnowingColumns(**arguments)
    try:
        _join(made)
    except MySQLError:
        made.close()
        raise
    return made


def _join(made: KnowingColumns) -> None:
    """Find out whether this is a node of a cluster, and whether it takes part in it just now."""
    try:
        found = rows(made, "SELECT @@wsrep_on")
    except OperationalError as error:
        if error.args[0] != _UNKNOWN_VARIABLE:
            raise
        return
    if not int(found[0][0]):
        return
    if "MariaDB" in str(made.get_server_info()):  # type: ignore[no-untyped-call]
        made.sync = _WAIT
        made.query(_WAIT)
    else:  # MySQL knows no settings for one statement
        made.query(_ALWAYS_WAIT)
