"""When timed work is done: by the command `cron`, by the address `/cron`, by a thread of a process
that stands alone, else after a response. Each run leaves a beat, see `beats`."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from helpdesk import (
    attachments,
    backup,
    beats,
    db,
    demo,
    exporting,
    housekeeping,
    jobs,
    lazily,
    mail,
    passwords,
    search,
    tickets,
    underway,
    updating,
)
from helpdesk.backup import returning
from helpdesk.errors import Unavailable, Underway, UpdateNeeded
from helpdesk.web.desk import Desk

AFTER = 2.0  # seconds of work after a response
PAUSE = 5.0  # seconds between two looks
# Seconds for which the outcome of a mail or a job is tried to be stored while the database is away:
# there is nobody to wait for it, or there is a web server that waits.
PATIENCE = {beats.THREAD: 30.0, beats.CRON: 30.0, beats.URL: 5.0, beats.PAGE: 5.0}
SET_UP_PAUSE = 0.5  # the same while no desk is installed: the first mail needn't wait
log = logging.getLogger("helpdesk.jobs")


def load() -> None:
    """Run the modules that register jobs and transports."""
    several = (backup.kept, housekeeping, mail, search, tickets, passwords, demo, exporting)
    for module in (attachments.moving, *several):
        lazily.load(module)


def run(desk: Desk, way: str, seconds: float = jobs.SLICE, most: int = 0) -> int:
    """Do what is due, at most so many slices, in one of the ways of `beats`; returns how many."""
    if desk.folder and underway.is_running(desk.folder):
        returning.advance(desk.folder, seconds)  # where a browser was closed meanwhile
        updating.advance(desk.folder, seconds)
    with desk.serving():
        return _run(desk, way, seconds, most)


def _run(desk: Desk, way: str, seconds: float, most: int) -> int:
    desk.check_underway()
    with db.patience(PATIENCE[way]), db.connection():
        desk.check_tables()
        done = 0
        if way != beats.PAGE or not jobs.is_quiet():
            jobs.schedule()
            done = jobs.run_due(seconds, most)
        beats.note(way, done)
    return done


class AfterResponse:
    """Does one due job once the answer is complete for the client."""

    def __init__(self, app: Any, desk: Desk) -> None:
        self.app = app
        self.desk = desk
        self.looked = 0.0
        self._at_work = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        answer = self.app(environ, start_response)
        if self.desk.has_thread or not self.desk.installed:
            return answer
        # Passenger gives a process its next request while this one's body is being closed: whoever
        # sent that would wait for the work.
        one_by_one = "passenger.hijack" in environ
        return _Closing(answer, self._work_beside if one_by_one else self._work)

    def _work(self) -> None:
        if self._is_time():
            self._work_alone()

    def _work_beside(self) -> None:
        if self._is_time():
            try:
                threading.Thread(target=self._work_alone, name="helpdesk-jobs").start()
            except RuntimeError:  # the host allows no further thread
                self._work_alone()

    def _is_time(self) -> bool:
        if time.monotonic() - self.looked < PAUSE:
            return False
        self.looked = time.monotonic()
        return True

    def _work_alone(self) -> None:
        if self._at_work.acquire(blocking=False):
            try:
                _quietly(self.desk, beats.PAGE, AFTER, most=1)
            finally:
                self._at_work.release()


class Worker(threading.Thread):
    """The thread of a process that stands alone. Processes that a web server starts have none: it
    ends them, or lets them sleep, as it likes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="helpdesk-jobs", daemon=True)
        self.desk = desk
        self.ended = threading.Event()

    def run(self) -> None:
        """Look, work, pause, until `stop`."""
        while not self.ended.wait(PAUSE if self.desk.installed else SET_UP_PAUSE):
            if self.desk.installed:
                _quietly(self.desk, beats.THREAD, jobs.SLICE)

    def stop(self) -> None:
        """End after the slice at hand."""
        self.ended.set()
        if self.is_alive():
            self.join(jobs.SLICE + PAUSE)


class _Closing:
    """An answer's body that calls something when the server is done with it (PEP 3333, close)."""

    def __init__(self, body: Iterable[bytes], after: Callable[[], None]) -> None:
        self.body = body
        self.after = after

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        if hasattr(self.body, "close"):
            self.body.close()
        self.after()


def _quietly(desk: Desk, way: str, seconds: float, most: int = 0) -> None:
    try:
        run(desk, way, seconds, most)
    except (Underway, UpdateNeeded):
        pass  # afterwards
    except Unavailable as error:
        log.warning("timed work waits: %s", error)
    except Exception:
        log.exception("timed work failed")
