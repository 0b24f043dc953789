"""Packets of the MySQL protocol, as far as the scripted server needs them."""

import itertools
import socket
import ssl
import struct

_STATUS_AUTOCOMMIT = 2


def xor(message: bytes, key: bytes) -> bytes:
    """Each byte of a message with the next one of the key, over and over."""
    return bytes(a ^ b for a, b in zip(message, itertools.cycle(key), strict=False))


def length_encoded(text: bytes) -> bytes:
    """A text with its length before it."""
    assert len(text) < 251
    return bytes([len(text)]) + text


class Wire:
    """One connection, with the numbers that its packets carry."""

    def __init__(self, client: socket.socket) -> None:
        self.sequence = 0
        self._socket = client

    def upgrade(self, context: ssl.SSLContext) -> None:
        """Go on encrypted."""
        self._socket = context.wrap_socket(self._socket, server_side=True)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def raw(self, data: bytes) -> None:
        """Send bytes that are no packet."""
        self._socket.sendall(data)

    def write(self, payload: bytes) -> None:
        """Send a packet."""
        self._socket.sendall(struct.pack("<I", len(payload))[:3] + bytes([self.sequence]) + payload)
        self.sequence = (self.sequence + 1) % 256

    def read(self) -> bytes:
        """Receive a packet; raises EOFError when the client has gone."""
        header = self._exactly(4)
        self.sequence = (header[3] + 1) % 256
        return self._exactly(int.from_bytes(header[:3], "little"))

    def ok(self) -> None:
        """Send an OK packet."""
        self.write(b"\0\0\0" + struct.pack("<HH", _STATUS_AUTOCOMMIT, 0))

    def error(self, code: int, text: str, state: str = "28000") -> None:
        """Send an error packet."""
        mark = f"#{state}" if state else ""
        self.write(b"\xff" + struct.pack("<H", code) + f"{mark}{text}".encode())

    def rows(self, rows: list[list[str]]) -> None:
        """Send a result of texts."""
        end = b"\xfe" + struct.pack("<HH", 0, _STATUS_AUTOCOMMIT)
        self.write(bytes([len(rows[0])]))
        for number in range(len(rows[0])):
            name = length_encoded(f"c{number}".encode())
            rest = b"\x0c" + struct.pack("<HIBHB", 255, 255, 253, 0, 0) + b"\0\0"
            self.write(length_encoded(b"def") + b"\0\0\0" + name + name + rest)
        self.write(end)
        for row in rows:
            self.write(b"".join(length_encoded(value.encode()) for value in row))
        self.write(end)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self._socket.recv(size - len(data))
            if not more:
                raise EOFError
            data += more
        return data


class Answer:
    """A client's answer to the greeting (HandshakeResponse41), or its wish for TLS."""

    def __init__(self, payload: bytes) -> None:
        (flags,) = struct.unpack("<I", payload[:4])
        self.is_tls_request = len(payload) == 32 and bool(flags & 0x800)
        self.user = self.database = self.plugin = ""
        self.scramble = b""
        if not self.is_tls_request:
            self._read(payload[32:], flags)

    def _read(self, rest: bytes, flags: int) -> None:
        user, _end, rest = rest.partition(b"\0")
        self.user = user.decode()
        self.scramble, rest = rest[1 : 1 + rest[0]], rest[1 + rest[0] :]
        if flags & 0x8:
            database, _end, rest = rest.partition(b"\0")
            self.database = database.decode()
        self.plugin = rest.partition(b"\0")[0].decode()
