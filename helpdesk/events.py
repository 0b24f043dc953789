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
TAKEN_BACK = "ticket.reply_taken_back"
CHANGED = "ticket.changed"
ASSIGNED = "ticket.assigned"
FOLLOWED = "ticket.followed"
UNFOLLOWED = "ticket.unfollowed"
COLLABORATOR_ADDED = "ticket.collaborator_added"  # customers see nothing of it
COLLABORATOR_REMOVED = "ticket.collaborator_removed"
TRASHED = "ticket.trashed"
RESTORED = "ticket.restored"
SIGNED_IN = "staff.signed_in"
SIGNED_OUT = "staff.signed_out"
PASSWORD_CHANGED = "staff.password_changed"
PASSWORD_ASKED = "staff.password_asked"
PASSWORD_RESET = "staff.password_reset"
PROFILE_CHANGED = "staff.profile_changed"
SESSIONS_ENDED = "staff.sessions_ended"
INSTALLED = "desk.installed"
RELABELLED = (
    "ticket.relabelled"  # by the desk, when a status, category … goes; customers see nothing
)
LABEL_ADDED = "label.added"  # a status, priority or category: `noun` and `object_id` say which
LABEL_CHANGED = "label.changed"
LABEL_DELETED = "label.deleted"
TEAM_ADDED = "team.added"
TEAM_CHANGED = "team.changed"
TEAM_DELETED = "team.deleted"
ROLE_ADDED = "role.added"
ROLE_CHANGED = "role.changed"
ROLE_DELETED = "role.deleted"
STAFF_ADDED = "staff.added"
STAFF_CHANGED = "staff.changed"  # also deactivated and reactivated: `is_active`
STAFF_INVITED = "staff.invited"  # a link to set a password was sent
CUSTOMER_ADDED = "customer.added"
CUSTOMER_CHANGED = "customer.changed"
ORGANISATION_ADDED = "organisation.added"
ORGANISATION_CHANGED = "organisation.changed"
ORGANISATION_DELETED = "organisation.deleted"
ANNOUNCEMENT_ADDED = "announcement.added"
ANNOUNCEMENT_CHANGED = "announcement.changed"
ANNOUNCEMENT_DELETED = "announcement.deleted"
ANNOUNCEMENT_RESTORED = "announcement.restored"
SETTINGS_CHANGED = "settings.changed"
TEMPLATE_CHANGED = "mail_template.changed"
BACKUP_BEGUN = "backup.begun"
BACKUP_DELETED = "backup.deleted"
RESTORE_BEGUN = "restore.begun"
EXPORT_BEGUN = "export.begun"
EXPORT_DELETED = "export.deleted"
DESK_IMPORTED = "desk.imported"

NAMES = frozenset(
    {
        SUBMITTED,
        REPLIED,
        NOTED,
        TAKEN_BACK,
        CHANGED,
        ASSIGNED,
        FOLLOWED,
        UNFOLLOWED,
        COLLABORATOR_ADDED,
        COLLABORATOR_REMOVED,
        TRASHED,
        RESTORED,
        SIGNED_IN,
        SIGNED_OUT,
        PASSWORD_CHANGED,
        PASSWORD_ASKED,
        PASSWORD_RESET,
        PROFILE_CHANGED,
        SESSIONS_ENDED,
        INSTALLED,
        RELABELLED,
        LABEL_ADDED,
        LABEL_CHANGED,
        LABEL_DELETED,
        TEAM_ADDED,
        TEAM_CHANGED,
        TEAM_DELETED,
        ROLE_ADDED,
        ROLE_CHANGED,
        ROLE_DELETED,
        STAFF_ADDED,
        STAFF_CHANGED,
        STAFF_INVITED,
        CUSTOMER_ADDED,
        CUSTOMER_CHANGED,
        ORGANISATION_ADDED,
        ORGANISATION_CHANGED,
        ORGANISATION_DELETED,
        ANNOUNCEMENT_ADDED,
        ANNOUNCEMENT_CHANGED,
        ANNOUNCEMENT_DELETED,
        ANNOUNCEMENT_RESTORED,
        SETTINGS_CHANGED,
        TEMPLATE_CHANGED,
        BACKUP_BEGUN,
        BACKUP_DELETED,
        RESTORE_BEGUN,
        EXPORT_BEGUN,
        EXPORT_DELETED,
        DESK_IMPORTED,
    }
)

Reaction = Callable[[Event], None]
_reactions: dict[str, list[Reaction]] = {}
_before: list[Callable[[], None]] = []


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
    while _before:
        _before.pop()()
    for reaction in _reactions.get(name, ()):
        reaction(event)
    return event


def prepare(register: Callable[[], None]) -> None:
    """Have the reactions registered when the first event is recorded: most processes that answer
    one request record none."""
    if not _before:
        _before.append(register)


def on(name: str, reaction: Reaction) -> None:
    """Register a reaction; `reactions.py` is the one place that calls this."""
    known = _reactions.setdefault(name, [])
    if reaction not in known:
        known.append(reaction)
