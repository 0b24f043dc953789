"""Where things stand on the disk: the program's folders and the data folder.

The data folder holds everything that belongs to one desk: configuration, SQLite database, files,
log. It is found by `HELPDESK_DATA`, else by looking at the places where `choose` puts it.
"""

import hashlib
import os
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


def data_folder() -> Path | None:
    """The data folder of this desk, or None where none has been made yet."""
    if named := os.environ.get("HELPDESK_DATA"):
        return Path(named).expanduser().resolve()
    return next((p for p in _candidates() if p.is_dir()), None)


def outside_name() -> str:
    """The data folder's name outside the web root: the same for the same folder of the program."""
    return "helpdesk-data-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def _candidates() -> list[Path]:
    if not _BESIDE:
        return [Path.home() / ".local" / "share" / "helpdesk"]
    above = [folder / outside_name() for folder in ROOT.parents]
    return [ROOT / "data", *sorted(ROOT.glob("data-*")), *above]
