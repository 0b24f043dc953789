"""Can data or configuration be downloaded? The visitor's browser tries, and the server itself.

The wizard goes on only when nothing can, or when a person has looked by hand. The addresses are
worked out from where the files lie below the program's folder, which the desk's own address leads
to, and below the server's document root. A folder outside both has no address.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from helpdesk import paths
from helpdesk.installation import code, state
from helpdesk.installation.state import BY_HAND, EXPOSED, SAFE, UNKNOWN, State

SERVED, HIDDEN = "served", "hidden"  # what a try of one address found; anything else is unknown
# Of the program: what no server should give out. Those that aren't there are left out.
_PROGRAM = ("setup.cfg", "helpdesk/paths.py", "templates/layout/base.html", ".git/HEAD")
_CONTROL = "css/tokens.css"  # must be served: proof that a try finds what is there
_MARK_LENGTH = 80
# Stands at the end of the desk's address where a server ignores .htaccess.
_ENTRY = re.compile(r"/index\.f?cgi$")


@dataclass(frozen=True)
class Target:
    """An address from the site's root on, and a mark that is in the file behind it."""

    address: str
    mark: str
    is_control: bool = False

    @property
    def encoded(self) -> str:
        """The mark in base64: as it is, it would also be found in the page that carries it."""
        return base64.b64encode(self.mark.encode()).decode()


def targets(folder: Path, known: State, base: str, document_root: str = "") -> list[Target]:
    """What the wizard tries, and one file that must be found."""
    return targets_of(folder, {**known.probes, state.NAME: known.installation}, base, document_root)


def targets_of(
    folder: Path, marks: Mapping[str, str], base: str, document_root: str = ""
) -> list[Target]:
    """The same for files of the data folder, by name, each with a mark that is in it."""
    base = _ENTRY.sub("", base)
    found = [Target(f"{base}/static/{_CONTROL}", _mark(paths.STATIC / _CONTROL), True)]
    for name, mark in marks.items():
        found += (Target(a, mark) for a in _addresses(folder / name, base, document_root))
    for name in _PROGRAM:
        file = paths.ROOT / name
        if file.is_file():
            found += (Target(a, _mark(file)) for a in _addresses(file, base, document_root))
    return found


def has_address(folder: Path, base: str, document_root: str = "") -> bool:
    """Whether the data folder lies where a browser could ask for it."""
    return any(_addresses(folder / state.NAME, _ENTRY.sub("", base), document_root))


def record(
    folder: Path,
    tried: list[Target],
    browser: Mapping[str, str],
    server: Mapping[str, str],
    *,
    server_counts: bool,
) -> str:
    """Judge the findings and keep the outcome; a code that may have leaked is withdrawn."""
    safety, exposed = judged(tried, browser, server, server_counts=server_counts)
    with state.changing(folder) as known:
        known.safety = safety
        known.exposed = exposed
        known.tried = sum(not each.is_control for each in tried)
        if exposed:
            code.withdraw(folder, known)
        return known.safety


def judged(
    tried: list[Target],
    browser: Mapping[str, str],
    server: Mapping[str, str],
    *,
    server_counts: bool,
) -> tuple[str, list[str]]:
    """Safe, exposed or unknown, and the addresses that gave a file away."""
    exposed = sorted(
        {
            each.address
            for each in tried
            if not each.is_control
            and SERVED in (browser.get(each.address), server.get(each.address))
        }
    )
    safe = _proved(tried, browser) or (server_counts and _proved(tried, server))
    return EXPOSED if exposed else SAFE if safe else UNKNOWN, exposed


def confirm_by_hand(folder: Path) -> bool:
    """A person says that they have looked; counts only where the desk itself couldn't tell."""
    with state.changing(folder) as known:
        if known.safety == UNKNOWN:
            known.safety = BY_HAND
        return known.is_safe


def findings(text: str) -> dict[str, str]:
    """What a browser reports, as it came over the wire; nonsense counts as nothing."""
    try:
        raw = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in raw.items()} if isinstance(raw, dict) else {}


def _proved(tried: list[Target], results: Mapping[str, str]) -> bool:
    return all(results.get(t.address) == (SERVED if t.is_control else HIDDEN) for t in tried)


def _addresses(file: Path, base: str, document_root: str) -> list[str]:
    """Where a file would be, if the server gave it out."""
    found = dict.fromkeys(_below_base(file, base))
    root = Path(document_root).resolve() if document_root else None
    if root and root != Path(root.anchor) and file.is_relative_to(root):
        found[_address("", file, root)] = None
    return list(found)


def _below_base(file: Path, base: str) -> Iterator[str]:
    # "/shop/helpdesk" leads to the program's folder, so "/shop" leads to the one above it, as long
    # as the folders are called like the parts of the address.
    here, path = paths.ROOT, base
    while not file.is_relative_to(here):
        above, _slash, name = path.rpartition("/")
        if not path or name != here.name:
            return
        here, path = here.parent, above
    yield _address(path, file, here)


def _address(prefix: str, file: Path, folder: Path) -> str:
    return f"{prefix}/{quote(file.relative_to(folder).as_posix())}"


def _mark(file: Path) -> str:
    lines = file.read_text("utf-8", "replace").splitlines()[:12]
    return max(lines, key=len, default="").strip()[:_MARK_LENGTH]
