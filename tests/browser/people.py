"""What people do with the desk in a browser, in their words: by the names that stand on screen."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from helpdesk.db.mysql import Address
from tests.cast import PASSWORD

STEPS = ("check", "code", "licence", "server", "database", "desk", "mail", "tables", "done")
PICTURE = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#c07a2c';
  pen.fillRect(40, 40, 200, 90);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}"""
REQUEST = {
    "Subject": "Rear wheel rubs",
    "Message": "Since Tuesday the rear wheel rubs.\nSee the picture.",
    "Your name": "Cleo Marsh",
    "Your e-mail address": "cleo@example.com",
}
DESK = {
    "Title": "Harbour Lane Cycles",
    "Your name": "Anna Lindgren",
    "E-mail address": "anna@example.com",
    "Password": PASSWORD,
    "Password once more": PASSWORD,
}


def press(page: Page, name: str) -> None:
    """Press a button by its words."""
    stand_still(page)
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def stand_still(page: Page) -> None:
    """Wait until a page has jumped to the place that its address names. It does so with a frame
    after it was loaded, and without scripts nothing would tell that a press went beside a button.
    """
    if "#" in page.url:
        page.wait_for_load_state()
        page.screenshot()


def press_on(page: Page, name: str) -> None:
    """Press a button that leads to a page, and wait for it: it may look like the one before."""
    with page.expect_navigation():
        press(page, name)


def follow(page: Page, name: str) -> None:
    """Follow a link by its words."""
    stand_still(page)
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def heading(page: Page, text: str) -> None:
    """Wait until the page is headed so, and its scripts have begun."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    page.wait_for_load_state("domcontentloaded")


def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill in fields by their labels."""
    for label, text in fields.items():
        words = re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")
        page.get_by_role("main").get_by_label(words).fill(text)


def set_up(page: Page, database: Address | None, *, scripts: bool = True) -> None:
    """The wizard, from the page that the printed address leads to, to its last.

    With scripts the check for what can be downloaded happens by itself.
    """
    if not scripts:
        look_for_what_is_exposed(page)
    heading(page, "Show that the files are yours")  # the code came with the printed address
    press(page, "Continue")
    page.get_by_label("I agree to the licence.").check()
    press(page, "Continue")
    heading(page, "Is this server ready?")
    press(page, "Continue")
    choose_database(page, database)
    fill(page, DESK)
    press(page, "Continue")
    heading(page, "How should mails go out?")
    press(page, "Do this later")
    heading(page, "Ready to make your desk")
    make_tables(page)


def look_for_what_is_exposed(page: Page) -> None:
    """Without scripts a person looks and says so."""
    heading(page, "Could anybody download your data?")
    press(page, "Test now")
    heading(page, "We could not find out")
    page.get_by_label("I opened each of them and saw no file’s text.").check()
    press(page, "Continue")


def choose_database(page: Page, database: Address | None) -> None:
    """A file, or a server whose connection is tried first."""
    heading(page, "Where should the data live?")
    if database is not None:
        page.get_by_label("MySQL or MariaDB").check()
        typed = {"Host or socket": database.socket or database.host, "Port": str(database.port)}
        fill(page, {**typed, "Database": database.name, "User": database.user})
        page.locator("#f-password").fill(database.password)
        press(page, "Test the connection")
        expect(page.locator(".hd-callout.is-good")).to_be_visible()
    press(page, "Continue")
    heading(page, "Your desk")


def make_tables(page: Page) -> None:
    """With scripts one press; without, one for each slice."""
    done = page.get_by_role("heading", level=1, name="Your desk is ready")
    if page.locator("html.hd-js").count():
        press(page, "Create the tables")
    else:
        press_on(page, "Create the tables")
        while not done.count():
            press_on(page, "Continue")
    expect(done).to_be_visible(timeout=60_000)


def send_request(page: Page, file: Path | None = None, category: str = "") -> str:
    """A guest's request, from the portal's first page; returns the tracking ID."""
    page.goto("/")
    follow(page, "Send a request")
    if category:
        page.get_by_label("What is it about?").select_option(category)
    fill(page, REQUEST)
    if file is not None:
        page.locator("#f-attachments").set_input_files(file)
    if file is not None and page.locator("html.hd-js").count():
        paste_picture(page)
        expect(page.locator("[data-hd-chosen]")).to_have_count(2)
    press(page, "Send request")
    thanks = page.get_by_role("heading", name="Thank you, we have your request")
    quick = page.get_by_text("That was very quick.")  # without scripts nothing waits by itself
    expect(thanks.or_(quick)).to_be_visible()
    while not thanks.count():
        page.wait_for_timeout(500)
        press_on(page, "Send request")
    return page.locator("#track").inner_text()


def paste_picture(page: Page) -> None:
    """Ctrl V in the text, with a picture in the clipboard."""
    page.evaluate(PICTURE)
    page.locator("[name=message]").focus()
    page.keyboard.press("Control+V")


def look_up(page: Page, track: str, email: str = REQUEST["Your e-mail address"]) -> None:
    """Find a request by what one was told."""
    page.goto("/")
    follow(page, "See where it stands")
    fill(page, {"Tracking ID": track, "Your e-mail address": email})
    press(page, "Show my request")


def box(page: Page) -> Locator:
    """Where one writes at a thread's end: in the panel an editor, which comes as one begins."""
    page.locator("#reply").focus()
    brings_editor = page.locator("html.hd-js [data-hd-editor]").count()
    return page.locator("trix-editor" if brings_editor else "#reply")


def answer(page: Page, text: str, button: str) -> None:
    """Write into the box at a thread's end and send it; waits until it stands there."""
    expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()  # not the last page
    box(page).fill(text)
    press(page, button)
    expect(page.get_by_role("article").filter(has_text=text)).to_be_visible()
    expect(page.locator("#reply")).to_have_value("")
