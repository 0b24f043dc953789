"""What follows from which event: the one table. Reactions only write rows, in its transaction."""

import json

from helpdesk import events, mail, search, statuses, tickets
from helpdesk.schema import Event, Status


def register() -> None:
    """Tie the reactions to their events; the app calls this once."""
    for name in (events.SUBMITTED, events.REPLIED, events.NOTED):
        events.on(name, search_message)
    events.on(events.SUBMITTED, mail.received)
    events.on(events.SUBMITTED, by_turns)
    events.on(events.SUBMITTED, mail.new)
    events.on(events.REPLIED, mail.replied)
    events.on(events.CHANGED, mail_resolved)
    events.on(events.ASSIGNED, mail.assigned)


def search_message(event: Event) -> None:
    """Let the search know what was written."""
    if event.message:
        search.index([event.message], are_new=True)


def by_turns(event: Event) -> None:
    """Give a new ticket to whose turn it is, where the desk wants that."""
    tickets.assign_by_turns(event)


def mail_resolved(event: Event) -> None:
    """Tell the customer that the request was resolved, when that is what was changed."""
    change = json.loads(event.details).get("changes", {}).get("status")
    if change and _is_resolved(change[1]) and not _is_resolved(change[0]):
        mail.resolved(event)


def _is_resolved(status: int) -> bool:
    resolved = (Status.id == status) & (Status.meaning == statuses.RESOLVED)
    return bool(Status.select(Status.id).where(resolved).exists())
