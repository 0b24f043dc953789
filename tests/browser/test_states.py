"""Forms that came back, errors and the wizard, looked at as the pages are in `test_pictures`.

In a file of its own, so that the two run side by side.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser.fixtures import Live
from tests.browser.looking import Looker
from tests.browser.shelf import Shelf
from tests.browser.watched import watching
from tests.cast import Desk
from tests.i18n import examples
from tests.rules.tree import none_found


@pytest.mark.parametrize("engine", ["sqlite"])
def test_forms_that_came_back_and_errors(browser: Browser, live: Live, desk: Desk) -> None:
    """What can be wrong on every form, every kind of error, and every step of the wizard."""
    looker = Looker("states", every=2)
    with watching(browser, live) as (page, watch):
        shelf = Shelf(live, page)
        for name, answer in examples.shown(desk, "en"):
            if name not in examples.FRAMED:
                shelf.show(answer)
                looker.look(page, name, watch)
    none_found(looker.found)
