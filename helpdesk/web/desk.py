"""The desk that this process serves: its data folder, configuration and readiness."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import peewee

from helpdesk import attachments, config, db, migrations, paths, secrets, settings, underway
from helpdesk.config import Config
from helpdesk.errors import NotInstalled, Unavailable, Underway, UpdateNeeded
from helpdesk.i18n import _
from helpdesk.installation import state as set_up

ASKED_EVERY = 5.0  # seconds
PATIENCE = 10.0  # seconds that a request waits for others before the database is exchanged


class Desk:
    """Knows whether a desk is installed and fits the code; finds out again until it does."""

    def __init__(
        self, folder: Path | None = None, *, resident: bool = False, has_thread: bool = False
    ) -> None:
        self._folder = folder
        self.resident = resident  # the process lives on after the request
        self.has_thread = has_thread  # for timed work, in this process
        self.work: Callable[[float], int] | None = None  # does timed work for so many seconds
        self.config: Config | None = None
        self._fitted_at = -ASKED_EVERY  # monotonic
        self._opening = threading.Lock()
        self._seen: tuple[int, ...] = ()  # which file the configuration was read from
        self._gate = threading.Condition()
        self._inside = 0  # requests, and runs of timed work, that use the database
        self._mine = threading.local()  # `inside`: whether this thread is among them

    @property
    def folder(self) -> Path | None:
        """The data folder; None while there is none."""
        return self._folder or paths.data_folder()

    @property
    def installed(self) -> bool:
        """Whether there is a configuration, even a broken one."""
        return self.config is not None or config.exists(self.folder)

    def open(self) -> Config:
        """Read the configuration and point the models at the database, once.

        Raises NotInstalled or Unavailable.
        """
        if self.config is None:
            if not self.installed:
                raise NotInstalled
            with self._opening:  # or a second thread would swap the database under the first one
                if self.config is None:
                    self.config = self._read()
        return self.config

    @contextmanager
    def serving(self) -> Iterator[Config]:
        """Around whatever uses the database. A restoring may have named another one meanwhile: all
        go over to it between two requests, never in the middle of one.

        Raises NotInstalled, Unavailable, and Underway when the others don't come to an end.
        """
        if getattr(self._mine, "inside", False):
            yield self.open()
            return
        with self._gate:
            if self.config is not None and self._signature() not in ((), self._seen):
                if not self._gate.wait_for(lambda: not self._inside, PATIENCE):
                    raise Underway(underway.RESTORE)
                if self._signature() != self._seen:
                    self.config = self._read()
            found = self.open()
            self._inside += 1
        self._mine.inside = True
        try:
            yield found
        finally:
            self._mine.inside = False
            with self._gate:
                self._inside -= 1
                self._gate.notify_all()

    def _read(self) -> Config:
        seen = self._signature()
        found = config.load(self.folder)
        db.use(found.database, must_exist=True)
        attachments.store(found.folder)
        secrets.use(found.secret_key)
        settings.forget()
        self._fitted_at = -ASKED_EVERY
        self._seen = seen
        return found

    def _signature(self) -> tuple[int, ...]:
        """Which file the configuration is at present; a Path would take longer."""
        folder = self.config.folder if self.config else self.folder
        try:
            found = os.stat(os.path.join(folder or "", paths.CONFIG_NAME))  # noqa: PTH116, PTH118
        except OSError:
            return ()
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def check_underway(self) -> None:
        """Raise Underway while an update or a restoring is at work, or when one has ended since
        `serving` looked which tables are the desk's: who goes on would write into the old ones."""
        folder = self.config.folder if self.config else self.folder
        if folder is not None and underway.is_running(folder):
            self._fitted_at = -ASKED_EVERY  # the tables may be too new afterwards
            found = underway.read(folder) or {}
            settings.recall(found.get("site"))
            raise Underway(str(found.get("what", "")))
        if getattr(self._mine, "inside", False) and self._signature() not in ((), self._seen):
            raise Underway(underway.RESTORE)

    def check_tables(self, *, again: bool = False) -> None:
        """Raise UpdateNeeded while the tables don't fit the code, Unavailable when they are none of
        ours; asks until they do, and then `again` and now and then, for another machine may have
        brought them up to date."""
        if again or time.monotonic() - self._fitted_at >= ASKED_EVERY:
            found = migrations.progress()
            if not found.done:
                raise Unavailable(_("The database holds no desk, or lost it."))
            if found.newer or not found.finished:
                raise _update_needed(found)
            self._fitted_at = time.monotonic()

    def set_up_key(self) -> str:
        """The key that signs the wizard's forms; '' before the wizard has begun."""
        return set_up.key(self.folder)


def _update_needed(found: migrations.Progress) -> UpdateNeeded:
    with suppress(peewee.PeeweeException):
        settings.get("site.title")  # reads all, so that the page that says so looks like the desk's
    if found.newer:
        return UpdateNeeded(_("The database is of a newer release than the program."))
    return UpdateNeeded(_("The tables are older than the program: an update is due."))
