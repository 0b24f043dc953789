"""`python3 -m helpdesk COMMAND`: everything that a shell can do with a desk."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

from helpdesk import commands
from helpdesk.errors import HelpdeskError, Invalid
from helpdesk.version import __version__

COMMANDS = {
    "serve": "answer requests, stand-alone, on waitress",
    "install": "install the desk without the wizard",
    "migrate": "bring the tables up to date with the code",
    "check": "look whether server, data folder and database are fit",
    "cron": "do the timed work that is due (call it every minute or five)",
    "backup": "make a backup of everything, or verify one",
    "restore": "bring a backup back, here or on another machine or engine",
    "demo": "fill the desk with demo data, or take it out again",
    "export": "write everything into one file in an open format",
    "import": "take such a file into a desk that is still empty",
    "bench": "measure how fast the desk is on this machine",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 not done, 2 wrongly called."""
    parser = argparse.ArgumentParser("helpdesk", description="A help desk on your own server.")
    parser.add_argument("--version", action="version", version=__version__)
    found = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        one = found.add_parser(name, help=words, description=words)
        one.add_argument("--data", type=Path, help="the data folder (else HELPDESK_DATA)")
        _module(name).arguments(one)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a busy moment is no news
    if chosen.data:
        os.environ["HELPDESK_DATA"] = str(chosen.data.expanduser().resolve())
    try:
        return int(_module(chosen.command).run(chosen) or 0)
    except Invalid as error:
        for field, message in error.errors.items():
            print(f"{field}: {message}" if field else message, file=sys.stderr)
    except HelpdeskError as error:
        print(commands.words(error), file=sys.stderr)
    except BrokenPipeError:
        pass
    return 1


def _module(name: str) -> Any:
    return import_module(f"helpdesk.commands.{name}{'_' if iskeyword(name) else ''}")


if __name__ == "__main__":
    sys.exit(main())
