"""Tickets: one matter each. The verbs that portal, panel, mail, API and command line all call.

submit      a customer asks
reply       a message, by the customer or by staff
note        a message among staff
set_status  where it stands
set_priority, set_category, set_subject, set_customer: what it is about, and whose it is
assign      to a person, a team or nobody; take: to oneself
trash       out of sight, whole; restore: back again
open_for    staff open one for a customer
"""

from helpdesk.tickets.access import (
    sees,
    ticket_by_tracking,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
    ticket_wherever,
)
from helpdesk.tickets.assigning import KEEP, assign, assign_by_turns, let_go, take
from helpdesk.tickets.history import Happened, History, history_of
from helpdesk.tickets.listing import COUNTED, Page, Row, count, page_of
from helpdesk.tickets.opening import CHANNELS, Suggestion, open_for, suggestions
from helpdesk.tickets.properties import set_category, set_customer, set_priority, set_subject
from helpdesk.tickets.replying import can_reply, note, reply
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import Opening, sent_before, submit
from helpdesk.tickets.thread import Entry, stages, thread
from helpdesk.tickets.trash import Trashed, TrashPage, restore, trash, trash_of, who_trashed

__all__ = [
    "CHANNELS",
    "COUNTED",
    "KEEP",
    "Entry",
    "Happened",
    "History",
    "Opening",
    "Page",
    "Row",
    "ShownTicket",
    "Suggestion",
    "TrashPage",
    "Trashed",
    "assign",
    "assign_by_turns",
    "can_reply",
    "count",
    "history_of",
    "let_go",
    "note",
    "open_for",
    "page_of",
    "reply",
    "restore",
    "sees",
    "sent_before",
    "set_category",
    "set_customer",
    "set_priority",
    "set_status",
    "set_subject",
    "shown",
    "stages",
    "submit",
    "suggestions",
    "take",
    "thread",
    "ticket_by_tracking",
    "ticket_for_guest",
    "ticket_for_link",
    "ticket_for_staff",
    "ticket_wherever",
    "trash",
    "trash_of",
    "who_trashed",
]
