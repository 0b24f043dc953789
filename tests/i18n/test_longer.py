"""Words 40 % longer than the English ones break no page."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser

from helpdesk import i18n
from tests.browser.fixtures import Live
from tests.cast import Desk
from tests.i18n import examples
from tests.i18n.overflow import sticking_out
from tests.rules.tree import none_found

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
WIDE = '<p id="wide"><svg width="2000" height="9"></svg></p>'


def test_long_words_stay_inside_the_page(browser: Browser, live: Live, desk: Desk) -> None:
    """At 1280 and at 390 px, on every page."""
    none_found(sticking_out(browser, live, examples.shown(desk, i18n.PSEUDO)))


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
