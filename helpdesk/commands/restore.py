"""Bring a backup back: into an empty data folder, or in place of what a desk holds now."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from helpdesk import paths
from helpdesk.backup import returning, verifying
from helpdesk.commands.backup import passphrase, passphrase_file
from helpdesk.config import Database
from helpdesk.db.refused import Refused
from helpdesk.errors import Invalid, Unavailable
from helpdesk.i18n import _

SLICE = 5.0  # seconds between two words about how far it is


def arguments(parser: argparse.ArgumentParser) -> None:
    """From which file, and where to."""
    parser.add_argument(
        "file", type=Path, nargs="?", help="the backup; without it one that was begun goes on"
    )
    parser.add_argument(
        "--database",
        default="",
        help="where to: sqlite:///PATH or mysql://user:password@host:port/name; "
        "else beside what the desk has now",
    )
    passphrase_file(parser)


def run(chosen: argparse.Namespace) -> int:
    """Verify it, fill new tables, and go over to them at the end; a desk is shut meanwhile."""
    folder = paths.data_folder() or paths.ROOT / "data"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["HELPDESK_DATA"] = str(folder)
    if returning.progress(folder) is None:
        _begin(chosen, folder)
    while (now := returning.advance(folder, SLICE)) is not None:
        print(f"{now.percent} %", file=sys.stderr, flush=True)
    ended = returning.outcome(folder)
    if ended is None or ended.why:
        raise Unavailable(ended.why if ended else _("The restoring has ended, nobody knows how."))
    print("Restored.")
    if ended.old is not None:
        print(f"The data from before is still there: {ended.old.url()}")
    return 0


def _begin(chosen: argparse.Namespace, folder: Path) -> None:
    if chosen.file is None:
        raise Invalid({"file": _("Name the backup.")})
    archive, words = chosen.file.expanduser().resolve(), passphrase(chosen)
    verifying.verify(archive, words)
    into = _address(chosen.database) if chosen.database else None
    returning.begin(folder, archive, words, into)


def _address(url: str) -> Database:
    try:
        found = Database.from_url(url)
    except ValueError as wrong:
        raise Invalid({"database": str(wrong)}) from wrong
    if found.engine == "sqlite":
        return replace(found, path=str(Path(found.path).expanduser().resolve()))
    from helpdesk.db import mysql
    from helpdesk.db.mysql.address import connect_arguments, of

    try:
        mysql.check_rights(connect_arguments(of(found)), found.prefix)
    except Refused as refused:
        raise Unavailable(refused.message) from refused
    return found
