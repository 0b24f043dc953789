"""Mails in Chromium at 600 and 390 px; to look at them: `python -m tests.mail.pictures FOLDER`."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.mail import pictures


def test_no_mail_is_wider_than_its_window(browser: Browser, tmp_path: Path) -> None:
    wanted = ["ticket_received", "z-hostile", "z-right-to-left"]
    assert pictures.taken(browser, tmp_path, wanted) == []
    assert len(list(tmp_path.glob("*.png"))) == 12
