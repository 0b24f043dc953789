"""Looking at a page as a person does: at two widths, in light and dark, and with axe's eyes."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.watched import Watch
from tests.i18n.overflow import STICKS_OUT
from tests.plugin_skips import thorough

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing here needs what axe would load before: style sheets once more, sounds, films.
# The only frames are previews that load nothing, not even axe.
RUN_AXE = (
    f"axe.run({{ runOnly: {RULES}, resultTypes: ['violations'], preload: false, iframes: false }})"
)
HEIGHTS = {1280: 900, 640: 450, 390: 844, 320: 640}  # 640: a window of 1280 px at 200 % zoom
WAYS = ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"))
PICTURES = os.environ.get("HELPDESK_PICTURES", "")
# What sticks to an edge covers a piece of something wherever one has scrolled to, which axe takes
# for a target that is too small. So it stays in its place while axe looks.
UNSTUCK = f"""() => {{
  const stuck = [...document.body.querySelectorAll('*')]
    .filter((node) => getComputedStyle(node).position === 'sticky');
  const place = (position, inset) =>
    stuck.forEach((node) => Object.assign(node.style, {{ position, inset }}));
  place('relative', 'auto');
  return {RUN_AXE}.finally(() => place('', ''));
}}"""
# What the page says its theme is, after the browser has told its scripts what has changed. A page
# that the browser sees no reason to draw has no frames: then a moment will do.
THEME = """new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 200); })
  .then(() => document.documentElement.dataset.bsTheme)"""


class Looker:
    """Looks at pages one by one; `found` collects what is wrong, each with page, width and theme.

    At thorough scale axe looks at each page in all ways. At small scale it looks at each
    `every`-th one in one of them, beginning with the way of number `begin` and going on with
    another one at each; at what sticks out it looks at all widths.
    """

    def __init__(self, folder: str, begin: int = 0, every: int = 1) -> None:
        self.folder = folder
        self.found: list[str] = []
        self._seen, self._every = begin * every, every

    def look(self, page: Page, name: str, watch: Watch) -> None:
        """Look at what the page shows now."""
        ways = self._ways()
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            self._note(f"{name}, {width} px", page.evaluate(STICKS_OUT))
            for theme in [theme for wide, theme in ways if wide == width]:
                _turn(page, theme)
                self._note(f"{name}, {width} px, {theme}", _violations(page))
                self._keep(page, f"{name}-{width}-{theme}")
        self._note(name, watch.found)
        watch.found.clear()

    def pass_by(self) -> None:
        """Leave a page out that isn't there, so that the next one is seen in its own way."""
        self._seen += self._every

    def _ways(self) -> tuple[tuple[int, str], ...]:
        self._seen += 1
        if thorough():
            return WAYS
        way, rest = divmod(self._seen, self._every)
        return () if rest else (WAYS[way % len(WAYS)],)

    def _note(self, where: str, found: Iterable[str]) -> None:
        self.found += [f"{self.folder}, {where}: {text}" for text in found]

    def _keep(self, page: Page, name: str) -> None:
        if PICTURES:
            file = re.sub(r"[^\w]+", "-", name).strip("-")
            page.screenshot(path=Path(PICTURES) / self.folder / f"{file}.png")


def _turn(page: Page, theme: Any) -> None:
    """Let the system be light or dark."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    if page.evaluate(THEME) != theme:  # nearly always it is there: `expect` looks again late
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)


def _violations(page: Page) -> Iterator[str]:
    """What axe-core finds. It comes by the debugger, so the policy doesn't have to let it in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for rule in page.evaluate(UNSTUCK)["violations"]:
        nodes = "; ".join(node["html"][:160] for node in rule["nodes"][:3])
        yield f"axe {rule['id']} ({rule['impact']}): {nodes}"
