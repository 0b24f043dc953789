"""Bring the tables up to date with the code."""

import argparse

from helpdesk import db, migrations
from helpdesk.errors import Unavailable
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the data folder."""


def run(chosen: argparse.Namespace) -> int:
    """Run what is missing, slice by slice."""
    Desk().open()
    with db.connection():
        progress = migrations.progress()
        if not progress.done:
            raise Unavailable("The database holds no desk: restore a backup, or install anew.")
        if progress.newer:
            newer = ", ".join(progress.newer)
            raise Unavailable(f"The database is of a newer release than the program: {newer}")
        while not progress.finished:
            progress = migrations.run_slice()
            print(f"{progress.done} of {progress.total}", flush=True)
    print("The tables are up to date.")
    return 0
