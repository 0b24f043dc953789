"""A backup is restored while visitors go on: the process goes over to other tables in their midst,
and each request is in the tables that were the desk's when it was acknowledged."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from helpdesk import config, db, settings
from helpdesk.backup import returning
from helpdesk.config import Database
from tests.backup.fixtures import alone
from tests.cast import PASSWORD, Desk
from tests.robust.servers import Browser, Serving, run_threads

SENDERS = 2
SOME = 4  # requests of a phase
BACKUPS = "/admin/backups"
RESTORE = "/install/restore"
BEFORE, SAVED, SHUT, AFTER = "before the backup", "after the backup", "restoring", "restored"

pytestmark = pytest.mark.usefixtures("alone")
__all__ = ["alone"]


@dataclass
class Sent:
    """What visitors sent: each with the phase in which they began, and that of the answer."""

    phase: str = BEFORE
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # phases
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep_sending(self, server: Serving, name: str, ended: threading.Event) -> None:
        """One visitor, again and again."""
        number = 0
        while not ended.is_set():
            number += 1
            try:
                self._send(server, f"{name} {number}")
            except OSError as error:
                with self.lock:
                    self.strange.append(f"{name} {number}: {error}")

    def _send(self, server: Serving, subject: str) -> None:
        began, visitor = self.phase, Browser(server)
        answer = visitor.get("/submit")
        if answer.status == 200:
            token = re.findall(r'name="csrf" value="([^"]+)"', answer.text)[-1]
            answer = visitor.submit(subject, csrf=token)
        with self.lock:
            if answer.status == 303:
                self.acknowledged[subject] = (began, self.phase)
            elif answer.status == 503:
                self.refused.add(began)
            else:
                self.strange.append(f"{subject}: {answer.status} {answer.text[:1000]}")

    def enter(self, phase: str) -> None:
        """From here on it is another phase."""
        with self.lock:
            self.phase = phase

    def has(self, phase: str) -> bool:
        """Whether some were begun and acknowledged in it."""
        return len(self.wholly(phase)) >= SOME

    def wholly(self, phase: str) -> set[str]:
        """Those."""
        with self.lock:
            found = self.acknowledged.items()
            return {subject for subject, phases in found if set(phases) == {phase}}


class Administrator:
    """Anna's browser."""

    def __init__(self, server: Serving) -> None:
        self.server, self.browser = server, Browser(server)
        self.press("/admin/login", "/admin/login", email="anna@example.com", password=PASSWORD)

    def press(self, page: str, path: str, **fields: str) -> None:
        """Send a form of a page that has this address."""
        answer = self.browser.post(path, {"csrf": self.browser.token(page), **fields})
        assert answer.status == 303, answer.text[:3000]

    def back_up(self) -> str:
        """Make a backup, as the page drives it; the address of the page that restores it."""
        self.press(BACKUPS, BACKUPS)
        found: list[str] = []

        def made() -> bool:
            page = self.browser.get(BACKUPS).text
            found[:] = re.findall(rf'href="({BACKUPS}/[^"/]+/restore)"', page)
            if not found:
                self.press(BACKUPS, f"{BACKUPS}/step")
            return bool(found)

        assert self.server.until(made)
        return found[0]

    def follow(self) -> None:
        """Drive the restoring as the script of its page does."""
        token = self.browser.token(RESTORE)

        def finished() -> bool:
            answer = self.browser.post(RESTORE, {"csrf": token}, Accept="application/json")
            assert answer.status == 200, answer.text[:3000]
            return bool(json.loads(answer.text)["finished"])

        assert self.server.until(finished)
        page = self.browser.get(RESTORE)
        assert page.status == 200 and "Your backup is back" in page.text, page.text[:3000]


@pytest.fixture
def patient(desk: Desk) -> None:
    """A desk that takes any number of requests from one address."""
    settings.change({"security.requests_per_hour": 10_000, "portal.open_limit": 0})


@pytest.mark.usefixtures("patient")
def test_visitors_go_on_while_the_tables_are_exchanged(
    desk: Desk, serve: Callable[..., Serving]
) -> None:
    desk.close()
    db._close()
    server, sent, ended = serve(desk.folder), Sent(), threading.Event()
    anna = Administrator(server)
    senders = run_threads(
        [partial(sent.keep_sending, server, f"visitor {n}", ended) for n in range(SENDERS)]
    )
    try:
        assert server.until(partial(sent.has, BEFORE))
        saved = sent.wholly(BEFORE)
        place = anna.back_up()
        sent.enter(SAVED)
        assert server.until(partial(sent.has, SAVED))
        sent.enter(SHUT)
        anna.press(place, place, password=PASSWORD)
        assert server.until(lambda: SHUT in sent.refused)
        anna.follow()
        sent.enter(AFTER)
        assert server.until(partial(sent.has, AFTER))
    finally:
        ended.set()
        for sender in senders:
            sender.join(60)
    assert server.end() == 0
    assert sent.strange == [] and "Traceback" not in server.said()
    old, new = _subjects(desk.address), _subjects(_present(desk.folder))
    assert len(old) == len(set(old)) and len(new) == len(set(new)), "none twice"
    assert set(sent.acknowledged) == set(old) | set(new)
    assert sent.wholly(BEFORE) | sent.wholly(SAVED) <= set(old)
    assert sent.wholly(AFTER) <= set(new) - set(old)
    assert saved <= set(new) and sent.wholly(SAVED).isdisjoint(new)


def _present(folder: Path) -> Database:
    """The tables that the desk works with now."""
    ended, found = returning.outcome(folder), config.load(folder).database
    assert ended is not None and ended.old is not None and found != ended.old
    return found


def _subjects(address: Database) -> list[str]:
    with db.elsewhere(address) as database:
        select = f"SELECT subject FROM {address.prefix}ticket"
        return [subject for (subject,) in database.execute_sql(select).fetchall()]
