"""How much is there: the database and its tables, the data folder, free space, and who may read."""

import os
import shlex
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee

from helpdesk import paths
from helpdesk.db import size
from helpdesk.diagnostics.facts import BAD, GOOD, PLAIN, WARN, Around, Fact
from helpdesk.i18n import _
from helpdesk.installation import folder_check
from helpdesk.schema import Customer, Event, File, Job, Message, Outbox, Ticket

LEAST_SPACE, LITTLE_SPACE = 100_000_000, 1_000_000_000  # bytes


def facts(around: Around) -> Iterator[Fact]:
    """From the database outwards."""
    yield _database()
    yield Fact(_("Rows, about"), ", ".join(f"{name} {count:,}" for name, count in _rows()))
    held, is_whole = around.size
    words = filesize(held) if is_whole else _("more than %(size)s") % {"size": filesize(held)}
    yield Fact(_("Data folder"), words)
    yield _free(around.folder)
    yield _writable(around.folder)
    yield from _modes(around.folder)
    for item in folder_check.owners(around.folder):
        how = {"good": GOOD, "warn": WARN, "bad": BAD}[item.how]
        yield Fact(item.title, "", how, item.advice, item.command)


def _free(folder: Path) -> Fact:
    """What is free on the data folder's disk."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Fact(_("Free disk space"), _("can’t be seen"), PLAIN)
    advice = _("Remove what isn’t needed any more, or ask your host for more space.")
    if free < LEAST_SPACE:
        return Fact(_("Free disk space"), filesize(free), BAD, advice)
    how = WARN if free < LITTLE_SPACE else GOOD
    return Fact(_("Free disk space"), filesize(free), how, advice if how == WARN else "")


def filesize(count: int) -> str:
    """Bytes in the unit that people read."""
    for unit, words in ((10**9, _("%(num)s GB")), (10**6, _("%(num)s MB"))):
        if count >= unit:
            return words % {"num": f"{count / unit:.1f}"}
    return _("%(num)s KB") % {"num": f"{count / 1000:.0f}"}


def _database() -> Fact:
    try:
        taken = size.measured()
    except peewee.PeeweeException:  # some hosts don't let one ask
        taken = None
    words = _("can’t be seen") if taken is None else filesize(taken)
    return Fact(_("Size of the database"), words)


def _rows() -> Iterator[tuple[str, int]]:
    """The highest number that was given out: exact counts take as long as there are rows."""
    named: list[tuple[str, Any]] = [
        (_("tickets"), Ticket),
        (_("messages"), Message),
        (_("customers"), Customer),
        (_("files"), File),
        (_("events"), Event),
        (_("mails"), Outbox),
        (_("jobs"), Job),
    ]
    for words, table in named:
        yield words, int(table.select(peewee.fn.MAX(table.id)).scalar() or 0)


def _writable(folder: Path) -> Fact:
    if os.access(folder, os.W_OK | os.X_OK):
        return Fact(_("Data folder can be written to"), _("yes"), GOOD)
    return Fact(
        _("Data folder can be written to"),
        _("no"),
        BAD,
        _("In your host’s file manager, give the program’s user the right to write there:"),
        f"chmod 700 {shlex.quote(str(folder))}",
    )


def _modes(folder: Path) -> Iterator[Fact]:
    """On the systems that have them, only the owner may read secrets."""
    if os.name != "posix":
        return
    named = [
        (_("Rights of the data folder"), folder, 0o007, "700"),
        (_("Rights of the configuration"), folder / paths.CONFIG_NAME, 0o077, "600"),
    ]
    for title, path, open_to_others, right in named:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            yield Fact(title, _("can’t be seen"), WARN)
            continue
        if not mode & open_to_others:
            yield Fact(title, f"{mode:o}", GOOD)
            continue
        advice = _("Others on this server could read it. Take the right away from them:")
        yield Fact(title, f"{mode:o}", WARN, advice, f"chmod {right} {shlex.quote(str(path))}")
