"""Whether a connection that was kept is still good."""

import select
import ssl
from typing import Any


def has_ended(connection: Any) -> bool:
    """Whether the server has hung up on an idle connection, or nobody can tell.

    Then there is something to read where nothing is expected: its end, or its reason. To look for
    that takes a hundredth of the time of asking the server. Over TLS there may be something to read
    at any time, so there the server is asked; and a node of a cluster is asked something anyway.
    """
    if not connection.open:
        return True
    if connection.sync:
        from helpdesk.db.mysql import hosts

        return not hosts.is_synced(connection)
    socket = connection._sock
    if isinstance(socket, ssl.SSLSocket):
        return not _answers(connection)
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([socket], [], [], 0)[0])
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))


def _answers(connection: Any) -> bool:
    try:
        connection.ping(reconnect=False)
    except Exception:  # whatever it is, a new connection will tell
        return False
    return True
