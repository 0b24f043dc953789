"""Install the desk without the wizard."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from helpdesk import paths
from helpdesk.installation import headless


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the wizard would ask for."""
    parser.add_argument(
        "--database", default="", help="sqlite:///PATH or mysql://user:password@host:port/name"
    )
    parser.add_argument(
        "--url", required=True, help="where the desk is reached: https://example.com/helpdesk"
    )
    parser.add_argument("--title", default="Help desk")
    parser.add_argument("--language", default="en")
    parser.add_argument("--timezone", default="UTC")
    parser.add_argument("--admin-name", required=True)
    parser.add_argument("--admin-email", required=True)
    parser.add_argument(
        "--admin-password-file", type=Path, help="a file with the password; else it is asked for"
    )


def run(chosen: argparse.Namespace) -> int:
    """Check everything, make the tables, write the first rows."""
    folder = paths.data_folder() or paths.ROOT / "data"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["HELPDESK_DATA"] = str(folder)
    if chosen.admin_password_file:
        password = chosen.admin_password_file.read_text("utf-8").strip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password of the administrator: ")
    else:
        password = sys.stdin.readline().strip("\r\n")
    headless.install(
        folder,
        database_url=chosen.database or f"sqlite:///{folder / 'helpdesk.sqlite3'}",
        url=chosen.url,
        title=chosen.title,
        language=chosen.language,
        timezone=chosen.timezone,
        admin_name=chosen.admin_name,
        admin_email=chosen.admin_email,
        admin_password=password,
    )
    print(f"Installed. The panel is at {chosen.url.rstrip('/')}/admin/")
    return 0
