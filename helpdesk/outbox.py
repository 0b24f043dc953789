"""What goes out (mail, webhooks): rows written in the transaction, sent after the commit.

A kind of delivery registers a transport with `carry`. Rows of a kind that has none yet wait. Rows
of one ticket leave in order; what fails is tried again with growing delay and is never dropped.
"""

import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from peewee import fn

from helpdesk import db
from helpdesk.clock import now
from helpdesk.jobs import Slice, job
from helpdesk.schema import Outbox, Ticket

CLAIM = 120  # seconds
TRIES = 12  # then it waits for a person: about two days
Transport = Callable[[Outbox], None]
_transports: dict[str, Transport] = {}


def carry(kind: str, transport: Transport) -> None:
    """Name the function that delivers rows of a kind; it raises when it could not."""
    _transports[kind] = transport


def put(
    kind: str, recipient: str, payload: Any, *, ticket: Ticket | None = None, position: int = 0
) -> None:
    """Write a row in the caller's transaction."""
    Outbox.create(
        kind=kind,
        recipient=recipient,
        payload=json.dumps(payload, ensure_ascii=False),
        ticket=ticket,
        position=position,
    )


@job("outbox.deliver", every=timedelta(seconds=5))
def deliver(piece: Slice) -> None:
    """Send what is due until the time is up; what is left comes with the next run."""
    while not piece.time_is_up() and (row := claim()) is not None:
        _send(row)


def claim(owner: str = "") -> Outbox | None:
    """Take the next due row: the conditional UPDATE must change exactly one."""
    owner = owner or secrets.token_hex(8)
    if not _transports:
        return None
    # As a list: on SQLite rows that are still being read keep this connection in the past, and
    # beginning to write from there fails at once when somebody else has written.
    for row in list(_claimable().order_by(Outbox.due, Outbox.id).limit(20)):
        with db.transaction():
            until = now() + timedelta(seconds=CLAIM)
            taken = (
                Outbox.update(claimed_by=owner, claimed_until=until)
                .where((Outbox.id == row.id) & (Outbox.state == "waiting") & _free())
                .execute()
            )
        if taken == 1:
            mine: Outbox = Outbox.get_by_id(row.id)
            return mine
    return None


def _send(row: Outbox) -> None:
    try:
        _transports[row.kind](row)
    except Exception as error:
        attempts = row.attempts + 1
        _settle(
            row,
            attempts=attempts,
            error=f"{type(error).__name__}: {error}"[:4000],
            state="waiting" if attempts < TRIES else "failed",
            due=now() + timedelta(seconds=min(6 * 3600, 30 * 2**attempts)),
        )
    else:
        _settle(row, state="sent", sent=now(), error="")


def _settle(row: Outbox, **changes: Any) -> None:
    with db.transaction():
        Outbox.update(claimed_by="", claimed_until=None, **changes).where(
            (Outbox.id == row.id) & (Outbox.claimed_by == row.claimed_by)
        ).execute()


def _claimable() -> Any:
    return Outbox.select().where(
        (Outbox.state == "waiting")
        & (Outbox.due <= now())
        & (Outbox.kind.in_(list(_transports)))
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
