"""What happened on a ticket, in sentences for staff: for its thread and its history."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from helpdesk import db, events, labels, statuses
from helpdesk.i18n import _
from helpdesk.schema import Category, Customer, Participant, Priority, Status, Ticket
from helpdesk.tickets import crew, telling

TOLD = (
    *(events.CHANGED, events.RELABELLED, events.ASSIGNED, events.TRASHED, events.RESTORED),
    *(events.FOLLOWED, events.UNFOLLOWED, events.TAKEN_BACK),
    *(events.COLLABORATOR_ADDED, events.COLLABORATOR_REMOVED),
)
_LABELS: dict[str, type[Any]] = {"status": Status, "priority": Priority, "category": Category}
_ICONS = {
    "owner": "person-check",
    "team": "people",
    "priority": "chevron-up",
    "category": "folder",
    "subject": "pencil-square",
    "customer": "person-plus",
    "deleted": "archive",
}
_EVENT_ICONS = {
    events.FOLLOWED: "person-plus",
    events.UNFOLLOWED: "person-plus",
    events.COLLABORATOR_ADDED: "people",
    events.COLLABORATOR_REMOVED: "people",
    events.TAKEN_BACK: "arrow-counterclockwise",
}
_STATUS_ICONS = {
    statuses.OPEN: "circle-half",
    statuses.WAITING: "hourglass-split",
    statuses.HOLD: "pause-circle",
    statuses.RESOLVED: "check2-circle",
}


@dataclass
class Names:
    """What ids in events stand for; read only when an event asks."""

    customer: str  # of the ticket
    customers: dict[int, str] = field(default_factory=dict)
    followers: dict[int, str] = field(default_factory=dict)  # their addresses

    def of(self, what: str, value: Any) -> str:
        """A value in words, '' for none."""
        if value is None or value == "":
            return ""
        if what in _LABELS:
            rows = labels.rows(_LABELS[what])
            return next((label.name for label in rows if label.id == value), _("removed"))
        if what == "owner":
            return crew.name_of(value) or _("removed")
        if what == "team":
            return next((g.name for g in crew.groups() if g.id == value), _("removed"))
        if what == "customer":
            return self.customers.get(value, "") or _("removed")
        return str(value)


def names_for(rows: Collection[Any], ticket: Ticket) -> Names:
    """The names that these events need: one query where a customer was changed, one where somebody
    was added to get copies, else none."""
    names = Names(ticket.customer.name)
    if ids := {value for row in rows for value in changes(row).get("customer", ()) if value}:
        query = Customer.select(Customer.id, Customer.name).where(db.among(Customer.id, ids))
        names.customers = dict(query.tuples())
    if any(row.name == events.FOLLOWED for row in rows):
        here = Participant.select(Participant.id, Participant.email)
        names.followers = dict(here.where(Participant.ticket == ticket.id).tuples())
    return names


def changes(row: Any) -> dict[str, Any]:
    """What an event changed: old and new value of each field."""
    found: dict[str, Any] = json.loads(row.details).get("changes", {})
    return found


def words(row: Any, names: Names) -> str:
    """One sentence about an event; `row` has name, actor_kind, staff's name as `who`, details."""
    if row.name == events.TRASHED:
        return _by(row, _("%(name)s moved the ticket to the trash"), _("Moved to the trash"))
    if row.name == events.RESTORED:
        return _by(row, _("%(name)s took the ticket out of the trash"), _("Back from the trash"))
    if row.name == events.TAKEN_BACK:
        return _("%(name)s took a reply back before it went out") % {"name": row.who or ""}
    if row.name in (events.FOLLOWED, events.UNFOLLOWED):
        return telling.following(row, names.followers)
    if row.name in (events.COLLABORATOR_ADDED, events.COLLABORATOR_REMOVED):
        return _collaborator(row)
    told = [
        _change(row, what, (values[0], values[1]), names) for what, values in changes(row).items()
    ]
    return " · ".join(told) or _("Something was changed")


def icon(row: Any) -> str:
    """The sprite's name for an event."""
    if row.name in _EVENT_ICONS:
        return _EVENT_ICONS[row.name]
    found = changes(row)
    if "status" in found:
        meanings = {label.id: label.row.meaning for label in statuses.every()}
        return _STATUS_ICONS.get(meanings.get(found["status"][1], ""), "circle-fill")
    return next((_ICONS[what] for what in found if what in _ICONS), "circle-fill")


def _by(row: Any, somebody: str, nobody: str) -> str:
    return somebody % {"name": row.who} if row.who else nobody


def _change(row: Any, what: str, values: tuple[Any, Any], names: Names) -> str:
    old, new = values
    told = {"name": row.who or "", "old": names.of(what, old), "new": names.of(what, new)}
    if what == "status":
        return _status(row, told, names)
    if what == "owner":
        return _owner(row, told, old, new)
    if what == "team":
        return _team(row, told)
    somebody, nobody = {
        "priority": (
            _("%(name)s set the priority from %(old)s to %(new)s"),
            _("The priority was set from %(old)s to %(new)s"),
        ),
        "category": (
            _("%(name)s moved it from %(old)s to %(new)s"),
            _("It was moved from %(old)s to %(new)s"),
        ),
        "subject": (
            _("%(name)s changed the subject from “%(old)s” to “%(new)s”"),
            _("The subject was changed from “%(old)s” to “%(new)s”"),
        ),
        "customer": (
            _("%(name)s changed the customer from %(old)s to %(new)s"),
            _("The customer was changed from %(old)s to %(new)s"),
        ),
    }.get(what, (_("%(name)s changed something"), _("Something was changed")))
    return (somebody if row.who else nobody) % told


def _status(row: Any, told: dict[str, str], names: Names) -> str:
    if row.actor_kind == "customer":
        known = {label.id: label for label in statuses.every()}
        if own := telling.by_customer(row, known, names.customer or _("The customer")):
            return own
        return _("The customer's reply set the status to %(new)s") % told
    if row.actor_kind == "staff":
        return _("%(name)s set the status to %(new)s") % told
    return _("The status was set to %(new)s") % told


def _owner(row: Any, told: dict[str, str], old: Any, new: Any) -> str:
    if new is None:
        text = _("%(name)s took away its owner, %(old)s")
        return (text if row.who else _("It is nobody's now; it was %(old)s’s")) % told
    if row.who and new == row.staff:
        return (_("%(name)s took it over from %(old)s") if old else _("%(name)s took it on")) % told
    if row.who:
        return _("%(name)s gave it to %(new)s") % told
    return _("It was %(new)s’s turn: the ticket is theirs") % told


def _team(row: Any, told: dict[str, str]) -> str:
    if not told["new"]:
        text = _("%(name)s took it from the team %(old)s")
        return (text if row.who else _("The team %(old)s has it no more")) % told
    text = _("%(name)s gave it to the team %(new)s")
    return (text if row.who else _("It was given to the team %(new)s")) % told


def _collaborator(row: Any) -> str:
    number = json.loads(row.details).get("collaborator", 0)
    told = {"name": row.who or "", "new": crew.name_of(number) or _("removed")}
    by_other = row.who and row.staff != number
    if row.name == events.COLLABORATOR_ADDED:
        if by_other:
            return _("%(name)s added %(new)s as a collaborator") % told
        return _("%(new)s is a collaborator now") % told
    if by_other:
        return _("%(name)s removed %(new)s as a collaborator") % told
    return _("%(new)s is no longer a collaborator") % told
