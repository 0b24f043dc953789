"""What happened on a ticket, in the words that its customer and followers read."""

import json
from dataclasses import dataclass, field
from typing import Any

from helpdesk import events, statuses
from helpdesk.i18n import _
from helpdesk.labels import Label
from helpdesk.schema import Ticket


@dataclass(frozen=True)
class Reader:
    """Who reads, and what is at hand to tell it with."""

    ticket: Ticket
    viewer: int  # the customer, or a follower who has become one; 0 for nobody yet
    names: dict[int, Label]  # of the statuses
    emails: dict[int, str] = field(default_factory=dict)  # of the followers


def to_customer(row: Any, reader: Reader) -> str:
    """An event's words; '' for one that isn't told to customers."""
    if row.name == events.CHANGED:
        return _status(row, reader)
    if row.name == events.ASSIGNED:
        return _owner(row, reader)
    return following(row, reader.emails)


def following(row: Any, emails: dict[int, str]) -> str:
    """That somebody gets copies, or none any more; '' for anything else."""
    email = emails.get(json.loads(row.details).get("follower", 0), "")
    if row.name == events.FOLLOWED and email:
        return _("%(email)s gets copies of the answers") % {"email": email}
    if row.name == events.FOLLOWED:
        return _("Somebody was added to get copies")
    if row.name == events.UNFOLLOWED:
        return _("Somebody gets no more copies")
    return ""


def moved(row: Any, names: dict[int, Label]) -> tuple[str, str]:
    """The meanings of the status before and after; '' for both when it didn't change."""
    old, new = json.loads(row.details).get("changes", {}).get("status", (0, 0))
    found = [names[each].row.meaning if each in names else "" for each in (old, new)]
    return found[0], found[1]


def by_customer(row: Any, names: dict[int, Label], who: str) -> str:
    """That a customer resolved or reopened it; '' for anything else. `who` is '' for the reader."""
    if row.actor_kind != "customer":
        return ""
    old, new = moved(row, names)
    told = {"name": who}
    if new == statuses.RESOLVED:
        return _("%(name)s marked it as solved") % told if who else _("You marked it as solved")
    if old == statuses.RESOLVED:
        return _("%(name)s opened it again") % told if who else _("You opened it again")
    return ""


def _status(row: Any, reader: Reader) -> str:
    mine = row.customer == reader.viewer and reader.viewer
    theirs = row.customer == reader.ticket.customer_id
    who = "" if mine else reader.ticket.customer.name if theirs else _("Somebody")
    meaning = moved(row, reader.names)[1]
    if not meaning:
        return ""
    return by_customer(row, reader.names, who) or statuses.words(meaning)


def _owner(row: Any, reader: Reader) -> str:
    new = (json.loads(row.details).get("changes", {}).get("owner") or (0, 0))[1]
    if new and new == row.staff and row.who:
        return _("%(name)s took it on") % {"name": row.who}
    if new and new == reader.ticket.owner_id:
        return _("%(name)s took it on") % {"name": reader.ticket.owner.name}
    return ""
