"""The one stream of what happened: history, live updates, audit and undo read from it.

`record` appends in the caller's transaction; afterwards the reactions registered for the event's
name run in the same transaction. Reactions only write rows, never the network.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from helpdesk.clock import now
from helpdesk.schema import Event, Ticket

VERSION = 1  # of the form of `details`
SUBMITTED = "ticket.submitted"
REPLIED = "ticket.replied"
NOTED = "ticket.noted"
CHANGED = "ticket.changed"
ASSIGNED = "ticket.assigned"
TRASHED = "ticket.trashed"
RESTORED = "ticket.restored"
SIGNED_IN = "staff.signed_in"
SIGNED_OUT = "staff.signed_out"
PASSWORD_CHANGED = "staff.password_changed"
INSTALLED = "desk.installed"

NAMES = frozenset(
    {
        SUBMITTED,
        REPLIED,
        NOTED,
        CHANGED,
        ASSIGNED,
        TRASHED,
        RESTORED,
        SIGNED_IN,
        SIGNED_OUT,
        PASSWORD_CHANGED,
        INSTALLED,
    }
)

Reaction = Callable[[Event], None]
_reactions: dict[str, list[Reaction]] = {}


@dataclass(frozen=True)
class Actor:
    """Who does something, and by which way. All events of one press share its `change_id`."""

    kind: str  # customer, staff, rule, mail, api, import, system
    channel: str  # portal, panel, mail, api, command, job
    staff: int | None = None
    customer: int | None = None
    change_id: str = field(default_factory=lambda: secrets.token_hex(8))


def system(channel: str = "job") -> Actor:
    """The desk itself."""
    return Actor("system", channel)


def record(
    name: str,
    actor: Actor,
    *,
    ticket: Ticket | None = None,
    position: int | None = None,
    message: int | None = None,
    changes: dict[str, tuple[Any, Any]] | None = None,
    **more: Any,
) -> Event:
    """Append an event and run its reactions; `changes` maps a field to its old and new value."""
    if name not in NAMES:
        raise ValueError(f"unregistered event {name!r}")
    details = {"v": VERSION, **({"changes": changes} if changes else {}), **more}
    event: Event = Event.create(
        name=name,
        ticket=ticket.id if ticket else None,
        position=position,
        message=message,
        actor_kind=actor.kind,
        staff=actor.staff,
        customer=actor.customer,
        channel=actor.channel,
        change_id=actor.change_id,
        details=json.dumps(details, ensure_ascii=False),
        created=now(),
    )
    for reaction in _reactions.get(name, ()):
        reaction(event)
    return event


def on(name: str, reaction: Reaction) -> None:
    """Register a reaction; `reactions.py` is the one place that calls this."""
    known = _reactions.setdefault(name, [])
    if reaction not in known:
        known.append(reaction)
