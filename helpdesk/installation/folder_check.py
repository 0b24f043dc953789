"""Does the data folder lock, and does everything in it belong to the one who works with it?"""

import os
import secrets
import shlex
from collections.abc import Iterator
from pathlib import Path

from helpdesk import lock
from helpdesk.i18n import _, ngettext
from helpdesk.installation.items import BAD, GOOD, WARN, Item

LOOKED_AT = 20_000  # files and folders; more would take longer than a page may
_CACHES = {"cache"}  # made again, and of no use to anybody else


def run(folder: Path, *, write: bool) -> list[Item]:
    """Both; with `write` a lock is really tried."""
    items = [_locks(folder)] if write else []
    return [*items, *owners(folder)]


def owners(folder: Path) -> Iterator[Item]:
    """A command that was run as another user, often root, leaves files that the web server can't
    change; nothing to say on systems without owners."""
    if os.name != "posix" or not folder.is_dir():
        return
    strange = list(_strange(folder))
    if not strange:
        yield Item(GOOD, _("Everything in the data folder belongs to its owner"))
        return
    is_bad = any(not os.access(path, os.W_OK) for path in strange)
    owner = folder.stat().st_uid
    words = ngettext(
        "%(num)d file in the data folder belongs to somebody else",
        "%(num)d files in the data folder belong to somebody else",
        len(strange),
    )
    yield Item(
        BAD if is_bad else WARN,
        words % {"num": len(strange)},
        _("“%(name)s”, for one") % {"name": strange[0].relative_to(folder)},
        _(
            "A command was run as another user, and what it made can’t be changed by the web "
            "server. Give all of it to the owner of the folder, as root:"
        ),
        f"chown -R {_name(owner)}: {shlex.quote(str(folder))}",
    )


def _strange(folder: Path) -> Iterator[Path]:
    """What has another owner than the folder and isn't for everybody who works with it."""
    owner, left, is_root = folder.stat().st_uid, LOOKED_AT, os.geteuid() == 0
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _CACHES]
        for name in (*folders, *files):
            path = Path(place, name)
            try:
                # Root may do everything, so that only the owner tells who else may.
                if path.lstat().st_uid != owner and (is_root or not os.access(path, os.W_OK)):
                    yield path
            except FileNotFoundError:
                continue
            left -= 1
            if not left:
                return


def _name(owner: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:  # in a container, or from another machine
        return str(owner)


def _locks(folder: Path) -> Item:
    trial = folder / f"trial-{secrets.token_hex(6)}.lock"
    try:
        with lock.held(trial, wait=0), lock.held(trial, wait=0) as second:
            if not second:
                return Item(GOOD, _("Files in the data folder can be locked"))
            said = _("two had it at once")
    except OSError as error:
        if isinstance(error, PermissionError):
            return Item(GOOD, _("Files in the data folder can be locked"))  # told by another item
        said = str(error.strerror or error)
    finally:
        trial.unlink(missing_ok=True)
    return Item(
        BAD,
        _("Files in the data folder can’t be locked"),
        said,
        _(
            "Its file system, often a network’s, can’t keep two processes apart. Put the data "
            "folder on a disk of this server, and name it in HELPDESK_DATA."
        ),
    )
