"""Arabic runs from right to left."""

import pytest
from playwright.sync_api import Browser

from tests.browser.fixtures import Live
from tests.cast import Desk
from tests.i18n import examples
from tests.i18n.conftest import Pages
from tests.i18n.overflow import share, sticking_out
from tests.rules.tree import none_found

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def test_every_page_says_so_and_loads_the_mirrored_style_sheet(pages: Pages) -> None:
    for name, answer in pages("ar"):
        page = answer.html
        assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl"), name
        if name in examples.FRAMED:
            continue
        sheets = [link["href"] for link in page.select("link[rel=stylesheet]")]
        assert any("bootstrap.rtl.min.css" in sheet for sheet in sheets), name
        assert not any("bootstrap.min.css" in sheet for sheet in sheets), name


def test_other_languages_do_not(desk: Desk) -> None:
    page = desk.browser().get("/?lang=uk").html
    assert page.html["dir"] == "ltr"
    assert not page.select("link[href*=rtl]")


def test_nothing_sticks_out(browser: Browser, live: Live, pages: Pages) -> None:
    none_found(sticking_out(browser, live, share(pages("ar"), 0, 2)))
