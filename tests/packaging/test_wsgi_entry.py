"""The entry for WSGI servers."""

import runpy
from pathlib import Path

import pytest
from webtest import TestApp

from tests.rules.tree import ROOT


def test_wsgi_py_offers_the_desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HELPDESK_DATA", str(tmp_path))
    browser = TestApp(runpy.run_path(str(ROOT / "wsgi.py"))["application"])
    assert browser.get("/", status=303).location.endswith("/install/")
    assert "Set up" in browser.get("/install/").text
