"""Tickets: one matter each. The verbs that portal, panel, mail, API and command line all call.

submit      a customer asks
reply       a message, by the customer or by staff
note        a message among staff
set_status  where it stands
take_back   undo a reply that hasn't gone out yet
release_due let out the replies of a ticket whose time to be taken back is over
next_for    the ticket to go on with
"""

from helpdesk.tickets.access import (
    number_for_staff,
    ticket_by_tracking,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
)
from helpdesk.tickets.going_on import next_for
from helpdesk.tickets.listing import COUNTED, Page, Row, count, page_of
from helpdesk.tickets.pending import pending_of, release_due, take_back
from helpdesk.tickets.replying import SEEN, can_reply, note, reply
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import sent_before, submit
from helpdesk.tickets.thread import Entry, Part, part_of_thread, stages, thread

__all__ = [
    "COUNTED",
    "SEEN",
    "Entry",
    "Page",
    "Part",
    "Row",
    "ShownTicket",
    "can_reply",
    "count",
    "next_for",
    "note",
    "number_for_staff",
    "page_of",
    "part_of_thread",
    "pending_of",
    "release_due",
    "reply",
    "sent_before",
    "set_status",
    "shown",
    "stages",
    "submit",
    "take_back",
    "thread",
    "ticket_by_tracking",
    "ticket_for_guest",
    "ticket_for_link",
    "ticket_for_staff",
]
