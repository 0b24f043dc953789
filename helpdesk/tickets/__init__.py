"""Tickets: one matter each. The verbs that portal, panel, mail, API and command line all call.

submit      a customer asks
reply       a message, by the customer or by staff
note        a message among staff
set_status  where it stands
move        all that have one status, priority, category or team get another
hand_over   all open ones of a person, to another or to nobody
"""

from helpdesk.tickets.access import (
    ticket_by_tracking,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
)
from helpdesk.tickets.listing import COUNTED, Page, Row, count, page_of
from helpdesk.tickets.moving import count_of, hand_over, is_moving, move
from helpdesk.tickets.replying import can_reply, note, reply
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import sent_before, submit
from helpdesk.tickets.thread import Entry, stages, thread

__all__ = [
    "COUNTED",
    "Entry",
    "Page",
    "Row",
    "ShownTicket",
    "can_reply",
    "count",
    "count_of",
    "hand_over",
    "is_moving",
    "move",
    "note",
    "page_of",
    "reply",
    "sent_before",
    "set_status",
    "shown",
    "stages",
    "submit",
    "thread",
    "ticket_by_tracking",
    "ticket_for_guest",
    "ticket_for_link",
    "ticket_for_staff",
]
