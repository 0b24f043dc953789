"""Do the timed work that is due; made to be called every minute or five."""

import argparse

from helpdesk import beats, reactions, work
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long to work at most."""
    parser.add_argument("--seconds", type=float, default=50.0, help="end after so many seconds")


def run(chosen: argparse.Namespace) -> int:
    """Run due jobs until none is left or the time is up."""
    reactions.register()
    work.run(Desk(), beats.CRON, chosen.seconds)
    return 0
