"""Photographs of mails, to look at: `python -m tests.mail.pictures FOLDER [KIND …]`.

Each is shown at 600 and 390 px, light and dark, in Chromium as its HTML part alone; what is wider
than the window is told.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, sync_playwright

from helpdesk import db, i18n, settings, tickets
from helpdesk.config import Database
from helpdesk.mail import composing, kinds, templates
from helpdesk.schema import Outbox, Ticket
from tests.cast import Desk, installed
from tests.mail import sink

SIZES = (600, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik" * 4
HOSTILE = f'<script>alert(1)</script> & "quotes" {LONG}\n\n{"https://example.com/" + "x" * 200}'


def main(arguments: list[str]) -> int:
    """Take the pictures; 1 when a mail is wider than its window."""
    with chromium() as browser:
        wide = taken(browser, Path(arguments[0]), arguments[1:])
    print("\n".join(wide))
    return 1 if wide else 0


def taken(browser: Browser, folder: Path, wanted: list[str]) -> list[str]:
    """Take the pictures of some mails or of all; returns what is wider than its window."""
    folder.mkdir(parents=True, exist_ok=True)
    wide: list[str] = []
    with tempfile.TemporaryDirectory() as data:
        for name, html in pages(Path(data)):
            if not wanted or name in wanted:
                wide += shoot(browser, html, folder / name)
    return wide


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own browser."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def pages(data: Path) -> Iterator[tuple[str, str]]:
    """Every kind with example values, then real ones with little, much and hostile text."""
    desk = _desk(data)
    spoken = i18n.available
    i18n.available = lambda: ("en", "ar")  # type: ignore[assignment]
    try:
        with db.connection():
            yield from _pages(desk)
    finally:
        i18n.available = spoken
        desk.close()


def _pages(desk: Desk) -> Iterator[tuple[str, str]]:
    for name in kinds.REGISTRY:
        yield name, composing.example(name, "en").html
    yield "z-real-reply", _reply(desk, desk.ticket(), "We look at it.\n\nCome by on Friday.")
    hostile = desk.ticket(HOSTILE[:250], text=HOSTILE, name=HOSTILE[:200])
    yield "z-hostile", _reply(desk, hostile, HOSTILE)
    templates.save(
        "ticket_received",
        "en",
        subject="{subject}",
        text="{message}",
        html="<h1>{greeting}</h1><ul><li>{subject}</li><li>{status}</li></ul><ol><li>one</li>"
        "</ol><blockquote>{message}</blockquote><table><tr><th>a</th><td>b</td></tr></table>"
        '<hr><p>A <a href="{link}">link</a>, <code>code</code></p><pre>one\ntwo</pre>'
        '<p><a class="button" href="{link}">See it</a></p><p class="small">small</p>',
    )
    yield "z-own-words", composing.example("ticket_received", "en").html
    with i18n.speaking("ar"):
        arabic = desk.ticket("العجلة الخلفية تحتك", text="منذ يوم الثلاثاء والعجلة تحتك بالفرامل.")
    yield "z-right-to-left", _reply(desk, arabic, "شكرا لك. سنصلحها مجانا.")


def shoot(browser: Browser, html: str, base: Path) -> list[str]:
    """One mail in all sizes and themes; where it was too wide."""
    wide = []
    for size in SIZES:
        for theme in THEMES:
            view: Any = {"width": size, "height": 700}
            page = browser.new_page(viewport=view, color_scheme=theme)
            page.set_content(html)
            page.screenshot(path=f"{base}-{size}-{theme}.png", full_page=True)
            if (found := page.evaluate("document.documentElement.scrollWidth")) > size:
                wide.append(f"{base.name}: {found} px wide in a window of {size}")
            page.close()
    return wide


def _desk(data: Path) -> Desk:
    address = Database("sqlite", path=str(data / "helpdesk.sqlite3"))
    installed(data, address)
    desk = Desk(data, address)
    with db.connection():
        settings.change({"mail.from_address": "desk@harbour-lane.example"})
    return desk


def _reply(desk: Desk, ticket: Ticket, text: str) -> str:
    with db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna Lindgren", text=text)
    last = Outbox.select().where(Outbox.recipient == "cleo@example.com")
    letter = composing.compose(last.order_by(Outbox.id.desc()).first())
    body = sink.parsed(letter.data).get_body(("html",))
    assert body is not None
    return str(body.get_content())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
