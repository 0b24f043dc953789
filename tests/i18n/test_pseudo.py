"""The pseudo language: no text was forgotten, and words 40 % longer than ours break no page."""

import pytest
from playwright.sync_api import Browser

from helpdesk import app, i18n
from helpdesk.settings import REGISTRY
from tests.browser.fixtures import Live
from tests.i18n import examples
from tests.i18n.conftest import Pages
from tests.i18n.overflow import share, sticking_out
from tests.i18n.tour import DATA, EXAMPLES
from tests.i18n.visible import forgotten
from tests.rules.tree import none_found

KNOWN = (*DATA, *REGISTRY["files.types"].default, *i18n.NAMES.values(), "Python", "SQLite", "UTC")


def test_every_route_has_an_example() -> None:
    """Write one in tests/i18n/examples/ for a new page, or say in NO_PAGE what it is instead."""
    routes = {f"{route.method} {route.path}" for route in app.routes()}
    described = {*EXAMPLES, *examples.NO_PAGE}
    none_found(f"{route}: no example" for route in sorted(routes - described))
    none_found(f"{route}: an example of nothing" for route in sorted(described - routes))


@pytest.mark.parametrize("engine", ["sqlite"])
def test_no_text_was_forgotten(pages: Pages) -> None:
    """In the pseudo language each text stands in ⟦ ⟧; what stands outside is data."""
    found: dict[str, str] = {}
    for name, answer in pages(i18n.PSEUDO):
        for text in forgotten(answer.text, KNOWN):
            found.setdefault(text, name)
    none_found(f"{name}: {text}" for text, name in found.items())


@pytest.mark.parametrize("engine", ["sqlite"])
def test_long_words_stay_inside_the_page(browser: Browser, live: Live, pages: Pages) -> None:
    """At 1280 and at 390 px; at small scale on those pages that `test_rtl` leaves out."""
    none_found(sticking_out(browser, live, share(pages(i18n.PSEUDO), 1, 2)))
