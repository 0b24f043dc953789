"""Files by dropping, pasting and choosing; what can't be sent is said at once."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from helpdesk import db, settings
from helpdesk.schema import Attachment
from tests.browser import people, texts
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

CARRIED = """([files, text]) => {
  const data = new DataTransfer();
  for (const [name, size, type] of files)
    data.items.add(new File([new Uint8Array(size)], name, { type }));
  if (text) data.setData('text/plain', text);
  return data;
}"""
File = tuple[str, int, str]


@pytest.fixture
def form(tab: Page, desk: Desk) -> Page:
    """The submit form of a desk that takes three files of a megabyte."""
    with db.transaction():
        settings.change({"files.size": 1, "files.count": 3})
    tab.goto("/submit")
    tab.get_by_label("What is it about?").select_option("General")
    people.fill(tab, people.REQUEST)
    return tab


def drop(page: Page, *files: File) -> None:
    """Drop files on the field."""
    data = page.evaluate_handle(CARRIED, [list(files), ""])
    zone = page.locator("[data-hd-drop]")
    zone.dispatch_event("dragover", {"dataTransfer": data})
    zone.dispatch_event("drop", {"dataTransfer": data})


def chosen(page: Page, names: Iterable[str]) -> None:
    """Wait until exactly these are listed."""
    expect(page.locator("[data-hd-chosen] [data-name]")).to_have_text(list(names))


def test_dropped_removed_sent(form: Page) -> None:
    drop(form, ("one.png", 10, "image/png"), ("two.pdf", 2000, "application/pdf"))
    drop(form, ("three.txt", 30, "text/plain"))
    chosen(form, ["one.png", "two.pdf", "three.txt"])
    form.get_by_role("button", name="Remove two.pdf").click()
    chosen(form, ["one.png", "three.txt"])
    expect(form.locator("#f-attachments")).to_be_focused()
    people.press(form, "Send request")
    people.heading(form, "Thank you, we have your request")
    assert [row.name for row in Attachment.select()] == ["one.png", "three.txt"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("big.png", 1_500_000, "image/png")], "big.png has 1.4 MB; up to 1 MB can be sent."),
        ([("run.exe", 10, "")], "run.exe is of a kind that cannot be sent."),
        ([(f"{n}.png", n, "image/png") for n in "1234"], "Up to 3 files can be sent at once."),
    ],
)
def test_told_at_once(form: Page, files: list[tuple[str, int | str, str]], told: str) -> None:
    """Beside the field, before anything is sent; what fits stays."""
    drop(form, *((name, int(size), kind) for name, size, kind in files))
    expect(form.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(form.locator("#f-attachments")).to_have_attribute("aria-invalid", "true")
    expect(form.locator("[data-hd-chosen]")).to_have_count(3 if len(files) > 1 else 0)
    people.press(form, "Send request")
    people.heading(form, "Thank you, we have your request")


def test_files_are_kept_when_the_form_comes_back(form: Page) -> None:
    """Nobody uploads twice because of another field."""
    right: FilePayload = {"name": "right.png", "mimeType": "image/png", "buffer": texts.PICTURE}
    form.locator("#f-attachments").set_input_files(right)
    chosen(form, ["right.png"])
    form.get_by_label("Subject").fill("")
    people.press(form, "Send request")
    expect(form.get_by_label("Subject")).to_be_focused()
    expect(form.locator("[data-hd-kept-file]")).to_contain_text("right.png")
    form.get_by_label("Subject").fill("Once more")
    people.press(form, "Send request")
    people.heading(form, "Thank you, we have your request")
    assert [row.name for row in Attachment.select()] == ["right.png"]


def test_a_drop_beside_the_field(form: Page) -> None:
    """It doesn't open in place of the page and of what was typed."""
    data = form.evaluate_handle(CARRIED, [[("one.png", 10, "image/png")], ""])
    refused = form.evaluate(
        """(dataTransfer) => !document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))""",
        data,
    )
    assert refused
    expect(form.locator("[data-hd-chosen]")).to_have_count(0)


def test_a_pasted_picture_gets_a_name(form: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    people.paste_picture(form)
    name = form.locator("[data-hd-chosen] [data-name]")
    expect(name).to_have_count(1)
    assert name.inner_text().startswith("Screenshot ")
    expect(form.locator("[data-hd-chosen] canvas")).to_be_visible()


def test_pasted_text_with_a_picture_is_text(form: Page) -> None:
    """Office programs put a picture of the text beside it."""
    data = form.evaluate_handle(CARRIED, [[("image.png", 10, "image/png")], "words"])
    taken = form.locator("[name=message]").evaluate(
        """(field, clipboardData) => !field.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))""",
        data,
    )
    assert not taken
    expect(form.locator("[data-hd-chosen]")).to_have_count(0)
