"""Is this server fit for a desk? Each item that isn't says what to do."""

import contextlib
import os
import secrets
import shlex
import shutil
import stat
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from helpdesk import config, integrity, paths, vendored
from helpdesk.clock import UTC, now
from helpdesk.db import sqlite
from helpdesk.db.refused import Refused
from helpdesk.i18n import _, ngettext
from helpdesk.installation import folder_check, state
from helpdesk.installation.items import BAD, GOOD, WARN, Item
from helpdesk.vendored import MODULES

LEAST_PYTHON = (3, 10)
LEAST_SPACE = 100_000_000  # bytes
SHOWN_FILES = 5
LEAST_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # nobody has had this release before


def run(folder: Path, *, write: bool) -> list[Item]:
    """Look at everything; with `write` the data folder is really written to. Bad items first."""
    items = [_python(), *_upload(), _modules(), _sqlite(), _time_zones()]
    items += [_clock(), _folder(folder, write=write), _space(folder), *_modes(folder)]
    items += folder_check.run(folder, write=write)
    return sorted(items, key=lambda item: (BAD, WARN, GOOD).index(item.how))


def unwritable(folder: Path) -> str:
    """What to do about a data folder that can't be made or written to."""
    return _(
        "The data folder “%(name)s” can't be written to. Make it in your host's file manager "
        "and give the program's user the right to write there."
    ) % {"name": folder.name}


def _python() -> Item:
    found = _("Python %(version)s") % {"version": ".".join(map(str, sys.version_info[:3]))}
    least = ".".join(map(str, LEAST_PYTHON))
    words = _("%(version)s or newer is needed") % {"version": least}
    if sys.version_info[:2] >= LEAST_PYTHON:
        return Item(GOOD, found, words)
    return Item(BAD, found, words, _("Choose a newer Python in your host's panel."))


def _upload() -> Iterator[Item]:
    """Has every file of a release arrived as it was sent?"""
    if not integrity.is_release():
        return
    found = integrity.problems(full=True)
    if not found:
        yield Item(GOOD, _("Every file of the program has arrived"))
        return
    names = ", ".join(problem.path for problem in found[:SHOWN_FILES])
    more = len(found) - SHOWN_FILES
    yield Item(
        BAD,
        ngettext(
            "%(num)d file of the program is missing or damaged",
            "%(num)d files of the program are missing or damaged",
            len(found),
        )
        % {"num": len(found)},
        f"{names} …" if more > 0 else names,
        _(
            "Upload the zip itself and unpack it with your host's file manager, or upload these "
            "files again; in an FTP program choose “binary” as the transfer type."
        ),
    )


def _modules() -> Item:
    missing = [name for name, module in MODULES.items() if not vendored.is_there(module)]
    if missing:
        return Item(
            BAD,
            _("Parts of the program are missing: %(names)s") % {"names": ", ".join(missing)},
            advice=_("Upload the whole folder again, or with a shell:"),
            command="python3 -m pip install -r requirements.txt",
        )
    count = len(MODULES)
    return Item(
        GOOD,
        ngettext("%(num)d module is in place", "All %(num)d modules are in place", count)
        % {"num": count},
    )


def _sqlite() -> Item:
    try:
        found = sqlite.check()
    except Refused as refused:
        return Item(WARN, _("SQLite can't be used here"), advice=refused.message)
    return Item(
        GOOD, _("SQLite %(version)s") % {"version": found.version_text}, _("with full-text search")
    )


def _time_zones() -> Item:
    if len(zoneinfo.available_timezones()) > 100:
        return Item(GOOD, _("Time zones are known"))
    return Item(
        BAD,
        _("Time zones are missing"),
        advice=_("Upload the whole folder again, or with a shell:"),
        command="python3 -m pip install tzdata",
    )


def _clock() -> Item:
    """Certificates, log-ins and the order of what happened depend on it."""
    if now() >= LEAST_MOMENT:
        return Item(GOOD, _("The server’s clock is plausible"))
    return Item(
        BAD,
        _("The server’s clock says %(moment)s") % {"moment": f"{now():%Y-%m-%d %H:%M} UTC"},
        advice=_("That is before this program was made. Ask your host to set the clock."),
    )


def _folder(folder: Path, *, write: bool) -> Item:
    try:
        if write:
            _try_writing(folder)
        elif not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError
    except PermissionError:
        return _unwritable(folder)
    except OSError as error:
        return Item(
            BAD,
            _("The data folder can't hold the desk's files"),
            advice=_(
                "Its file system says: %(detail)s. Put the data folder on another disk, and "
                "name it in HELPDESK_DATA."
            )
            % {"detail": error.strerror or error},
        )
    return Item(GOOD, _("The data folder can be written to"))


def _unwritable(folder: Path) -> Item:
    return Item(
        BAD,
        _("The data folder can't be written to"),
        advice=_(
            "Attachments and the database live there. In your host's file manager, open "
            "“%(name)s”, choose “Permissions” and tick “Write” for the owner. With a shell:"
        )
        % {"name": folder.name},
        command=f"chmod 700 {shlex.quote(str(folder))}",
    )


def _try_writing(folder: Path) -> None:
    """As the configuration is written: a file, and a second name for it."""
    trial = folder / f"trial-{secrets.token_hex(6)}.tmp"
    second = trial.with_suffix(".link")
    try:
        config.write_whole(trial, b"trial")
        os.link(trial, second)
    finally:
        trial.unlink(missing_ok=True)
        second.unlink(missing_ok=True)


def _space(folder: Path) -> Item:
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(folder).free
        words = _space_words(free // 1_000_000)
        if free >= LEAST_SPACE:
            return Item(GOOD, words)
        return Item(
            BAD,
            words,
            _("%(num)d MB are needed") % {"num": LEAST_SPACE // 1_000_000},
            _("Remove what isn't needed any more, or ask your host for more space."),
        )
    return Item(
        WARN,
        _("How much disk space is free can't be seen"),
        advice=_("Look in your host's panel; 100 MB are enough to begin with."),
    )


def _space_words(megabytes: int) -> str:
    if megabytes >= 10_000:
        return _("%(num)d GB of disk space are free") % {"num": megabytes // 1000}
    return _("%(num)d MB of disk space are free") % {"num": megabytes}


def _modes(folder: Path) -> Iterator[Item]:
    """On the systems that have them, only the owner may read secrets."""
    if os.name != "posix":
        return
    open_folder = stat.S_IMODE(folder.stat().st_mode) & 0o007
    names = (state.NAME, state.DRAFT)
    files = [folder / name for name in names if (folder / name).exists()]
    open_files = [f for f in files if stat.S_IMODE(f.stat().st_mode) & 0o077]
    if not open_folder and not open_files:
        yield Item(GOOD, _("Nobody else on this server can read the desk's secrets"))
        return
    first = open_files[0] if open_files else folder
    yield Item(
        WARN,
        _("Others on this server could read the desk's data"),
        advice=_("Take the right away from them, in your host's file manager or with a shell:"),
        command=f"chmod {600 if open_files else 700} {shlex.quote(str(first))}",
    )


def shown(path: Path) -> str:
    """A path as a visitor may see it: from the folder above the program's on, no more."""
    above = paths.ROOT.parent
    if path.is_relative_to(paths.ROOT):
        return f"{path.relative_to(above).as_posix()}"
    return f"…/{'/'.join(path.parts[-2:])}"
