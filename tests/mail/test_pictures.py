"""Mails in Chromium at 600 and 390 px; to look at them: `python -m tests.mail.pictures FOLDER`."""

import shutil
from pathlib import Path

import pytest

from tests.mail import pictures


def test_no_mail_is_wider_than_its_window(tmp_path: Path) -> None:
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("Chromium isn't installed")
    assert pictures.main([str(tmp_path), "ticket_received", "z-hostile", "z-right-to-left"]) == 0
    assert len(list(tmp_path.glob("*.png"))) == 12
