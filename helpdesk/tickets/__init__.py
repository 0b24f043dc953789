"""Tickets: one matter each. The verbs that portal, panel, mail, API and command line all call.

submit      a customer asks
reply       a message, by the customer or by staff
note        a message among staff
set_status  where it stands
of_customer what somebody asked, as far as it is in sight; history for beside a ticket
"""

from helpdesk.tickets.access import (
    ticket_by_tracking,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
)
from helpdesk.tickets.by_customer import (
    Known,
    Past,
    count_of_customer,
    history,
    known,
    of_customer,
    of_organisation,
)
from helpdesk.tickets.listing import COUNTED, Page, Row, count, page_of
from helpdesk.tickets.replying import can_reply, note, reply
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import sent_before, submit
from helpdesk.tickets.thread import Entry, stages, thread

__all__ = [
    "COUNTED",
    "Entry",
    "Known",
    "Page",
    "Past",
    "Row",
    "ShownTicket",
    "can_reply",
    "count",
    "count_of_customer",
    "history",
    "known",
    "note",
    "of_customer",
    "of_organisation",
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
