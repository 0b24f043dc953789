"""The archive that is imported: checked before anything is touched, then read line by line."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from helpdesk import exporting
from helpdesk.errors import Invalid
from helpdesk.exporting.nouns import NOUNS
from helpdesk.i18n import _
from helpdesk.importing.report import Wrong

LINE_MOST = 100_000_000  # bytes
CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Source:
    """An export; a context manager. Raises Invalid when it is none, or too new."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self._names = set(self._zip.namelist())
            self.about: dict[str, Any] = _about(self._zip.read("export.json"))
        except OSError as error:
            raise _refused(_("The file can't be read.")) from error
        except (*_BROKEN, KeyError, ValueError) as error:
            raise _refused(_("The file is no export of a desk, or not whole.")) from error
        self._check()

    def __enter__(self) -> "Source":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def lines(self, file: str) -> Iterator[tuple[int, Any]]:
        """Number and content of each line; a ValueError stands for one that is broken."""
        if file not in self._names:
            return
        with self._zip.open(file) as stream:
            number = 0
            while True:
                try:
                    raw = stream.readline(LINE_MOST)
                except (*_BROKEN, OSError) as error:
                    yield number + 1, ValueError(str(error))
                    return
                if not raw:
                    return
                number += 1
                yield number, _read(raw)

    def content(self, path: Any) -> IO[bytes]:
        """The bytes of a file; raises Wrong when they aren't there."""
        if not isinstance(path, str) or path not in self._names:
            raise Wrong(_("The archive has no “%(path)s”.") % {"path": path})
        return self._zip.open(path)

    def sha256(self, path: Any) -> str:
        """The digest of a file; raises Wrong when it can't be read."""
        digest = hashlib.sha256()
        try:
            with self.content(path) as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
        except (*_BROKEN, OSError) as error:
            raise Wrong(_("“%(path)s” is damaged.") % {"path": path}) from error
        return digest.hexdigest()

    def _check(self) -> None:
        version = self.about.get("version")
        if self.about.get("format") != exporting.FORMAT or not isinstance(version, int):
            raise _refused(_("The file is no export of a desk, or not whole."))
        if version > exporting.VERSION:
            words = _(
                "The file is of a newer desk (%(made_by)s, version %(theirs)d of the format); this "
                "one reads up to version %(ours)d. Update this desk first."
            )
            told = {"made_by": self.about.get("made_by"), "theirs": version}
            raise _refused(words % {**told, "ours": exporting.VERSION})
        if not any(noun.file in self._names for noun in NOUNS):
            raise _refused(_("The file is no export of a desk, or not whole."))


def _about(raw: bytes) -> dict[str, Any]:
    found = json.loads(raw)
    if not isinstance(found, dict):
        raise ValueError("export.json")
    return found


def _read(raw: bytes) -> Any:
    if len(raw) >= LINE_MOST:
        return ValueError("too long")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        return ValueError(str(error))


def _refused(words: str) -> Invalid:
    return Invalid({"": words})
