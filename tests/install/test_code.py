"""The set-up code: only who can read the files goes on."""

import json
import time
from pathlib import Path

import pytest

from helpdesk.installation import code, state
from tests.install.wizard import Wizard


@pytest.fixture
def wizard(folder: Path) -> Wizard:
    """Somebody whose files can't be downloaded."""
    return Wizard(folder).to("code")


def test_it_is_made_after_the_check(folder: Path) -> None:
    """And not before; in a file that nobody can guess, for the owner alone."""
    wizard = Wizard(folder).to("check")
    assert not list(folder.glob("setup-code*"))
    wizard.check()
    (file,) = folder.glob("setup-code-*.txt")
    assert len(file.stem) > 30 and file.stat().st_mode & 0o777 == 0o600
    page = wizard.app.get("/install/code")
    assert "setup-code" in page and file.stem not in page and wizard.read_code() not in page


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_case_blanks_and_dashes_do_not_matter(wizard: Wizard, change: object) -> None:
    """It is copied from a file or typed from a sheet of paper."""
    answer = wizard.code(change(wizard.read_code()))  # type: ignore[operator]
    assert answer.location == "/install/licence"
    cookie = next(c for c in answer.headers.getall("Set-Cookie") if c.startswith("hd_setup="))
    for word in ("httponly", "samesite=strict", "path=/install", "max-age=86400"):
        assert word in cookie.lower()


def test_a_wrong_code_is_told_beside_the_field(wizard: Wizard) -> None:
    """An empty one too; nobody gets on."""
    for typed, words in (("", "Enter the code"), ("ABCD-EFGH-JKLM", "This isn't the code")):
        answer = wizard.code(typed)
        assert answer.status_int == 422 and words in answer.html.find(id="f-code-error").text
    assert wizard.place == "code"


def test_ten_tries(wizard: Wizard, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it waits fifteen minutes, whatever is typed and by whomever."""
    for _try in range(code.TRIES):
        answer = wizard.code("ABCD-EFGH-JKLM")
    assert "Too many wrong codes" in answer.text and "15 minutes" in answer.text
    stranger = Wizard(folder)
    assert "Too many wrong codes" in stranger.code().text
    later = time.time() + code.LOCKED_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert stranger.code().status_int == 303


def test_a_forged_cookie_opens_nothing(wizard: Wizard) -> None:
    """Nor one of another desk, nor the one of the last page."""
    wizard.code()
    value = wizard.app.cookies["hd_setup"]
    for forged in ("", "code", value[:-2] + "xx", value.swapcase()):
        wizard.app.reset()
        wizard.app.set_cookie("hd_setup", forged)
        assert wizard.app.get("/install/licence").location == "/install/code"


def test_the_printed_code(folder: Path) -> None:
    """Stand-alone: the printed address fills the field in, and nothing is written by opening it."""
    printed = state.standalone_code(folder)
    assert printed not in (folder / state.NAME).read_text()
    wizard = Wizard(folder)
    first = wizard.app.get(f"/install/?code={printed}")
    page = first.follow()
    assert page.request.path == "/install/check"
    page.form["findings"] = json.dumps(wizard.findings())
    page = page.form.submit("action", value="try").follow()
    assert page.form["code"].value == printed
    assert page.form.submit().location == "/install/licence"
    assert Wizard(folder).code().status_int == 303  # the file's code works as well


def test_each_start_prints_a_new_one(folder: Path) -> None:
    """An old terminal's text is worth nothing."""
    old, new = state.standalone_code(folder), state.standalone_code(folder)
    Wizard(folder).check()
    assert Wizard(folder).code(old).status_int == 422
    assert Wizard(folder).code(new).status_int == 303
