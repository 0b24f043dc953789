"""The guard against what sticks out sees it."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser

from tests.browser.fixtures import Live
from tests.i18n.overflow import sticking_out

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
WIDE = '<p id="wide"><svg width="2000" height="9"></svg></p>'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (WIDE, True),
        (f'<div class="overflow-auto">{WIDE}</div>', False),
        ("<p>Short</p>", False),
        ("<p>" + "long" * 200 + "</p>", True),
    ],
)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_guard_itself(
    browser: Browser, live: Live, body: str, found: bool, direction: str
) -> None:
    """What reaches beyond the window is seen on both sides; what scrolls on purpose is let be."""
    sheet = '<link rel="stylesheet" href="/static/vendor/bootstrap/bootstrap.min.css">'
    html = f'<!doctype html><html dir="{direction}"><head>{sheet}</head><body>{body}</body></html>'
    answer = SimpleNamespace(text=html, headers={"Content-Security-Policy": "default-src 'self'"})
    assert bool(list(sticking_out(browser, live, [("a page", answer)]))) == found
