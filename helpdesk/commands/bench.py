"""Measure how fast the desk is on this machine; made for the source tree."""

import argparse
import importlib
import sys
from typing import Any

from helpdesk import paths
from helpdesk.errors import Unavailable
from helpdesk.i18n import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """How large the desk is, on which database, and where the figures go."""
    parser.add_argument("--tickets", type=int, default=10_000, help="of the demo data (10000)")
    parser.add_argument("--database", default="", help="an empty one, or one of an earlier bench")
    parser.add_argument("--engine", choices=("sqlite", "mariadb"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=60, help="in each of the two runs (60)")
    parser.add_argument("--json", default="", help="a file for the figures, or - for the screen")


def run(chosen: argparse.Namespace) -> int:
    """Find the bench beside the program."""
    return int(_command().run(chosen))


def _command() -> Any:
    if not (paths.ROOT / "bench" / "command.py").is_file():
        raise Unavailable(
            _("The bench isn't part of an installed package; run it in the source tree.")
        )
    if str(paths.ROOT) not in sys.path:
        sys.path.insert(0, str(paths.ROOT))
    return importlib.import_module("bench.command")
