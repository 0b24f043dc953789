"""Where things stand on the disk: the program's folders and the data folder.

The data folder holds everything that belongs to one desk: configuration, SQLite database, files,
log. It is found by `HELPDESK_DATA`, else by looking at the places where `choose` puts it.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
# In a wheel templates and static files lie inside the package, else beside it.
_BESIDE = (ROOT / "admin" / "__init__.py").is_file()
TEMPLATES = (ROOT if _BESIDE else PACKAGE) / "templates"
STATIC = (ROOT if _BESIDE else PACKAGE) / "static"
MIGRATIONS = PACKAGE / "migrations"
LOCALE = PACKAGE / "locale"
CONFIG_NAME = "config.json"
# What hosts call the folder that their web server gives out.
WEB_ROOTS = frozenset({"public_html", "htdocs", "www", "httpdocs", "web", "html"})


def data_folder() -> Path | None:
    """The data folder of this desk, or None where none has been made yet."""
    if named := os.environ.get("HELPDESK_DATA"):
        return Path(named).expanduser().resolve()
    return next((p for p in _candidates() if p.is_dir()), None)


def outside_name() -> str:
    """The data folder's name outside the web root: the same for the same folder of the program."""
    return "helpdesk-data-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def choose(document_root: str = "") -> Iterator[Path]:
    """Where a new data folder may go, the best place first: outside of what the web server gives
    out, else inside the program's folder under a name that nobody can guess."""
    if there := data_folder():
        yield there
        return
    if not _BESIDE:
        yield _candidates()[0]
        return
    above = (web_root(document_root) or ROOT).parent
    if above != Path(above.anchor) and os.access(above, os.W_OK | os.X_OK):
        yield above / outside_name()
    yield ROOT / f"data-{secrets.token_hex(12)}"


def beside() -> bool:
    """Whether the sections stand beside the package, as in a source tree and an upload."""
    return _BESIDE


def web_root(document_root: str = "") -> Path | None:
    """The folder of or above the program that the web server gives out, as far as one can tell."""
    above = (ROOT, *ROOT.parents)
    if document_root and (told := Path(document_root).resolve()) in above:
        return told if told != Path(told.anchor) else None
    # The outermost of several: what lies beside it is outside of all of them.
    return next((p for p in reversed(above) if p.name in WEB_ROOTS), None)


def _candidates() -> list[Path]:
    if not _BESIDE:
        return [Path.home() / ".local" / "share" / "helpdesk"]
    above = [folder / outside_name() for folder in ROOT.parents]
    return [ROOT / "data", *sorted(ROOT.glob("data-*")), *above]
