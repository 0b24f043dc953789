"""Take an export, in the format of docs/export.md, into a desk that is new and empty."""

import argparse
from pathlib import Path

from helpdesk import importing, jobs, reactions, search
from helpdesk.db import connection
from helpdesk.importing import Report
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and whether to look only."""
    parser.add_argument("file", type=Path, help="the zip archive that the export command made")
    parser.add_argument(
        "--rehearse", action="store_true", help="only say what would be made and what doesn't fit"
    )


def run(chosen: argparse.Namespace) -> int:
    """Import it, or say why not; 1 when something doesn't fit."""
    reactions.register()
    desk = Desk()
    desk.open()
    desk.check_underway()
    with connection():
        desk.check_tables()
        found = importing.take(chosen.file.expanduser(), rehearse=chosen.rehearse, tell=_tell)
        _print(found)
        if found.problem_count:
            print(f"Nothing is imported: {found.problem_count} things don't fit.")
            return 1
        if chosen.rehearse:
            print("All of it fits. Nothing is imported yet: run it again without --rehearse.")
            return 0
        _index()
    print("Everything is imported. Sign in as the one who installed this desk.")
    if not found.about.get("with_passwords"):
        print("The others have no passwords here: they use “Forgot your password?” once.")
    return 0


def _print(found: Report) -> None:
    print(f"From {found.about.get('url')}, made at {found.about.get('made_at')}:")
    for name, count in found.counts.items():
        print(f"  {name}: {count}")
    for words in found.notes:
        print(f"note: {words}")
    for words in found.problems:
        print(f"doesn't fit: {words}")


def _index() -> None:
    """The search, until it is whole; a desk that is served meanwhile takes part."""
    job = search.rebuild()
    while (mine := jobs.claim(name=job.name)) is not None:
        jobs.run(mine)


def _tell(file: str, lines: int) -> None:
    print(f"{file}: {lines}", flush=True)
