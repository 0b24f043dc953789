"""The packed copies of static files: a .gz beside each, which a release brings along."""

import zlib
from pathlib import Path

_END = 8  # bytes: CRC-32 and length of what is packed, the lowest byte first (RFC 1952)


def is_stale(file: Path, content: bytes) -> bool:
    """Whether the .gz beside a file, if there is one, isn't of what the file holds: somebody has
    edited it on the server.

    Times don't tell, for an upload gives files any; nor does the length, for another colour is as
    long. So the checksum is compared that every .gz ends with: some microseconds for each file,
    once per process.
    """
    try:
        with file.with_name(f"{file.name}.gz").open("rb") as packed:
            packed.seek(-_END, 2)
            end = packed.read(_END)
    except FileNotFoundError:
        return False
    except OSError:  # it can't be read, or is shorter than any .gz
        return True
    length = len(content) & 0xFFFF_FFFF
    return end != zlib.crc32(content).to_bytes(4, "little") + length.to_bytes(4, "little")
