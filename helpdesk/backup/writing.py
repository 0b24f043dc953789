"""Makes a backup in slices, while the desk is at work.

Each ticket is read with all that hangs on it within one snapshot, so it stands as of one moment;
what it refers to is put beside it, in case that is gone before its own turn. Then large tables by
key. The last snapshot has what is new since, and the small tables whole; then come the files, so
that every one that a row names is there. Whatever was acknowledged before the beginning is in it.

Tables and columns are those of the database: code that is newer than the tables can back them up.
"""

import contextlib
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from helpdesk import config
from helpdesk.backup import archive, files, header, snapshots, tables
from helpdesk.backup.archive import CONFIG, FILES, HEADER, Writer, chained
from helpdesk.backup.snapshots import Part
from helpdesk.backup.tables import TICKET, Shape
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

BUNDLE = 200  # tickets in one snapshot
PAGE = 2000  # rows of a large table in one
SMALL = 1000  # rows up to which a table is read whole at the end
ROUNDS = 5  # times that it runs after what came meanwhile, before it takes the rest at once
OVERLAP = 200  # keys below the last one that are looked at again: they may be given out late


@dataclass(frozen=True)
class Step:
    """How far it is: a checkpoint to go on from, None when all is done; both figures are in steps
    of about the same length."""

    checkpoint: dict[str, Any] | None
    done: int
    total: int


@dataclass
class _State:
    """The checkpoint. `places` holds per table read by key the last one, and the few before it;
    `until` how far this round goes."""

    migrations: list[str]
    stage: str = "tickets"
    offset: int = 0
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    until: dict[str, int] = field(default_factory=dict)
    paged: list[str] = field(default_factory=list)
    members: list[tuple[str, int, int, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    next_ids: dict[str, int] = field(default_factory=dict)
    files: dict[str, Any] = field(
        default_factory=lambda: {
            "count": 0,
            "bytes": 0,
            "chain": "",
            "from": 0,
            "place": "disk",
            "last": "",
        }
    )
    with_files: bool = True
    database_files: bool = True
    rounds: int = 0
    done: int = 0
    total: int = 0


def slice_of(
    folder: Path,
    target: Path,
    checkpoint: dict[str, Any] | None,
    seconds: float,
    passphrase: str = "",
    *,
    with_files: bool = True,
    database_files: bool | None = None,
) -> Step:
    """Work on a backup for about so many seconds; the first call has no checkpoint.

    `database_files`, else `with_files`, says whether those come along that the database keeps.
    Until it is whole its name ends in `.part`. The database has to be connected, and no
    transaction open. Raises Unavailable when disk or database don't let it, and takes the
    unfinished file away with it.
    """
    part = unfinished(target)
    if checkpoint is not None and not part.exists() and target.exists():
        return Step(None, checkpoint["total"], checkpoint["total"])  # killed behind the last step
    try:
        begun = _State([], with_files=with_files)
        begun.database_files = with_files if database_files is None else database_files
        return _slice(folder, target, part, checkpoint, seconds, passphrase, begun)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise Unavailable(
            _("The backup could not be written to “%(folder)s”: %(detail)s.")
            % {"folder": target.parent, "detail": error.strerror or error}
        ) from error


def unfinished(target: Path) -> Path:
    """What an archive is called until it is whole."""
    return target.with_name(f"{target.name}.part")


def _slice(
    folder: Path,
    target: Path,
    part: Path,
    checkpoint: dict[str, Any] | None,
    seconds: float,
    passphrase: str,
    begun: _State,
) -> Step:
    ends, state = time.monotonic() + seconds, _state(checkpoint, part, begun)
    writer = Writer(part, state.offset)
    try:
        work = _Work(folder, writer, state)
        if not state.offset:
            work.begin(passphrase)
        while state.stage != "end":
            getattr(work, state.stage)()
            state.offset = writer.offset
            if time.monotonic() >= ends:
                break
        if state.stage == "end":
            work.end()
        writer.close()
    finally:
        writer.abandon()
    if state.stage != "end":
        return Step(asdict(state), state.done, max(state.total, state.done + 1))
    archive.settle(part, target)
    return Step(None, state.done, state.done)


def _state(checkpoint: dict[str, Any] | None, part: Path, begun: _State) -> _State:
    """Where to go on; from the beginning where the tables, or the file, aren't those any more."""
    there = tables.migrations()
    if checkpoint is not None:
        state = _State(**checkpoint)
        if state.migrations == there and part.exists() and part.stat().st_size >= state.offset:
            return state
    return replace(begun, migrations=there)


class _Work:
    """The stages; each call does a piece of one, and names the next in the state."""

    def __init__(self, folder: Path, writer: Writer, state: _State) -> None:
        self.folder, self.writer, self.state = folder, writer, state
        self.shapes = tables.shapes()
        self.ticket = self.shapes[TICKET]

    def begin(self, passphrase: str) -> None:
        """What the archive is, and what no table holds."""
        state, found = self.state, header.make(passphrase, with_files=self.state.with_files)
        self.writer.add(HEADER, header.as_json(found))
        self._note()
        config_ = config.load(self.folder)
        self.writer.add(CONFIG, header.configuration(config_, found, passphrase))
        self._note()
        state.total = tables.value(f"SELECT COUNT(*) FROM {self.ticket.full}")
        for shape in self.shapes.values():
            if shape.name != TICKET and shape.key and (many := _many(shape)) > SMALL:
                state.paged.append(shape.name)
                state.total += many
        if state.with_files and "file" in self.shapes:
            state.total += tables.value(f"SELECT COUNT(*) FROM {self.shapes['file'].full}")
        self._begin_round()

    def tickets(self) -> None:
        """A bundle of tickets with all that hangs on them."""
        wanted = self._next(self.ticket, "", BUNDLE)
        if wanted:
            with self._part("tickets") as part:
                part.tickets(wanted)
            self._passed(TICKET, wanted)
        if len(wanted) < BUNDLE:
            self.state.stage = "pages"

    def pages(self) -> None:
        """A page of the first large table that has more."""
        for name in self.state.paged:
            shape = self.shapes[name]
            if wanted := self._next(shape, _free(shape), PAGE):
                with self._part(name) as part:
                    part.rows(shape, wanted)
                self._passed(name, wanted)
                return
        # Whatever came meanwhile should be little enough for one snapshot.
        more = snapshots.keys_after(self.ticket, "", self._last(TICKET), BUNDLE)
        again = len(more) == BUNDLE and self.state.rounds < ROUNDS
        self.state.stage = "tickets" if again else "last"
        self._begin_round()

    def last(self) -> None:
        """In one snapshot: new tickets, new rows of large tables, the small tables."""
        state = self.state
        with self._part("last") as part:
            part.tickets(self._new(self.ticket, ""))
            for shape in self.shapes.values():
                if shape.name == TICKET:
                    continue
                if shape.name in state.paged:
                    part.rows(shape, self._new(shape, _free(shape)))
                else:
                    part.all(shape, _free(shape))
            state.next_ids = snapshots.next_ids(self.shapes)
        state.stage = "files" if state.with_files or state.database_files else "end"
        state.files["place"] = "disk" if state.with_files else "database"
        state.files["from"] = self.writer.offset

    def files(self) -> None:
        """Some files after the last one: those on the disk, then those in the database."""
        state = self.state.files
        for count, name in enumerate(files.names(self.folder, state["place"], state["last"])):
            if count == 50:
                return
            self._copy(state["place"], name)
            state["last"] = name
        if state["place"] == "disk" and self.state.database_files:
            state |= {"place": "database", "last": ""}
        else:
            self.state.stage = "end"

    def end(self) -> None:
        """The list of all that has to be there."""
        state, told = self.state, ("count", "bytes", "chain", "from")
        self.writer.end(
            {
                "members": state.members,
                "rows": state.rows,
                "next": state.next_ids,
                "files": {name: state.files[name] for name in told},
            }
        )

    def _copy(self, place: str, name: str) -> None:
        pieces = files.pieces(self.folder, place, name)
        try:
            first = next(pieces, b"")
        except FileNotFoundError:
            return  # swept away meanwhile, so no row uses it
        with self.writer.member(FILES + name) as sink:
            sink.write(first)
            for piece in pieces:
                sink.write(piece)
        entry, state = self.writer.last, self.state.files
        state["chain"] = chained(state["chain"], entry.name, entry.length)
        state["count"] += 1
        state["bytes"] += entry.length
        self.state.done += 1

    def _part(self, what: str) -> "_Noted":
        number = len(self.state.members) - 1
        return _Noted(self, Part(self.writer, f"rows/{number:06}-{what}.jsonl.gz", self.shapes))

    def _note(self) -> None:
        entry = self.writer.last
        self.state.members.append((entry.name, entry.offset, entry.length, entry.sha256))

    def _begin_round(self) -> None:
        """Go as far as the keys of this moment, or a busy desk would keep us for ever."""
        self.state.rounds += 1
        for shape in (self.ticket, *(self.shapes[name] for name in self.state.paged)):
            self.state.until[shape.name] = snapshots.highest(shape)

    def _next(self, shape: Shape, condition: str, most: int) -> list[int]:
        until = f"{tables.quoted(shape.key)} <= {int(self.state.until[shape.name])}"
        where = " AND ".join(filter(None, [until, condition]))
        return snapshots.keys_after(shape, where, self._last(shape.name), most)

    def _last(self, name: str) -> int:
        return int(self.state.places.get(name, {}).get("last", 0))

    def _passed(self, name: str, keys: list[int]) -> None:
        place = self.state.places.setdefault(name, {"last": 0, "recent": []})
        place["last"] = keys[-1]
        place["recent"] = (place["recent"] + keys)[-OVERLAP:]

    def _new(self, shape: Shape, condition: str) -> list[int]:
        """Keys above those that were read, and ones just below that came late."""
        place = self.state.places.get(shape.name, {"last": 0, "recent": []})
        known, least = set(place["recent"]), place["last"] - OVERLAP
        if len(known) == OVERLAP:
            least = max(least, place["recent"][0])
        return [k for k in snapshots.keys_after(shape, condition, least) if k not in known]


class _Noted:
    """Around a part: its snapshot, and what it leaves in the state."""

    def __init__(self, work: _Work, part: Part) -> None:
        self.work, self.part = work, part

    def __enter__(self) -> Part:
        return self.part.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.part.__exit__(*error)
        if error[0] is None:
            state = self.work.state
            for name, many in self.part.counts.items():
                state.rows[name] = state.rows.get(name, 0) + many
                state.done += many if name == TICKET or name in state.paged else 0
            self.work._note()


def _free(shape: Shape) -> str:
    """Rows that don't come with a ticket."""
    return f"{tables.quoted(shape.hangs)} IS NULL" if shape.hangs else ""


def _many(shape: Shape) -> int:
    where = f" WHERE {_free(shape)}" if shape.hangs else ""
    return int(tables.value(f"SELECT COUNT(*) FROM {shape.full}{where}"))
