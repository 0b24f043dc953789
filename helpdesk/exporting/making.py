"""Making an export, in slices: what is to be gone on from is a small dictionary.

Tickets come first and whatever they refer to afterwards, so that what is added meanwhile is there.
Tickets are read some at a time, each with all of it at one moment.
"""

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from helpdesk import db, settings
from helpdesk.clock import now
from helpdesk.db import Table
from helpdesk.exporting import lines, readme
from helpdesk.exporting.archive import Archive, Lost, Part
from helpdesk.exporting.files import Copying
from helpdesk.exporting.nouns import BY_NAME, EVENTS, MESSAGES, NOUNS, SETTINGS, TICKETS
from helpdesk.schema import Customer, Event, File, Message, Ticket, is_said
from helpdesk.version import __version__

FORMAT, VERSION = "helpdesk-export", 1
TICKETS_AT_ONCE, MESSAGES_AT_ONCE, ROWS_AT_ONCE = 25, 50, 200
CHUNK = 1 << 20
_TOLD = ("tickets", "messages", "events")  # written side by side
_OTHERS = tuple(n.name for n in NOUNS if n.name not in (*_TOLD, "files"))
STEPS = ("tickets", "events", *_OTHERS, "files", "parts", "end")
Known = dict[str, Any]
TimeIsUp = Callable[[], bool]


@dataclass(frozen=True)
class Wish:
    """What is to be made, and where: `folder` is for what isn't finished yet."""

    folder: Path
    target: Path
    with_passwords: bool = False


def begun(wish: Wish) -> Known:
    """The beginning; what lies in the folder is removed."""
    shutil.rmtree(wish.folder, ignore_errors=True)
    wish.folder.mkdir(mode=0o700, parents=True)
    total = sum(table.select().count() for table in (Ticket, Customer, File))
    made = lines.moment(now())
    return {
        **{"step": 0, "after": 0, "made": made, "parts": {}, "archive": None},
        **{"done": 0, "total": total, "missing": 0},
    }


def advance(wish: Wish, known: Known, time_is_up: TimeIsUp) -> Known | None:
    """Work until the time is up; what to go on from, None when the export is there.

    Raises `archive.Lost` when the folder isn't as it was, OSError when the disk is full.
    """
    looks = itertools.count()

    def is_up() -> bool:
        return next(looks) > 0 and time_is_up()  # however short a slice, something gets done

    while known["step"] < len(STEPS):
        step = STEPS[known["step"]]
        finished = _WORK.get(step, _noun)(wish, known, is_up)
        if not finished:
            return known
        known["step"], known["after"] = known["step"] + 1, 0
        if is_up() and known["step"] < len(STEPS):
            return known
    return None


def _tickets(wish: Wish, known: Known, time_is_up: TimeIsUp) -> bool:
    parts = {name: _part(wish, known, name) for name in _TOLD}
    finished = False
    while not finished and not time_is_up():
        with db.reading():
            ids = _next_ids(Ticket, known["after"], TICKETS_AT_ONCE)
            for name, line in _whole_tickets(ids) if ids else ():
                parts[name].write(lines.encoded(line))
        known["after"] = ids[-1] if ids else known["after"]
        known["done"] += len(ids)
        finished = not ids
    for name, part in parts.items():
        known["parts"][name] = part.pause(end=finished and name != "events")
    return finished


def _whole_tickets(ids: list[int]) -> Iterator[tuple[str, lines.Line]]:
    """Tickets with all that belongs to them; to be read within one transaction."""
    for line in lines.of(TICKETS, _rows(Ticket, ids)):
        yield "tickets", line
    said = Message.select(Message.id).where(db.among(Message.ticket, ids) & is_said())
    said = said.order_by(Message.ticket, Message.position)
    numbers = [number for (number,) in said.tuples()]
    for some in _pieces(numbers, MESSAGES_AT_ONCE):
        by_ticket = Message.select().where(db.among(Message.id, some))
        for line in lines.of(MESSAGES, by_ticket.order_by(Message.ticket, Message.position)):
            yield "messages", line
    happened = Event.select(Event.id).where(db.among(Event.ticket, ids))
    numbers = [n for (n,) in happened.order_by(Event.ticket, Event.position, Event.id).tuples()]
    for some in _pieces(numbers, ROWS_AT_ONCE):
        by_ticket = Event.select().where(db.among(Event.id, some))
        for line in lines.of(EVENTS, by_ticket.order_by(Event.ticket, Event.position, Event.id)):
            yield "events", line


def _events(wish: Wish, known: Known, time_is_up: TimeIsUp) -> bool:
    """What happened to the desk itself, behind the events of tickets."""
    return _written(wish, known, "events", Event.ticket.is_null(), time_is_up)


def _noun(wish: Wish, known: Known, time_is_up: TimeIsUp) -> bool:
    name = STEPS[known["step"]]
    if name != SETTINGS.name:
        return _written(wish, known, name, None, time_is_up)
    part = _part(wish, known, name)
    for line in lines.of_settings(with_passwords=wish.with_passwords):
        part.write(lines.encoded(line))
    known["parts"][name] = part.pause(end=True)
    return True


def _written(wish: Wish, known: Known, name: str, only: Any, time_is_up: TimeIsUp) -> bool:
    """A table's rows by their ids."""
    part, noun, finished = _part(wish, known, name), BY_NAME[name], False
    while not finished and not time_is_up():
        with db.reading():
            ids = _next_ids(noun.table, known["after"], ROWS_AT_ONCE, only)
            rows = _rows(noun.table, ids)
            made = lines.of(noun, rows, with_passwords=wish.with_passwords) if ids else []
        for line in made:
            part.write(lines.encoded(line))
        known["after"] = ids[-1] if ids else known["after"]
        known["done"] += len(ids) if noun.table is Customer else 0
        finished = not ids
    known["parts"][name] = part.pause(end=finished)
    return finished


def _files(wish: Wish, known: Known, time_is_up: TimeIsUp) -> bool:
    """Each content of a file into the archive, and its line."""
    archive, part = _archive(wish, known), _part(wish, known, "files")
    copying = Copying(archive, part, known, time_is_up)
    finished = copying.run()
    known["archive"] = archive.pause()
    known["parts"]["files"] = part.pause(end=finished)
    return finished


def _parts(wish: Wish, known: Known, time_is_up: TimeIsUp) -> bool:
    """Lines into the archive, packed as they are."""
    archive = _archive(wish, known)
    while known["after"] < len(NOUNS) and not time_is_up():
        noun = NOUNS[known["after"]]
        part = known["parts"][noun.name]
        entry = archive.entry or archive.begin(
            noun.file, part["size"], packed=part["length"], crc=part["crc"]
        )
        with (wish.folder / f"{noun.name}.part").open("rb") as file:
            file.seek(entry.written)
            while chunk := file.read(CHUNK):
                archive.write(chunk)
                if time_is_up():
                    break
            else:
                if entry.written < entry.packed:
                    raise Lost(noun.file)
        if entry.written == entry.packed:
            archive.end()
            known["after"] += 1
    known["archive"] = archive.pause()
    return bool(known["after"] == len(NOUNS))


def _end(wish: Wish, known: Known, time_is_up: TimeIsUp) -> bool:
    archive = _archive(wish, known)
    archive.add("README.txt", readme.text().encode())
    archive.add("export.json", (json.dumps(_about(wish, known), indent=2) + "\n").encode())
    archive.finish().replace(wish.target)
    shutil.rmtree(wish.folder, ignore_errors=True)
    return True


def _about(wish: Wish, known: Known) -> dict[str, Any]:
    """The content of export.json."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": known["made"],
        "made_by": f"helpdesk {__version__}",
        "title": settings.get("site.title"),
        "url": settings.get("site.url"),
        "with_passwords": wish.with_passwords,
        "missing_files": known["missing"],
        "lines": {noun.name: known["parts"][noun.name]["lines"] for noun in NOUNS},
    }


def _part(wish: Wish, known: Known, name: str) -> Part:
    return Part(wish.folder / f"{name}.part", known["parts"].get(name))


def _archive(wish: Wish, known: Known) -> Archive:
    made = datetime.strptime(known["made"], "%Y-%m-%dT%H:%M:%S%z")
    return Archive(wish.folder, made, known["archive"])


def _next_ids(table: type[Table], after: int, most: int, only: Any = None) -> list[int]:
    key = table._meta.primary_key
    query = table.select(key).where(key > after)
    query = query.where(only) if only is not None else query
    return [number for (number,) in query.order_by(key).limit(most).tuples()]


def _rows(table: type[Table], ids: list[int]) -> Any:
    key = table._meta.primary_key
    return table.select().where(db.among(key, ids)).order_by(key)


def _pieces(numbers: list[int], most: int) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), most):
        yield numbers[begin : begin + most]


_WORK: dict[str, Callable[[Wish, Known, TimeIsUp], bool]] = {
    "tickets": _tickets,
    "events": _events,
    "files": _files,
    "parts": _parts,
    "end": _end,
}
