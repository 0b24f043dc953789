"""Write everything that the desk knows into one file, in the format of docs/export.md."""

import argparse
from pathlib import Path

from helpdesk import exporting
from helpdesk.db import connection
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and with what."""
    parser.add_argument("file", type=Path, help="the zip archive to make; it must not be there yet")
    parser.add_argument(
        "--with-passwords",
        action="store_true",
        help="also the hashes of people's passwords, and passwords in the settings in plain",
    )


def run(chosen: argparse.Namespace) -> int:
    """Make it; the desk goes on meanwhile."""
    target = chosen.file.expanduser().resolve()
    if target.exists():
        raise Invalid({"": _("The file %(file)s is there already.") % {"file": target}})
    desk = Desk()
    desk.open()
    desk.check_underway()
    with connection():
        desk.check_tables()
        exporting.to_file(target, with_passwords=chosen.with_passwords, tell=_tell)
    print(f"Everything is in {target}: {target.stat().st_size:,} bytes.")
    if chosen.with_passwords:
        print("It holds passwords: keep it where only you can read it.")
    return 0


def _tell(done: int, total: int) -> None:
    print(f"{done} of {total}", flush=True)
