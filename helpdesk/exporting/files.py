"""Contents of files on their way into the archive, and the names that they get there."""

import re
from collections.abc import Callable
from typing import Any

from helpdesk import attachments
from helpdesk.errors import NotFound
from helpdesk.exporting import lines
from helpdesk.exporting.archive import Archive, Part
from helpdesk.exporting.nouns import FILES
from helpdesk.schema import Attachment, File

CHUNK = 1 << 20
NAME_MOST = 100  # bytes
# What can't be in a name on one of the usual systems, or leads out of the folder.
_UNUSABLE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A name that every system can make a file of, whatever people called it."""
    usable = _UNUSABLE.sub("_", name).encode("utf-8", "replace")
    name = usable[-NAME_MOST:].decode("utf-8", "ignore").strip(" .")
    return f"_{name}" if _RESERVED.match(name) else name or "file"


def path_in_archive(sha256: str, name: str) -> str:
    """Where a content lies in the archive."""
    return f"files/{sha256}/{safe_name(name)}"


class Copying:
    """Copies file by file; `known["after"]` is the last that is done, with its line."""

    def __init__(
        self, archive: Archive, part: Part, known: dict[str, Any], time_is_up: Callable[[], bool]
    ) -> None:
        self.archive, self.part, self.known, self.time_is_up = archive, part, known, time_is_up

    def run(self) -> bool:
        """Until the time is up; says whether all are done."""
        while not self.time_is_up():
            row = File.select().where(File.id > self.known["after"]).order_by(File.id).first()
            if row is None:
                return True
            path = path_in_archive(row.sha256, _used_name(row))
            if (found := self._copied(row.sha256, path)) is None:
                return False
            line = lines.of(FILES, File.select().where(File.id == row.id))[0]
            self.part.write(lines.encoded({**line, "path": path if found else None}))
            self.known["after"] = row.id
            self.known["done"] += 1
        return False

    def _copied(self, sha256: str, path: str) -> bool | None:
        """Whether the bytes are there; None when the time was up before their end."""
        store = attachments.store()
        try:
            size, source = store.size(sha256) or 0, store.stream(sha256)
        except NotFound:
            self.known["missing"] += 1
            return False
        with source:
            entry = self.archive.entry or self.archive.begin(path, size)
            source.seek(entry.written)
            while entry.written < entry.size:
                chunk = source.read(min(CHUNK, entry.size - entry.written))
                self.archive.write(chunk or bytes(entry.size - entry.written))
                if self.time_is_up() and entry.written < entry.size:
                    return None
        self.archive.end()
        return True


def _used_name(row: File) -> str:
    """What the first who used it called it."""
    query = Attachment.select(Attachment.name).where(Attachment.file == row.id)
    first = query.order_by(Attachment.id).first()
    return first.name if first else "file"
