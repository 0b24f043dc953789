"""A newcomer's way, in a browser: from `run.py` through the wizard to the answer a guest reads.

`run.py` finds a `.venv` that is ready; that it makes one itself is seen in tests/packaging.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import people
from tests.browser.fixtures import sign_in
from tests.browser.watched import Watch, nothing_found
from tests.packaging import interpreters, places, smoke

NOTE = "He called twice already."
ANSWER = "Bring it in on Friday, we true the wheel."
THANKS = "I will, thank you."


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a person downloads, with the environment that run.py would make."""
    folder = tmp_path_factory.mktemp("newcomer")
    made = places.copy_of_the_tree(folder / "my desk")
    places.environment(made / ".venv", places.libraries(folder / "libraries"))
    wanted = hashlib.sha256((made / "requirements.txt").read_bytes()).hexdigest()
    (made / ".venv" / "made-by-run.py").write_text("", "ascii")
    stamp = f"python {interpreters.HERE}\nrequirements.txt {wanted}\n"
    (made / ".venv" / "installed.txt").write_text(stamp, "ascii")
    return made


@contextmanager
def started(tree: Path, folder: Path) -> Iterator[str]:
    """Start `python3 run.py`; yields the address that it prints."""
    port = str(smoke.free_port())
    command = [interpreters.outside_of_any_venv(), str(tree / "run.py"), "--port", port]
    command += ["--data", str(folder / "data")]
    where = {"cwd": folder, "env": smoke.clean_environment()}
    address = f"http://127.0.0.1:{port}"
    with smoke.serving(command, address, folder / "log", **where) as said:
        assert "Installing" not in said
        printed = re.search(r"http://\S+", said)
        assert printed, said
        yield printed[0]


class Crowd:
    """Browsers of several people, each with a profile of its own, all at the same desk."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.browser, self.contexts, self.watches = browser, list[BrowserContext](), list[Watch]()
        origin = address.partition("/install/")[0]
        self.options = {"base_url": origin, "locale": "en-GB", **options}

    def page(self, **options: Any) -> Page:
        """Somebody's browser."""
        context = self.browser.new_context(**self.options, **options)
        self.contexts.append(context)
        self.watches.append(Watch(context))
        return context.new_page()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        """Close all; fails if one of them had something to complain about."""
        for context in self.contexts:
            context.close()
        if kind is None:
            nothing_found(*self.watches)


def test_from_nothing_to_the_answer(
    engine: str, tree: Path, tmp_path: Path, browser: Browser, request: pytest.FixtureRequest
) -> None:
    """On SQLite and on MariaDB."""
    database = request.getfixturevalue("mariadb_database") if engine == "mariadb" else None
    file = tmp_path / "invoice.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with started(tree, tmp_path) as printed, Crowd(browser, printed) as crowd:
        owner = crowd.page()
        owner.goto(printed)
        people.set_up(owner, database)
        guest = crowd.page(permissions=["clipboard-read", "clipboard-write"])
        track = people.send_request(guest, file)
        operator = crowd.page()
        _serve(operator, track)
        elsewhere = crowd.page()
        _read(elsewhere, track)
        people.answer(elsewhere, THANKS, "Send")
        expect(operator.get_by_role("article").filter(has_text=THANKS)).to_be_visible()


def _serve(page: Page, track: str) -> None:
    """Sign in, see it, open it, note, answer, set the status."""
    sign_in(page)
    people.heading(page, "Overview")
    expect(page.get_by_role("main")).to_contain_text("Rear wheel rubs")
    page.get_by_role("navigation", name="Panel").get_by_role("link", name="Tickets").click()
    row = page.get_by_role("row").filter(has_text="Rear wheel rubs")
    expect(row).to_contain_text("Needs an answer.")
    expect(row).to_contain_text("Cleo Marsh")
    row.get_by_role("link").click()
    people.heading(page, "Rear wheel rubs")
    expect(page.locator("aside #track")).to_have_text(track)
    _see_files(page)
    people.follow(page, "Note")
    people.answer(page, NOTE, "Save note")
    people.follow(page, "Reply")
    people.answer(page, ANSWER, "Send reply")
    details = page.get_by_role("complementary", name="Ticket details")
    details.get_by_label("Status", exact=True).select_option("Open")
    expect(details.locator(".hd-st")).to_have_text("Open")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_attached()


def _see_files(page: Page) -> None:
    """The pasted picture is shown small, the chosen file can be taken."""
    files = page.get_by_role("article").first.get_by_role("list", name="Files")
    expect(files.get_by_role("listitem")).to_have_count(2)
    picture = files.locator("img")
    picture.scroll_into_view_if_needed()
    picture.evaluate("(image) => image.decode()")
    with page.expect_download() as taken:
        files.get_by_role("link", name="invoice.pdf").click()
    assert taken.value.suggested_filename == "invoice.pdf"
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


def _read(page: Page, track: str) -> None:
    """Find it by what one was told; a stranger doesn't."""
    people.look_up(page, track, "dan@example.com")
    expect(page.get_by_role("alert")).to_contain_text("There is no request with this tracking ID")
    people.look_up(page, track)
    people.heading(page, "Rear wheel rubs")
    thread = page.get_by_role("region", name="Messages")
    expect(thread).to_contain_text(ANSWER)
    expect(page.get_by_role("main")).not_to_contain_text(NOTE)


def test_without_scripts(tree: Path, tmp_path: Path, browser: Browser) -> None:
    """The wizard with a look by hand, a request with a file, its page, a reply."""
    file = tmp_path / "invoice.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    no_scripts = {"java_script_enabled": False}
    with started(tree, tmp_path) as printed, Crowd(browser, printed, **no_scripts) as crowd:
        page = crowd.page()
        page.goto(printed)
        people.set_up(page, None, scripts=False)
        guest = crowd.page()
        track = people.send_request(guest, file)
        elsewhere = crowd.page()
        people.look_up(elsewhere, track)
        expect(elsewhere.get_by_role("link", name="invoice.pdf")).to_be_visible()
        people.answer(elsewhere, THANKS, "Send")
        expect(elsewhere.get_by_role("article")).to_have_count(2)
