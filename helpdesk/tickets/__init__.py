"""Tickets: one matter each. The verbs that portal, panel, mail, API and command line all call.

submit      a customer asks
reply       a message, by the customer or by staff
note        a message among staff
set_status  where it stands
"""

from helpdesk.tickets.access import (
    ticket_by_tracking,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
)
from helpdesk.tickets.activity import Happened, activity
from helpdesk.tickets.asked import Asked
from helpdesk.tickets.asked import read as asked_for
from helpdesk.tickets.listing import COUNTED, Page, Row, count, page_of
from helpdesk.tickets.overview import Figures, figures
from helpdesk.tickets.replying import can_reply, note, reply
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import sent_before, submit
from helpdesk.tickets.teams import staff_names, team_names, teams_of
from helpdesk.tickets.thread import Entry, stages, thread
from helpdesk.tickets.views import View, counted, quick_views

__all__ = [
    "COUNTED",
    "Asked",
    "Entry",
    "Figures",
    "Happened",
    "Page",
    "Row",
    "ShownTicket",
    "View",
    "activity",
    "asked_for",
    "can_reply",
    "count",
    "counted",
    "figures",
    "note",
    "page_of",
    "quick_views",
    "reply",
    "sent_before",
    "set_status",
    "shown",
    "staff_names",
    "stages",
    "submit",
    "team_names",
    "teams_of",
    "thread",
    "ticket_by_tracking",
    "ticket_for_guest",
    "ticket_for_link",
    "ticket_for_staff",
]
