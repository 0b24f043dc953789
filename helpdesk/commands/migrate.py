"""Bring the tables up to date with the code."""

import argparse

from helpdesk import db, migrations
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the data folder."""


def run(chosen: argparse.Namespace) -> int:
    """Run what is missing, slice by slice."""
    Desk().open()
    with db.connection():
        progress = migrations.progress()
        while not progress.finished:
            progress = migrations.run_slice()
            print(f"{progress.done} of {progress.total}", flush=True)
        if newer := migrations.unknown():
            print("The database is of a newer release: " + ", ".join(newer))
            return 1
    print("The tables are up to date.")
    return 0
