"""What the server says of an answer's columns, which is the same each time.

PyMySQL takes each column's description apart anew, which takes longer than the server needs for a
short answer. Here each is taken apart once. Should PyMySQL ever read them in another way, this
does nothing, and nothing else changes.

A statement beyond the server's `max_allowed_packet` isn't sent: the server would hang up, which
looks as if it had gone away.
"""

from functools import lru_cache
from typing import Any

from pymysql.connections import Connection
from pymysql.err import OperationalError
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket

TOO_LONG = 1153  # the number that the server itself has for it
LONG = 200_000  # signs, of up to four bytes: what is shorter fits everywhere
MOST = 1000  # descriptions that are kept; a desk's own queries have some 400


class KnowingColumns(Connection):
    """A connection that knows the columns it has seen; `sync` is what a node of a cluster is asked
    before each use, see `hosts`."""

    sync = ""
    _packet = 0  # bytes that the server takes at once, once it was asked

    def query(self, sql: Any, unbuffered: bool = False) -> Any:
        """Send a statement; raises OperationalError 1153 for one that is too long."""
        if len(sql) > LONG:
            raw = sql.encode(self.encoding, "surrogateescape") if isinstance(sql, str) else sql
            if len(raw) >= self._takes():
                raise OperationalError(TOO_LONG, "max_allowed_packet exceeded")
        return super().query(sql, unbuffered)

    def _takes(self) -> int:
        if not self._packet:
            with self.cursor() as cursor:
                cursor.execute("SELECT @@max_allowed_packet")
                self._packet = int(cursor.fetchall()[0][0])
        return self._packet

    def _read_packet(self, packet_type: Any = MysqlPacket) -> Any:
        kind = _column if packet_type is FieldDescriptorPacket else packet_type
        return super()._read_packet(kind)  # type: ignore[no-untyped-call]


@lru_cache(MOST)
def _column(description: bytes, encoding: str) -> FieldDescriptorPacket:
    return FieldDescriptorPacket(description, encoding)
