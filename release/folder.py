"""The folder that people upload: the program, its libraries, packed static files, checksums."""

import hashlib
import zlib
from collections.abc import Mapping

from release import libraries, sources

CHECKSUMS = "checksums.txt"
PACKED = (".css", ".js", ".svg")  # what gains from it; pictures and fonts are packed already
# People choose lines in the first and another Python in the others; panels add their own.
CHANGED_BY_OTHERS = (".htaccess", "index.cgi", "index.fcgi")
RUN_BY_SERVERS = ("index.cgi", "index.fcgi", "run.py")  # mode 755


def content() -> dict[str, bytes]:
    """Each file's path in the folder, with its content, sorted.

    Raises ValueError for a file that a server couldn't start.
    """
    files = sources.shipped()
    for name in RUN_BY_SERVERS:
        if b"\r" in files[name]:
            raise ValueError(f"{name} has line ends that a server can't start")
    files |= {f"vendor/{path}": data for path, data in libraries.vendored().items()}
    files |= {
        f"{path}.gz": _packed(data)
        for path, data in files.items()
        if path.startswith("static/") and path.endswith(PACKED)
    }
    files[CHECKSUMS] = _checksums(files)
    return dict(sorted(files.items()))


def mode(path: str) -> int:
    """The rights of a file: everybody reads, and servers start the entries."""
    return 0o755 if path in RUN_BY_SERVERS else 0o644


def _checksums(files: Mapping[str, bytes]) -> bytes:
    """A line "SHA-256 SIZE PATH" for each file that stays as it is, for helpdesk/integrity.py; the
    last line tells that the list is whole."""
    lines = [
        f"{hashlib.sha256(data).hexdigest()} {len(data)} {path}\n"
        for path, data in sorted(files.items())
        if path not in CHANGED_BY_OTHERS
    ]
    return "".join([*lines, "end\n"]).encode()


def _packed(data: bytes) -> bytes:
    """gzip without a name and a time, so that it is the same each time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()
