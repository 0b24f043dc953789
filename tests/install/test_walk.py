"""From nothing to a desk, and whatever may happen on the way."""

import json
import re
import threading
import time
from pathlib import Path

import pytest

from helpdesk import config, db, paths
from helpdesk.app import create_app
from helpdesk.db.mysql import Address
from helpdesk.installation import state
from helpdesk.schema import Staff
from tests.install.wizard import JSON, PASSWORD, Wizard

STEPS = ("check", "code", "licence", "server", "database", "desk", "mail", "tables")


def test_the_whole_way(folder: Path, address: Address | None) -> None:
    """Every step, then the desk works, the administrator is signed in, and nothing is left over."""
    wizard = Wizard(folder)
    assert wizard.app.get("/").location == "/install/"
    wizard.to("done", address)
    done = wizard.app.get("/install/done")
    assert "Your desk is ready" in done and "/admin/login" in done and "/submit" in done
    line = done.html.select_one("#cron-line").text
    assert f"HELPDESK_DATA={folder}" in line and "/cron?key=" in done
    wizard.app.app = create_app(folder, has_thread=True)
    assert "There is nothing to set up" in wizard.app.get("/install/done")
    assert wizard.app.get("/admin/login").follow().status_int == 200
    assert wizard.app.get("/").status_int == 200
    made = config.load(folder)
    assert made.database.engine == ("mysql" if address else "sqlite")
    if address:  # settled: the way that worked, so that nobody has to look for it again
        assert (made.database.host, made.database.port) == (address.host, address.port)
        assert made.database.tls in ("on", "off")
    leftovers = {f.name for f in folder.iterdir() if f.is_file() and not f.name.startswith("helpd")}
    assert leftovers <= {paths.CONFIG_NAME, "install.lock", "tables.lock"}
    assert (folder / "config.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_administrator_can_sign_in_by_hand(folder: Path) -> None:
    """With what was typed in the wizard."""
    Wizard(folder).to("done")
    other = Wizard(folder).app
    form = other.get("/admin/login").forms["login"]
    form["email"], form["password"] = "anna@example.com", PASSWORD
    assert form.submit().location.endswith("/admin/")


@pytest.mark.parametrize("step", STEPS)
def test_interrupted_at_any_step(folder: Path, address: Address | None, step: str) -> None:
    """The process ends there; a new one goes on where it stopped, once the code is given again."""
    Wizard(folder).to(step, address)
    again = Wizard(folder)
    if step in ("check", "code"):
        assert again.place == step
    else:
        assert again.place == "code"
        assert again.code().status_int == 303
        assert again.place == step
    for take in STEPS[STEPS.index(again.place) :]:
        getattr(again, take)(*([address] if take == "database" else []))
    assert config.exists(folder)


def test_no_step_before_its_time(folder: Path) -> None:
    """Neither a page nor an action can be reached by its address."""
    wizard = Wizard(folder)
    for step in STEPS:
        assert wizard.app.get(f"/install/{step}").location.endswith("/install/")
    wizard.begin()
    for number, step in enumerate(STEPS[1:], 1):
        assert wizard.app.get(f"/install/{step}").location.endswith("/install/check")
        answer = wizard.post(f"/install/{step}", {"agree": "1"}, "/install/check")
        assert answer.location.endswith("/install/check"), (number, step)
    assert not list(folder.glob("setup-code*"))


def test_pages_write_nothing(folder: Path, address: Address | None) -> None:
    """Not one file changes by looking, before the beginning and at each step."""
    wizard = Wizard(folder)
    wizard.app.get("/install/")
    assert not folder.exists()
    for step in STEPS:
        wizard = _next(wizard, step, address)
        before = _snapshot(folder)
        for page in ("", *STEPS, "reached?n=1", "done"):
            wizard.app.get(f"/install/{page}", expect_errors=True)
        assert _snapshot(folder) == before, step


def test_no_secret_in_plain(
    folder: Path, address: Address | None, caplog: pytest.LogCaptureFixture
) -> None:
    """No password and no code in a page, in the log, or in the wizard's file."""
    caplog.set_level("DEBUG")
    wizard = Wizard(folder).to("tables", address)
    secrets = [PASSWORD, wizard.read_code(), *([address.password] if address else [])]
    pages = [wizard.app.get(f"/install/{step}").maybe_follow().text for step in STEPS]
    kept = (folder / state.NAME).read_text()
    for secret in secrets:
        assert all(secret not in text for text in (*pages, kept, caplog.text))
    assert (folder / state.NAME).stat().st_mode & 0o777 == 0o600
    if address:
        assert (folder / state.DRAFT).stat().st_mode & 0o777 == 0o600


def test_a_second_press_on_begin(folder: Path) -> None:
    """Two tabs: the second press finds what the first one made."""
    wizard = Wizard(folder)
    first, second = wizard.app.get("/install/").form, wizard.app.get("/install/").form
    first.submit(status=303)
    kept = (folder / state.NAME).read_bytes()
    second.submit(expect_errors=True)
    assert (folder / state.NAME).read_bytes() == kept and wizard.place == "check"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"key": 1}', '{"key": "a", "installation": "b", "desk": []}']
)
def test_a_broken_file_starts_again(folder: Path, text: str) -> None:
    """With a word about it; the code has to be given anew."""
    wizard = Wizard(folder).to("server")
    (folder / state.NAME).write_text(text)
    for step in STEPS:
        assert wizard.app.get(f"/install/{step}").location.endswith("/install/")
    page = wizard.app.get("/install/")
    assert "can’t be read any more" in page
    page.form.submit(status=303)
    assert not list(folder.glob("setup-code*")) and wizard.place == "check"
    for step in STEPS:
        getattr(wizard, step)()
    assert wizard.app.get("/install/done").status_int == 200


def test_two_browsers_race_to_finish(folder: Path, address: Address | None) -> None:
    """One configuration, one administrator; the other is told that it is done."""
    app = create_app(folder, resident=True, has_thread=True)
    first = Wizard(folder, app).to("tables", address)
    second = Wizard(folder, app)
    second.code()
    forms = [wizard.app.get("/install/tables").form for wizard in (first, second)]
    places: list[str] = []

    def press(form: object) -> None:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            answer = form.submit(headers=JSON, expect_errors=True)  # type: ignore[attr-defined]
            told = answer.json if answer.content_type == "application/json" else {}
            if answer.location or told.get("finished"):
                places.append(answer.location or told["location"])
                return
            time.sleep(0.02)

    threads = [threading.Thread(target=press, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(places) == ["/install/", "/install/done"]
    with db.connection():
        assert Staff.select().count() == 1
    assert "set up already" in Wizard(folder).app.get("/install/", status=403)


def test_back_and_another_answer(folder: Path) -> None:
    """Answers can be changed up to the last press; the password needn't be typed again."""
    wizard = Wizard(folder).to("tables")
    hashed = json.loads((folder / state.NAME).read_text())["desk"]["password"]
    wizard.desk(title="Another name", password="", again="")
    assert "Another name" in wizard.app.get("/install/tables")
    assert json.loads((folder / state.NAME).read_text())["desk"]["password"] == hashed
    wizard.tables()
    assert "Another name" in wizard.app.get("/")


def test_plain_texts_of_the_steps(folder: Path) -> None:
    """The line of steps says where one is, in words and for screen readers."""
    page = Wizard(folder).to("database").app.get("/install/database")
    assert "Step 4 of 8" in page and re.search(r'aria-current="step"><span>Database', page.text)


def _next(wizard: Wizard, step: str, address: Address | None) -> Wizard:
    if step == STEPS[0]:
        return wizard.to(step)
    before = STEPS[STEPS.index(step) - 1]
    getattr(wizard, before)(*([address] if before == "database" else []))
    return wizard


def _snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (f for f in folder.rglob("*") if f.is_file() and "cache" not in f.parts)
    return {str(f): (f.stat().st_mtime_ns, f.read_bytes()) for f in files}
