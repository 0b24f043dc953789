"""What the server says of an answer's columns, which is the same each time.

PyMySQL takes each column's description apart anew, which takes longer than the server needs for a
short answer. Here each is taken apart once. Should PyMySQL ever read them in another way, this
does nothing, and nothing else changes.
"""

from functools import lru_cache
from typing import Any

from pymysql.connections import Connection
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket

MOST = 1000  # descriptions that are kept; a desk's own queries have some 400


class KnowingColumns(Connection):
    """A connection that knows the columns it has seen; `sync` is what a node of a cluster is asked
    before each use, see `hosts`."""

    sync = ""

    def _read_packet(self, packet_type: Any = MysqlPacket) -> Any:
        kind = _column if packet_type is FieldDescriptorPacket else packet_type
        return super()._read_packet(kind)  # type: ignore[no-untyped-call]


@lru_cache(MOST)
def _column(description: bytes, encoding: str) -> FieldDescriptorPacket:
    return FieldDescriptorPacket(description, encoding)
