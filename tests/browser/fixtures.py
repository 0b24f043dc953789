"""A Chromium, and a desk that it can reach over loopback. Named in conftest's `pytest_plugins`.

`browser` is one Chromium for all tests of a process; `live` is the `desk` of the test, served by
waitress; `tab` is a page of a fresh profile that knows the address of `live`. Whoever needs other
widths or cookies opens a context of their own: `browser.new_context(base_url=live.url)`.
"""

import logging
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from helpdesk.web.routes import WSGI
from tests.cast import PASSWORD, Desk

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
# What distributions call it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass
class Live:
    """A WSGI application on a port of this machine, served by a thread of this process.

    `environ` is put into every request: `live.environ["hd.pseudo"] = True` allows the language xx.
    """

    app: WSGI
    environ: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    def start(self) -> None:
        """Listen on a free port; `url` is the address, without a slash at its end."""
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._server: Any = waitress.create_server(self._wrapped, sockets=[listening], threads=4)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and wait for answers that are on their way."""
        self._server.close()
        self._server.task_dispatcher.shutdown()
        self._server.maintenance(0)
        self._thread.join(5)

    def _wrapped(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self.app(environ | self.environ, start_response)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def live(desk: Desk) -> Iterator[Live]:
    """The desk of this test, for a browser."""
    served = Live(desk.app)
    served.start()
    yield served
    served.stop()


@pytest.fixture
def context(browser: Browser, live: Live) -> Iterator[BrowserContext]:
    """A fresh profile; paths like "/submit" are paths of the live desk."""
    made = browser.new_context(base_url=live.url, locale="en-GB")
    yield made
    made.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A page in a fresh profile."""
    return context.new_page()


def sign_in(page: Page, email: str = "anna@example.com", password: str = PASSWORD) -> None:
    """Sign in to the panel through its form."""
    page.goto("/admin/login")
    page.fill('[name="email"]', email)
    page.fill('[name="password"]', password)
    page.locator('form:has([name="password"]) [type=submit]').click()
    page.wait_for_url("**/admin/")
