"""Machines that serve one desk, and customers who don't give up."""

import hashlib
import os
import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpdesk import attachments, config, db, secrets, settings
from helpdesk.config import Config, Database
from helpdesk.schema import Category
from tests.mail.sink import Sink
from tests.robust.servers import Answer, Browser, Serving
from tests.servers.galera import Galera, Node


@dataclass
class Farm:
    """A desk on a cluster, and the machines that serve it."""

    galera: Galera
    address: Database
    folder: Path
    config: Config
    mails: Sink
    machines: list[Serving] = field(default_factory=list)

    def serve(self, number: int) -> Serving:
        """Start a machine with a data folder of its own, which asks node `number` first."""
        folder = self.folder / f"machine-{number + 1}"
        folder.mkdir(exist_ok=True)
        nodes = self.galera.nodes[number:] + self.galera.nodes[:number]
        config.replace(replace(self.config, folder=folder, database=self.at(*nodes)))
        self.machines.append(Serving(folder).start())
        return self.machines[-1]

    def at(self, *nodes: Node) -> Database:
        """The desk's database by way of these nodes."""
        return self.galera.address(self.address.name, list(nodes))

    @contextmanager
    def seen_from(self, *nodes: Node) -> Iterator[None]:
        """Let this process look at the desk by way of these nodes, from an empty data folder."""
        db._close()
        db.use(self.at(*nodes))
        attachments.store(self.folder / "looking")
        secrets.use(self.config.secret_key)
        settings.forget()
        with db.connection():
            yield

    def close(self) -> None:
        """End all machines."""
        for machine in self.machines:
            machine.remove()
        db._close()


@dataclass
class Customer:
    """Somebody who sends requests and replies, each until it is taken, by whichever machine
    answers; the form stays the same, as in a browser in which "send" is pressed again."""

    name: str
    machines: list[Serving]
    ended: threading.Event
    category: str
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)  # subject: digest, tracking ID
    replied: list[str] = field(default_factory=list)
    pressed_again: int = 0
    strange: list[str] = field(default_factory=list)

    def work(self) -> None:
        """One request with a file, and a reply to it, after the other."""
        number = 0
        while not self.ended.is_set():
            number += 1
            self._request(f"{self.name} {number}")

    def _request(self, subject: str) -> None:
        browser, content = Browser(self._machine()), os.urandom(random.choice((500, 300_000)))
        fields = {"name": self.name, "email": "cleo@example.com", "subject": subject}
        fields |= {"message": f"About {subject}.", "category": self.category, "priority": ""}
        answer = self._until_taken(browser, "/submit", "/submit", fields, [("a.png", content)])
        if answer is None:
            return
        track = re.findall(r"/ticket/([^/]+)/", answer.location)[0]
        self.taken[subject] = (hashlib.sha256(content).hexdigest(), track)
        page = f"/ticket/{track}"
        words = {"message": f"More about {subject}."}
        if self._until_taken(browser, page, f"{page}/reply", words, []) is not None:
            self.replied.append(words["message"])

    def _until_taken(
        self,
        browser: Browser,
        page: str,
        target: str,
        fields: dict[str, str],
        files: list[tuple[str, bytes]],
    ) -> Answer | None:
        """What the first machine said that took it; None when the test is over before."""
        token, tries = "", 0
        while not self.ended.is_set() or token:
            try:
                token = token or browser.token(page)
                answer = browser.send(target, {"csrf": token, **fields}, files)
            except (OSError, IndexError):  # no answer, or a page without a form
                answer = Answer(503, {}, "")
            if answer.status == 303:
                self.pressed_again += tries > 0
                return answer
            if answer.status != 503:
                self.strange.append(f"{target}: {answer.status} {answer.text[:2000]}")
                return None
            tries += 1
            if tries > 500:
                self.strange.append(f"{target}: nobody takes it")
                return None
            browser.server = self._machine()
        return None

    def _machine(self) -> Serving:
        return random.choice(self.machines)


def first_category(farm: Farm, *nodes: Node) -> str:
    """The number of the desk's one public category, as its form sends it."""
    with farm.seen_from(*(nodes or farm.galera.nodes)):
        return str(Category.get().id)


def signed_in(machine: Serving, email: str, password: str) -> Browser:
    """A browser in which a staff member has signed in."""
    browser = Browser(machine)
    fields = {"csrf": browser.token("/admin/login"), "email": email, "password": password}
    assert browser.post("/admin/login", fields).status == 303
    return browser
