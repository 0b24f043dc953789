"""Makes the pictures of README.md and INSTALL.md: `python -m tests.browser.docs_pictures`.

Those of the wizard are taken on Apache, with the release; the others show a desk as it may be after
some days. At 1280 px, light; times are counted back from now.
"""

import io
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from helpdesk import db, security, statuses, tickets
from helpdesk.config import Database
from helpdesk.schema import Category, Event, Message, Outbox, Priority, Ticket
from tests.browser import people, texts
from tests.browser.data import age, keep
from tests.browser.fixtures import FLAGS, NAMES, Live, sign_in
from tests.cast import Desk, installed
from tests.hosting.servers import HOSTS
from tests.packaging import release
from tests.rules.tree import ROOT
from tests.servers.mariadb import MariaDB

PICTURES = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 900}
EMAIL = "aleksandra@example.org"
TYPED = {"Host or socket": "127.0.0.1", "Database": "cycles_desk", "User": "cycles"}
RENAME = "(line, [old, now]) => { line.textContent = line.textContent.replaceAll(old, now); }"
HOURS = (44.0, 43.5, 43.2, 42.0, 42.0)  # ago: request, taken up, note, answer, its status


def main() -> None:
    """Make all pictures anew."""
    security.passwords().update(pbkdf2_sha256__default_rounds=1000)
    expect.set_options(timeout=30_000)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        _of_the_wizard(browser, release.built(Path(folder) / "release"))
        _of_the_desk(browser, Path(folder) / "desk")
        browser.close()


def keep_small(png: bytes, name: str) -> None:
    """With as many colours as can be told apart: a fifth of the bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(255, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def _of_the_wizard(browser: Browser, archive: Path) -> None:
    """As an owner goes through it: the release on a host of the plainest kind, in a folder of
    somebody's site."""
    with HOSTS["cgi"](archive).running() as host:
        context = browser.new_context(locale="en-GB", viewport=SIZE, reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{host.address}/")
        people.press(page, "Begin")
        people.heading(page, "Show that the files are yours")
        page.goto(f"{host.address}/install/check")
        _take(page, "install-check")
        page.goto(f"{host.address}/install/code")
        page.get_by_label("Set-up code").fill(host.space.code)
        _take(page, "install-code")
        people.press(page, "Continue")
        page.get_by_label("I agree to the licence.").check()
        people.press(page, "Continue")
        people.heading(page, "Is this server ready?")
        people.press(page, "Continue")
        _refuse_the_password(page)
        page.get_by_label("A file on this server").check()
        people.press(page, "Continue")
        people.heading(page, "Your desk")
        people.fill(page, people.DESK)
        _take(page, "install-desk")
        people.press(page, "Continue")
        people.press(page, "Do this later")
        people.make_tables(page)
        # A folder of this test's in the line for cron would tell nobody anything.
        home = [str(host.space.home), "/srv/cycles"]
        page.locator("main pre, main code").first.evaluate(RENAME, home)
        _take(page, "install-done")
        context.close()


def _refuse_the_password(page: Page) -> None:
    people.heading(page, "Where should the data live?")
    page.get_by_label("MySQL or MariaDB").check()
    server = MariaDB()
    server.start()
    try:
        people.fill(page, {**TYPED, "Port": str(server.port)})
        page.locator("#f-password").fill("not this one")
        people.press(page, "Continue")
        expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    finally:
        server.remove()
    _take(page, "install-database")


def _of_the_desk(browser: Browser, folder: Path) -> None:
    folder.mkdir()
    address = Database("sqlite", path=str(folder / "helpdesk.sqlite3"))
    installed(folder, address)
    desk = Desk(folder, address)
    with db.connection():
        one = _story(desk)

    def show(page: Page) -> None:
        people.look_up(page, one.tracking_id, EMAIL)
        _take(page, "portal-ticket")
        sign_in(page)
        page.goto("/admin/tickets")
        _take(page, "panel-list")
        page.goto(f"/admin/tickets/{one.id}")
        _take(page, "panel-ticket")

    _served(browser, Live(desk.app), show)
    desk.close()


def _served(browser: Browser, live: Live, show: Callable[[Page], None]) -> None:
    live.start()
    context = browser.new_context(
        base_url=live.url, locale="en-GB", viewport=SIZE, reduced_motion="reduce"
    )
    show(context.new_page())
    context.close()
    live.stop()


def _take(page: Page, name: str) -> None:
    page.locator("body").click(position={"x": 2, "y": 2})  # nothing has the focus
    for picture in page.locator("img").all():
        picture.evaluate("(image) => image.decode()")
    keep_small(page.screenshot(full_page=name.startswith("install")), name)


def _story(desk: Desk) -> Ticket:
    """A dozen tickets of the last days, and one whose rim has moved."""
    levels = {row.level: row for row in Priority.select()}
    marks = ["urgent", "normal", "high", "normal", "normal", "low", "normal"]
    for number, (subject, text, name, email) in enumerate(texts.TICKETS):
        row = desk.ticket(subject, text=text, name=name, email=email)
        meaning = ("new", "new", "open", "open", "open", "waiting", "open", "hold")[number % 8]
        if number > 9:
            meaning = "waiting"
        is_ours = meaning in ("new", "open")
        with db.transaction():
            Ticket.update(
                status=statuses.default(meaning),
                priority=levels[marks[number % 7]],
                owner=None if meaning == "new" else (desk.anna.id, desk.ben.id)[number % 2],
                last_by_customer=is_ours,
                waiting_since=row.waiting_since if is_ours else None,
            ).where(Ticket.id == row.id).execute()
        age(row, timedelta(minutes=18 + 43 * number**2))
    return _wheel(desk)


def _wheel(desk: Desk) -> Ticket:
    with db.transaction():
        Category.update(name="Repairs and spare parts").where(Category.name == "Repairs").execute()
    invoice = keep("Service invoice 1093.pdf", b"%PDF-1.4\n" + bytes(84_000))
    files = (keep("IMG_4402.png", _drawn_wheel()), invoice)
    one = desk.ticket(
        texts.SUBJECT,
        text=texts.FIRST.partition("\n")[0],
        name="Aleksandra Wiśniewska",
        email=EMAIL,
        category="Repairs and spare parts",
        files=files,
    )
    ben = desk.ben
    with db.transaction():
        row = Ticket.get_by_id(one.id)
        tickets.set_status(row, statuses.default(statuses.OPEN), actor=ben.actor())
        tickets.note(row, actor=ben.actor(), author=ben.name, text=texts.NOTE)
        tickets.reply(row, actor=ben.actor(), author=ben.name, text=texts.REPLY)
        high = Priority.get(Priority.level == "high")
        Ticket.update(owner=ben.id, priority=high).where(Ticket.id == one.id).execute()
        Outbox.update(state="sent").execute()
    _date(one)
    return one


def _date(ticket: Ticket) -> None:
    """Its entries happened over an hour, two days ago."""
    for position, hours in enumerate(HOURS, start=1):
        then = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=hours)
        with db.transaction():
            for table in (Message, Event):
                at = (table.ticket == ticket.id) & (table.position == position)
                table.update(created=then).where(at).execute()
            which = Ticket.id == ticket.id
            ticket_at = {"updated": then, "last_message": then, "first_answer": then}
            Ticket.update(**ticket_at).where(which).execute()
            if position == 1:
                Ticket.update(created=then).where(which).execute()


def _drawn_wheel() -> bytes:
    """A wheel before a wall, more or less."""
    picture = Image.new("RGB", (1200, 900), "#d9cdb8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 640, 1200, 900), fill="#8f8676")
    for spoke in range(0, 180, 15):
        pen.arc((250, 100, 950, 800), spoke, spoke + 1, fill="#6b6459", width=350)
        pen.arc((250, 100, 950, 800), spoke + 180, spoke + 181, fill="#6b6459", width=350)
    pen.ellipse((240, 90, 960, 810), outline="#2b2823", width=46)
    pen.ellipse((290, 140, 910, 760), outline="#b9b2a6", width=14)
    pen.ellipse((560, 410, 640, 490), fill="#2b2823")
    pen.rectangle((880, 250, 1060, 310), fill="#ab2018")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    main()
