"""What follows from which event: the one table. Reactions only write rows, in its transaction."""

import json

from helpdesk import events, mail, search, statuses, tickets
from helpdesk.schema import Event, Status


def register() -> None:
    """Tie the reactions to their events; the app calls this once."""
    for name in (events.SUBMITTED, events.REPLIED, events.NOTED):
        events.on(name, search_message)
    events.on(events.SUBMITTED, by_turns)
    events.on(events.SUBMITTED, mail.opened)
    events.on(events.REPLIED, mail.replied)
    events.on(events.NOTED, mail.mentioned)
    events.on(events.CHANGED, mail_resolved)
    events.on(events.CHANGED, mail_reopened)
    events.on(events.ASSIGNED, mail_assigned)
    events.on(events.COLLABORATOR_ADDED, mail.collaborator_added)
    events.on(events.CUSTOMER_CHANGED, search_customer)


def search_message(event: Event) -> None:
    """Let the search know what was written."""
    if event.message:
        search.index([event.message], are_new=True)


def mail_assigned(event: Event) -> None:
    """Tell the new owner, but not about each of the many that somebody left behind."""
    if not json.loads(event.details).get("quiet"):
        mail.assigned(event)


def search_customer(event: Event) -> None:
    """Let the search know another name or address."""
    told = json.loads(event.details)
    if told.get("changes", {}).keys() & {"name", "addresses"}:
        search.customer_changed(told["about"])


def by_turns(event: Event) -> None:
    """Give a new ticket to whose turn it is, where the desk wants that."""
    tickets.assign_by_turns(event)


def mail_resolved(event: Event) -> None:
    """Tell the customer that the request was resolved, when that is what was changed."""
    change = json.loads(event.details).get("changes", {}).get("status")
    if change and _is_resolved(change[1]) and not _is_resolved(change[0]):
        mail.resolved(event)


def mail_reopened(event: Event) -> None:
    """Tell staff that the customer opened it again, when that is what was changed."""
    change = json.loads(event.details).get("changes", {}).get("status")
    if change and _is_resolved(change[0]) and not _is_resolved(change[1]):
        mail.reopened(event)


def _is_resolved(status: int) -> bool:
    resolved = (Status.id == status) & (Status.meaning == statuses.RESOLVED)
    return bool(Status.select(Status.id).where(resolved).exists())
