"""Tickets: one matter each. The verbs that portal, panel, mail, API and command line all call.

submit      a customer asks
reply       a message, by the customer or by staff
note        a message among staff
set_status  where it stands
resolve     the customer says that it is solved
reopen      the customer says that it isn't
follow      somebody more gets copies; unfollow: no more
take_back   undo a reply that hasn't gone out yet
release_due let out the replies of a ticket whose time to be taken back is over
next_for    the ticket to go on with
move        all that have one status, priority, category or team get another
hand_over   all open ones of a person, to another or to nobody
of_customer what somebody asked, as far as it is in sight; history for beside a ticket
"""

from helpdesk.tickets.access import (
    number_for_staff,
    ticket_by_tracking,
    ticket_for_follower,
    ticket_for_follower_link,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
)
from helpdesk.tickets.activity import Happened, activity
from helpdesk.tickets.asked import Asked
from helpdesk.tickets.asked import read as asked_for
from helpdesk.tickets.by_customer import (
    Known,
    Past,
    count_of_customer,
    history,
    known,
    of_customer,
    of_organisation,
)
from helpdesk.tickets.closing import can_reopen, can_resolve, reopen, resolve
from helpdesk.tickets.following import follow, followers, speaks_as, unfollow
from helpdesk.tickets.going_on import next_for
from helpdesk.tickets.listing import COUNTED, Page, Row, count, page_of
from helpdesk.tickets.moving import count_of, hand_over, is_moving, move
from helpdesk.tickets.overview import Figures, figures
from helpdesk.tickets.own import OwnRequest, own, tell_tracking_ids
from helpdesk.tickets.pending import pending_of, release_due, take_back
from helpdesk.tickets.replying import SEEN, can_reply, note, reply
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import sent_before, submit
from helpdesk.tickets.teams import staff_names, team_names, teams_of
from helpdesk.tickets.thread import Entry, Part, begins, part_of_thread, stages, thread
from helpdesk.tickets.views import View, counted, quick_views

__all__ = [
    "COUNTED",
    "SEEN",
    "Asked",
    "Entry",
    "Figures",
    "Happened",
    "Known",
    "OwnRequest",
    "Page",
    "Part",
    "Past",
    "Row",
    "ShownTicket",
    "View",
    "activity",
    "asked_for",
    "begins",
    "can_reopen",
    "can_reply",
    "can_resolve",
    "count",
    "count_of",
    "count_of_customer",
    "counted",
    "figures",
    "follow",
    "followers",
    "hand_over",
    "history",
    "is_moving",
    "known",
    "move",
    "next_for",
    "note",
    "number_for_staff",
    "of_customer",
    "of_organisation",
    "own",
    "page_of",
    "part_of_thread",
    "pending_of",
    "quick_views",
    "release_due",
    "reopen",
    "reply",
    "resolve",
    "sent_before",
    "set_status",
    "shown",
    "speaks_as",
    "staff_names",
    "stages",
    "submit",
    "take_back",
    "team_names",
    "teams_of",
    "tell_tracking_ids",
    "thread",
    "ticket_by_tracking",
    "ticket_for_follower",
    "ticket_for_follower_link",
    "ticket_for_guest",
    "ticket_for_link",
    "ticket_for_staff",
    "unfollow",
]
