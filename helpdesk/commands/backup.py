"""Make a backup, or say whether one is whole."""

import argparse
import sys
from pathlib import Path

from helpdesk import db
from helpdesk.backup import verifying, writing
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.desk import Desk

SLICE = 5.0  # seconds between two words about how far it is


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and what seals the secret key in it."""
    parser.add_argument("file", type=Path, help="the backup to make; it must not be there yet")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="make none: read this one, and say whether it is whole",
    )
    parser.add_argument("--without-files", action="store_true", help="leave attachments out")
    passphrase_file(parser)


def passphrase_file(parser: argparse.ArgumentParser) -> None:
    """The option that both commands have."""
    parser.add_argument(
        "--passphrase-file", type=Path, help="a file with the passphrase that seals the secret key"
    )


def passphrase(chosen: argparse.Namespace) -> str:
    """What stands in that file. Raises Invalid."""
    if chosen.passphrase_file is None:
        return ""
    try:
        found: str = chosen.passphrase_file.read_text("utf-8").strip("\r\n")
    except (OSError, ValueError) as error:
        raise Invalid({"passphrase-file": str(error)}) from error
    if not found:
        raise Invalid({"passphrase-file": _("The file with the passphrase is empty.")})
    return found


def run(chosen: argparse.Namespace) -> int:
    """Make it while the desk goes on, or read it all."""
    target = chosen.file.expanduser().resolve()
    if chosen.verify:
        found = verifying.verify(target, passphrase(chosen) or None)
        print(
            f"Whole: made {found.when:%Y-%m-%d %H:%M} UTC by version {found.version} "
            f"on {found.engine}{'' if found.with_files else ', without files'}"
            f"{', its secret key is sealed' if found.is_sealed else ''}."
        )
        return 0
    if target.exists():
        raise Invalid({"": _("The file %(file)s is there already.") % {"file": target}})
    _write(target, passphrase(chosen), with_files=not chosen.without_files)
    print(f"Backed up to {target}: {target.stat().st_size:,} bytes.")
    if not chosen.passphrase_file:
        print("It holds the secret key in plain: keep it where only you can read it.")
    return 0


def _write(target: Path, words: str, *, with_files: bool) -> None:
    desk = Desk()
    folder = desk.open().folder
    desk.check_underway()
    checkpoint = None
    with db.connection():
        while True:
            step = writing.slice_of(folder, target, checkpoint, SLICE, words, with_files=with_files)
            checkpoint = step.checkpoint
            if checkpoint is None:
                return
            print(f"{step.done} of {step.total}", file=sys.stderr, flush=True)
