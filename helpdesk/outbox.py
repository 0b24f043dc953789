"""What goes out (mail, webhooks): rows written in the transaction, sent after the commit.

A kind of delivery registers a transport with `carry`. Rows of a kind that has none, or whose
transport isn't ready, wait. Rows of one ticket to one recipient leave in order; what fails is tried
again with growing delay, and what can't be delivered stays for a person to look at.
"""

import json
import secrets
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from peewee import fn

from helpdesk import db, jobs
from helpdesk.clock import now
from helpdesk.errors import Unavailable
from helpdesk.jobs import Slice, job
from helpdesk.schema import Outbox, Ticket

CLAIM = 120  # seconds
TRY_PAUSE = 30.0  # seconds, doubled with each try
TRIES = 12  # then it waits for a person: about two days
PAUSE_LEAST, PAUSE_MOST = 5.0, 300.0  # seconds without a try while nothing of a kind gets through
KEPT_SENT, KEPT_OTHERS = timedelta(days=30), timedelta(days=180)
Deliver = Callable[[Outbox], None]


class Later(Exception):
    """Not now: this row is tried again with growing delay."""


class Blocked(Later):
    """Nothing of this kind gets through now: the other rows needn't be tried for a while."""


class Refused(Exception):
    """Not ever, unless a person changes something."""


class Expired(Exception):
    """Due for so long that it would only surprise."""


@dataclass(frozen=True)
class Transport:
    """How a kind is delivered: `deliver` raises when it could not, `finish` ends a run, `failed`
    hears of a row that is given up, in the transaction that notes it."""

    deliver: Deliver
    ready: Callable[[], bool]
    finish: Callable[[], None]
    failed: Callable[[Outbox, str], None]


@dataclass(frozen=True)
class Parcel:
    """A row to write."""

    recipient: str
    payload: Any
    ticket: Ticket | None = None
    position: int = 0
    message: int | None = None
    due: datetime | None = None


Outcome = tuple[str, dict[str, Any]]  # whose claim it was, what is to be noted
_transports: dict[str, Transport] = {}
_owed: dict[int, Outcome] = {}  # what became of rows while the database was away
_pauses: dict[str, tuple[float, float]] = {}  # kind: until when (monotonic), how long it is


def carry(
    kind: str,
    deliver: Deliver,
    *,
    ready: Callable[[], bool] = lambda: True,
    finish: Callable[[], None] = lambda: None,
    failed: Callable[[Outbox, str], None] = lambda row, words: None,
) -> None:
    """Name the functions that deliver rows of a kind."""
    _transports[kind] = Transport(deliver, ready, finish, failed)


def put(
    kind: str, recipient: str, payload: Any, *, ticket: Ticket | None = None, position: int = 0
) -> None:
    """Write a row in the caller's transaction."""
    put_all(kind, [Parcel(recipient, payload, ticket, position)])


def put_all(kind: str, parcels: Iterable[Parcel]) -> None:
    """Write rows in the caller's transaction; one query."""
    rows = [
        {
            "kind": kind,
            "recipient": parcel.recipient,
            "payload": json.dumps(parcel.payload, ensure_ascii=False),
            "ticket": parcel.ticket.id if parcel.ticket else None,
            "position": parcel.position,
            "message": parcel.message,
            "due": parcel.due or now(),
        }
        for parcel in parcels
    ]
    if rows:
        Outbox.insert_many(rows).execute()


def withdraw(message: int) -> int:
    """Take back what hasn't left yet of a message; returns how many rows it were."""
    waiting = (Outbox.message == message) & (Outbox.state == "waiting") & _free()
    return int(Outbox.delete().where(waiting).execute())


def withdraw_from(ticket: int, recipient: str) -> int:
    """The same for what is on its way to one recipient about a ticket."""
    waiting = (Outbox.ticket == ticket) & (Outbox.recipient == recipient)
    waiting &= (Outbox.state == "waiting") & _free()
    return int(Outbox.delete().where(waiting).execute())


def hold(ticket: int) -> int:
    """Keep what hasn't left yet of a ticket from leaving; returns how many rows it were."""
    waiting = (Outbox.ticket == ticket) & (Outbox.state == "waiting") & _free()
    return int(Outbox.update(state="held").where(waiting).execute())


def release(ticket: int) -> int:
    """Let what was held of a ticket leave after all."""
    held = (Outbox.ticket == ticket) & (Outbox.state == "held")
    return int(Outbox.update(state="waiting").where(held).execute())


def send_again(number: int) -> bool:
    """Let a row that was given up wait anew, from its first try on; whether it was one."""
    given_up = (Outbox.id == number) & Outbox.state.in_(("failed", "expired"))
    changes = {"state": "waiting", "due": now(), "attempts": 0, "error": ""}
    _pauses.clear()
    return bool(Outbox.update(**changes).where(given_up).execute() == 1)


def sweep(limit: int = 1000) -> int:
    """Remove rows that have served; returns how many went."""
    sent = (Outbox.state == "sent") & (Outbox.sent < now() - KEPT_SENT)
    others = Outbox.state.in_(("failed", "expired")) & (Outbox.due < now() - KEPT_OTHERS)
    ids = [row.id for where in (sent, others) for row in _ids(where, limit)]
    return int(Outbox.delete().where(Outbox.id.in_(ids)).execute()) if ids else 0


@job("outbox.deliver", every=timedelta(seconds=5))
def deliver(piece: Slice) -> str | None:
    """Send what is due until the time is up; goes on at once when more is left."""
    _note_owed()
    kinds = {kind for kind, transport in _transports.items() if transport.ready()}
    kinds -= {kind for kind, (until, _long) in _pauses.items() if until > time.monotonic()}
    try:
        while kinds and (row := claim(kinds=kinds)) is not None:
            if not _send(row):
                kinds.discard(row.kind)
            if piece.time_is_up():
                return "more"
    finally:
        for kind in list(_transports):
            _transports[kind].finish()
    return None


def claim(owner: str = "", kinds: Collection[str] | None = None) -> Outbox | None:
    """Take the next due row: the conditional UPDATE must change exactly one."""
    owner = owner or secrets.token_hex(8)
    kinds = list(_transports) if kinds is None else list(kinds)
    if not kinds:
        return None
    # As a list: on SQLite rows that are still being read keep this connection in the past, and
    # beginning to write from there fails at once when somebody else has written.
    for row in list(_claimable(kinds).order_by(Outbox.due, Outbox.id).limit(20)):
        if db.retried(partial(_take, row.id, owner)):
            mine: Outbox = Outbox.get_by_id(row.id)
            return mine
    return None


def _take(number: int, owner: str) -> bool:
    until = now() + timedelta(seconds=CLAIM)
    with db.transaction():
        claim = Outbox.update(claimed_by=owner, claimed_until=until)
        free = (Outbox.id == number) & (Outbox.state == "waiting") & _free()
        return bool(claim.where(free).execute() == 1)


def _send(row: Outbox) -> bool:
    """Deliver a claimed row and note what became of it; False when its kind is blocked."""
    blocked = False
    try:
        _transports[row.kind].deliver(row)
    except Refused as error:
        _give_up(row, str(error), attempts=row.attempts + 1)
    except Expired as error:
        _settle(row, state="expired", error=str(error)[:4000])
    except Exception as error:
        blocked = isinstance(error, Blocked)
        pause = jobs.AWAY_PAUSE if db.went_away(error) else TRY_PAUSE
        _try_again(row, str(error) if isinstance(error, Later) else _raw(error), pause)
    else:
        _settle(row, state="sent", sent=now(), error="")
    _pause(row.kind, blocked)
    return not blocked


def _raw(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _try_again(row: Outbox, words: str, pause: float) -> None:
    attempts = row.attempts + 1
    due = now() + timedelta(seconds=min(6 * 3600, pause * 2**attempts))
    if attempts >= TRIES:
        _give_up(row, words, attempts=attempts, due=due)
    else:
        _settle(row, attempts=attempts, error=words[:4000], due=due)


def _give_up(row: Outbox, words: str, **changes: Any) -> None:
    def noted() -> None:
        with db.transaction():
            if _settle(row, state="failed", error=words[:4000], **changes):
                _transports[row.kind].failed(row, words)

    db.insisted(noted)


def _settle(row: Outbox, **changes: Any) -> bool:
    """Note the outcome, unless the claim ran out meanwhile and somebody else has the row."""
    return _note(row.id, row.claimed_by, changes)


def _note(number: int, owner: str, changes: dict[str, Any]) -> bool:
    mine = (Outbox.id == number) & (Outbox.claimed_by == owner)
    change = Outbox.update(claimed_by="", claimed_until=None, **changes).where(mine)
    try:
        return bool(db.insisted(change.execute) == 1)
    except Exception as error:
        away = isinstance(error, Unavailable) or db.is_unavailable(error)
        if away and not db.database.in_transaction():
            _owed[number] = (owner, changes)
        raise


def _note_owed() -> None:
    """What the database didn't take is noted before anything else is taken, or the same mail would
    go out again when its claim has run out."""
    for number in list(_owed):
        _note(number, *_owed.pop(number))


def _pause(kind: str, blocked: bool) -> None:
    if not blocked:
        _pauses.pop(kind, None)
        return
    _until, last = _pauses.get(kind, (0.0, PAUSE_LEAST / 2))
    length = min(PAUSE_MOST, last * 2)
    _pauses[kind] = (time.monotonic() + length, length)


def _claimable(kinds: list[str]) -> Any:
    return Outbox.select().where(
        (Outbox.state == "waiting")
        & (Outbox.due <= now())
        & Outbox.kind.in_(kinds)
        & _free()
        & ~fn.EXISTS(_earlier())
    )


def _free() -> Any:
    return (Outbox.claimed_until.is_null()) | (Outbox.claimed_until < now())


def _earlier() -> Any:
    """Rows of the same ticket to the same recipient that are still on their way."""
    other = Outbox.alias()
    return other.select(other.id).where(
        (other.ticket == Outbox.ticket)
        & (other.recipient == Outbox.recipient)
        & (other.state == "waiting")
        & (other.position < Outbox.position)
    )


def _ids(where: Any, limit: int) -> Any:
    return Outbox.select(Outbox.id).where(where).order_by(Outbox.id).limit(limit)
