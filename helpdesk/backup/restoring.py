"""Fills new, empty tables from an archive, in slices; the desk's own stay as they are.

The archive is verified first. Then exactly its migrations are run, its rows taken in part by part
(each in a transaction that notes the part, so a killed slice is repeated without harm), its files
stored, everything counted; at last the tables are brought up to this program's state.

Parts are taken from the last to the first, for the last snapshot is the newest: of two rows with
the same key the first one stays.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import peewee

from helpdesk import db, migrations
from helpdesk.backup import files, finishing, header, loading, tables, verifying
from helpdesk.backup.archive import FILES, Entry, Reader, Refused
from helpdesk.backup.writing import Step
from helpdesk.config import Database
from helpdesk.errors import Unavailable
from helpdesk.i18n import _
from helpdesk.updating import release

STAGES = ("verify", "tables", "rows", "files", "kept", "check", "update", "end")
SOME = 50  # files between two looks at the clock
log = logging.getLogger("helpdesk.backup")


@dataclass
class _State:
    """The checkpoint; `offset` is where the next file begins, `last` the last one of the tables
    from before."""

    stage: str = "verify"
    verified: dict[str, Any] | None = None
    parts: int = 0
    offset: int = 0
    bytes: int = 0
    last: str = ""
    migrations: list[str] = field(default_factory=list)


def slice_of(
    folder: Path,
    archive: Path,
    into: Database,
    checkpoint: dict[str, Any] | None,
    seconds: float,
    passphrase: str | None = "",
    *,
    as_it_was: bool = False,
    old: Database | None = None,
) -> Step:
    """Work for about so many seconds; the first call has no checkpoint.

    `into` names tables that don't exist yet, see `switching.place`. Files that only the `old`
    tables hold, which may be removed one day, are brought to the disk where rows name them.
    With `as_it_was` the new tables are left at the archive's state, and what waits to be sent goes
    on waiting: for an update that is undone.
    Raises Refused for an archive that can't be taken, Unavailable for database and disk.
    """
    state, ends = _State(**(checkpoint or {})), time.monotonic() + seconds
    try:
        work = _Work(folder, archive, into, state, passphrase, as_it_was, old)
        while state.stage != "end":
            work.go_on(ends)
            if time.monotonic() >= ends:
                break
    except OSError as error:
        raise Unavailable(
            _("The files of the backup could not be stored: %(detail)s.")
            % {"detail": error.strerror or error}
        ) from error
    except peewee.PeeweeException as error:
        raise Unavailable(_("The database says: %(detail)s") % {"detail": error}) from error
    total = 2 * work.total
    if state.stage == "end":
        return Step(None, total, total)
    return Step(asdict(state), min(state.bytes, total - 1), total)


class _Work:
    """The stages; each call does a piece of one."""

    def __init__(
        self,
        folder: Path,
        archive: Path,
        into: Database,
        state: _State,
        passphrase: str | None,
        as_it_was: bool,
        old: Database | None,
    ) -> None:
        self.folder, self.archive, self.into = folder, archive, into
        self.state, self.passphrase, self.as_it_was = state, passphrase, as_it_was
        self.old, self.total = old, 1

    def go_on(self, ends: float) -> None:
        """Work at one stage until the time is up."""
        if self.state.stage == "verify":
            self._verify(ends)
            return
        if self.state.stage == "kept":
            self._kept(ends)
            return
        stages: dict[str, Callable[[Reader, float], None]] = {
            "tables": self._tables,
            "rows": self._rows,
            "files": self._files,
            "check": self._check,
            "update": self._update,
        }
        with Reader(self.archive) as reader, db.elsewhere(self.into) as database:
            loading.without_checks(database)
            self.total = max(1, reader.manifest()["at"])
            stages[self.state.stage](reader, ends)

    def _next(self) -> None:
        stage = STAGES[STAGES.index(self.state.stage) + 1]
        self.state.stage = "end" if stage == "update" and self.as_it_was else stage

    def _verify(self, ends: float) -> None:
        left = ends - time.monotonic()
        step = verifying.slice_of(self.archive, self.state.verified, left, self.passphrase)
        self.state.verified = step.checkpoint
        self.state.bytes, self.total = step.done, max(1, step.total)
        if step.checkpoint is None:
            self.state.migrations = list(verifying.look(self.archive).migrations)
            self._next()

    def _tables(self, reader: Reader, ends: float) -> None:
        left = max(0.0, ends - time.monotonic())
        if migrations.run_slice(left, self.state.migrations).finished:
            loading.prepare()
            self._next()

    def _rows(self, reader: Reader, ends: float) -> None:
        members = [Entry(*m) for m in reader.manifest()["members"]]
        parts = [entry for entry in reversed(members) if entry.name.startswith("rows/")]
        shapes = tables.shapes()
        while self.state.parts < len(parts):
            entry = parts[self.state.parts]
            loading.take(reader, entry, shapes)
            self.state.parts += 1
            self.state.bytes += entry.length
            if time.monotonic() >= ends:
                return
        self.state.offset = reader.manifest()["files"]["from"]
        self._next()

    def _files(self, reader: Reader, ends: float) -> None:
        end = reader.manifest()["at"]
        while self.state.offset < end:
            entry = reader.entry(self.state.offset)
            files.put(self.folder, entry.name.removeprefix(FILES), reader.open(entry))
            self.state.offset = entry.after
            self.state.bytes += entry.length
            if time.monotonic() >= ends:
                return
        self._next()

    def _kept(self, ends: float) -> None:
        """Some files of the tables from before; those that can't be read any more stay missing."""
        with Reader(self.archive) as reader:
            self.total = max(1, reader.manifest()["at"])
        old = self.old
        more = old is not None and (old.engine != "sqlite" or Path(old.path).exists())
        while old and more:
            more = self._bring(old)
            if more and time.monotonic() >= ends:
                return
        self._next()

    def _bring(self, old: Database) -> bool:
        """A few of them; whether there may be more."""
        try:
            with db.elsewhere(old):
                some = list(islice(files.names(self.folder, "database", self.state.last), SOME))
            used = self._used(some)
            with db.elsewhere(old):
                for name in used:
                    files.bring(self.folder, name)
        except peewee.PeeweeException:
            log.warning("files of the tables from before can't be read", exc_info=True)
            return False
        self.state.last = some[-1] if some else ""
        return bool(some)

    def _used(self, names: list[str]) -> list[str]:
        """Those that a row of the new tables names."""
        try:
            with db.elsewhere(self.into) as database:
                marks = ", ".join([db.current().param] * len(names)) or "NULL"
                full = tables.quoted(db.prefix() + "file")
                select = f"SELECT sha256 FROM {full} WHERE sha256 IN ({marks})"
                return [name for (name,) in database.execute_sql(select, tuple(names)).fetchall()]
        except peewee.PeeweeException as error:
            raise Unavailable(_("The database says: %(detail)s") % {"detail": error}) from error

    def _check(self, reader: Reader, _ends: float) -> None:
        manifest, shapes = reader.manifest(), tables.shapes()
        if loading.is_noted():  # else it was killed behind this
            finishing.count(shapes, manifest["rows"])
            finishing.mend(shapes)
            finishing.rise(shapes, manifest["next"])
            if not self.as_it_was:
                finishing.hold_back(shapes)
            finishing.forget_parts()
        finishing.rebuild_search(shapes)  # a row more, so it comes when all were counted
        self._next()

    def _update(self, reader: Reader, ends: float) -> None:
        if migrations.run_slice(max(0.0, ends - time.monotonic())).finished:
            release.note()  # the row that came with the archive names the one that made it
            self._next()


def key_of(archive: Path, passphrase: str = "") -> str:
    """The secret key in an archive; raises Refused without the right passphrase."""
    try:
        with Reader(archive) as reader:
            return header.secret_key(reader, header.read(reader), passphrase)
    except OSError as error:
        raise Refused(str(error.strerror or error)) from error
