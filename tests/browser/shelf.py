"""Answers that a test client got, shown to a browser as pages of the live desk.

The desk hands them out itself: where a browser is told by Playwright what to load, it keeps
nothing in its cache and loads every style sheet again for every page.
"""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page

from helpdesk.web.routes import WSGI
from tests.browser.fixtures import Live

# A page that sends itself off would meet the next one half-way.
STAYS = "HTMLFormElement.prototype.submit = () => {}"
ENDLESS = re.compile(r"(\w{9000})\w+")  # a million letters take the browser half a minute


class Shelf:
    """Stands before a live desk: gives its files and what lies here, and takes nothing in."""

    def __init__(self, live: Live, page: Page) -> None:
        self._desk: WSGI = live.app
        self._page = page
        self._policy, self._html, self._shown = "", b"", 0
        page.add_init_script(STAYS)
        live.app = self._answer

    def show(self, answer: Any) -> None:
        """Lead the browser to what was answered."""
        self._policy = answer.headers["Content-Security-Policy"]
        self._html = ENDLESS.sub(r"\1", answer.text).encode()
        self._shown += 1  # another address each time: a page that is reloaded looks elsewhere
        self._page.goto(f"/shown/{self._shown}")

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":  # scripts of a page that is only looked at
            start_response("204 No Content", [])
            return []
        if environ.get("HTTP_SEC_FETCH_DEST") == "iframe":  # what is in it needs somebody signed in
            start_response("200 OK", [("Content-Type", "text/html")])
            return [b"<!doctype html>"]
        if not environ["PATH_INFO"].startswith("/shown/"):
            return self._desk(environ, start_response)
        kind = ("Content-Type", "text/html; charset=utf-8")
        start_response("200 OK", [kind, ("Content-Security-Policy", self._policy)])
        return [self._html]
