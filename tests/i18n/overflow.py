"""Pages in a real browser: what sticks out of them."""

from collections.abc import Iterable, Iterator, Sequence

from playwright.sync_api import Browser

from tests.browser.fixtures import Live
from tests.browser.shelf import Shelf
from tests.i18n.tour import Page
from tests.plugin_skips import thorough

WIDTHS = {1280: 900, 390: 844}  # with their heights
# Elements that reach beyond the window, unless something around them cuts or scrolls on purpose.
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const cut = (node) => {
    for (let around = node.parentElement; around; around = around.parentElement)
      if (getComputedStyle(around).overflowX !== 'visible') return true;
    return getComputedStyle(node).clip !== 'auto';
  };
  const beyond = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && (box.right > wide + 1 || box.left < -1);
  };
  const called = (node) =>
    [node.localName, ...node.classList].join('.') + ' ' + node.textContent.trim().slice(0, 40);
  const found = [...document.body.querySelectorAll('*')].filter((n) => beyond(n) && !cut(n));
  const page = document.documentElement.scrollWidth;
  const first = page > wide ? [`the page is ${page} px wide`] : [];
  return [...first, ...found.slice(0, 4).map(called)];
}"""


def share(pages: Sequence[Page], number: int, of: int) -> Sequence[Page]:
    """The part of the pages that a test looks at; at thorough scale that is all of them."""
    return pages if thorough() else pages[number::of]


def sticking_out(browser: Browser, live: Live, pages: Iterable[Page]) -> Iterator[str]:
    """What doesn't fit, page by page at both widths. The pages are answers that a test client got:
    so errors and forms that came back are looked at as well."""
    context = browser.new_context(base_url=live.url)
    tab = context.new_page()
    shelf = Shelf(live, tab)
    try:
        for name, answer in pages:
            shelf.show(answer)
            for width, height in WIDTHS.items():
                tab.set_viewport_size({"width": width, "height": height})
                for found in tab.evaluate(STICKS_OUT):
                    yield f"{name}, {width} px: {found}"
    finally:
        context.close()
