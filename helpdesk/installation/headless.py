"""The whole installation by one call, with the wizard's checks and messages."""

from dataclasses import replace
from pathlib import Path

from helpdesk import config
from helpdesk.config import Config, Database
from helpdesk.db.refused import Refused
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation import database, plan, server_check, state, tables
from helpdesk.installation.state import AlreadyInstalled


def install(
    folder: Path,
    database_url: str,
    url: str,
    title: str,
    language: str,
    timezone: str,
    admin_name: str,
    admin_email: str,
    admin_password: str,
) -> Config:
    """Install a desk into `folder`; an installation that was interrupted is continued.

    Raises AlreadyInstalled, Invalid per field, Refused for the database, Unavailable.
    """
    if config.exists(folder):
        raise AlreadyInstalled
    desk = plan.checked(
        {
            "title": title,
            "url": url,
            "language": language,
            "timezone": timezone,
            "name": admin_name,
            "email": admin_email,
            "password": admin_password,
            "again": admin_password,
        }
    )
    known = _begun(folder)
    _check_server(folder)
    settled = database.settle_address(known, _address(folder, database_url)).database
    state.keep_draft(folder, {}, settled)
    with state.changing(folder) as known:
        known.desk = desk
    return _made(folder)


def _begun(folder: Path) -> state.State:
    try:
        return state.begin(folder)
    except OSError as error:
        raise Refused("folder", server_check.unwritable(folder), str(error)) from error


def _check_server(folder: Path) -> None:
    failed = [item for item in server_check.run(folder, write=True) if item.is_bad]
    if failed:
        words = "\n".join(" ".join(filter(None, (i.title, i.advice, i.command))) for i in failed)
        raise Refused("server", words)


def _address(folder: Path, url: str) -> Database:
    try:
        found = Database.from_url(url or f"sqlite:///{folder / database.FILE}")
    except ValueError as wrong:
        raise Invalid({"database": str(wrong)}) from wrong
    if found.engine == "sqlite":
        if not found.path:
            raise Invalid({"database": _("The address of a SQLite database ends with its path.")})
        return replace(found, path=str(Path(found.path).expanduser().resolve()))
    return found


def _made(folder: Path) -> Config:
    made = None
    while made is None:
        made = tables.advance(folder).made
    return made
