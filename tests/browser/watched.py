"""What a browser complains about, or asks for, while somebody uses the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.fixtures import Live

# Chromium's own word about an answer that isn't 2xx: the page's status is asserted where it counts.
OF_STATUS = "Failed to load resource: the server responded with a status of 4"


class Watch:
    """Listens to every page of a context: `found` stays empty while all is well."""

    def __init__(self, context: BrowserContext) -> None:
        self.found: list[str] = []
        self._hosts: set[str] = set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", lambda answer: self._status(answer.status, answer.url))
        # Told by the browser itself, and written where `console` hears it.
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.error("
            "`policy: ${event.violatedDirective} ${event.blockedURI}`))"
        )

    def _note(self, text: str) -> None:
        if text not in self.found:
            self.found.append(text)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        file = urlsplit(message.location.get("url", "")).path
        if not (message.text.startswith(OF_STATUS) and "/static/" not in file):
            self._note(f"console {message.type}: {message.text} {file}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            return
        self._hosts.add(parts.netloc)
        if len(self._hosts) > 1:
            self._note(f"another host: {request.url}")

    def _status(self, status: int, address: str) -> None:
        if status >= 500:
            self._note(f"status {status}: {address}")


def nothing_found(*watches: Watch) -> None:
    """Fail with what the browsers have complained about."""
    found = [text for watch in watches for text in watch.found]
    assert not found, "\n" + "\n".join(found)


@contextmanager
def watching(browser: Browser, live: Live) -> Iterator[tuple[Page, Watch]]:
    """A page in a fresh profile, and what its browser complains about."""
    context = browser.new_context(base_url=live.url, locale="en-GB")
    watch = Watch(context)
    yield context.new_page(), watch
    context.close()
