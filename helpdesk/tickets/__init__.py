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
of_customer what somebody asked, as far as it is in sight; others: beside a ticket
set_priority, set_category, set_subject, set_customer: what it is about, and whose it is
add_collaborator, remove_collaborator: somebody works on it beside the owner, or no more
assign      to a person, a team or nobody; take: to oneself
trash       out of sight, whole; restore: back again
open_for    staff open one for a customer
"""

from helpdesk.tickets.access import (
    number_for_staff,
    sees,
    ticket_by_tracking,
    ticket_for_follower,
    ticket_for_follower_link,
    ticket_for_guest,
    ticket_for_link,
    ticket_for_staff,
    ticket_wherever,
)
from helpdesk.tickets.activity import Happened, activity
from helpdesk.tickets.asked import Asked
from helpdesk.tickets.asked import read as asked_for
from helpdesk.tickets.assigning import KEEP, assign, assign_by_turns, let_go, take, take_if_free
from helpdesk.tickets.by_customer import (
    Known,
    count_of_customer,
    known,
    of_customer,
    of_organisation,
    others,
)
from helpdesk.tickets.closing import can_reopen, can_resolve, reopen, resolve
from helpdesk.tickets.collaborating import (
    add_collaborator,
    collaborators,
    remove_collaborator,
)
from helpdesk.tickets.following import follow, followers, speaks_as, unfollow
from helpdesk.tickets.going_on import next_for
from helpdesk.tickets.history import history_of
from helpdesk.tickets.listing import COUNTED, Page, count, page_of
from helpdesk.tickets.moving import count_of, hand_over, is_moving, move
from helpdesk.tickets.opening import CHANNELS, Suggestion, open_for, suggestions
from helpdesk.tickets.overview import Figures, figures
from helpdesk.tickets.own import OwnRequest, own, tell_tracking_ids
from helpdesk.tickets.pending import pending_of, release_due, take_back
from helpdesk.tickets.properties import set_category, set_customer, set_priority, set_subject
from helpdesk.tickets.replying import SEEN, can_reply, needs_owner, note, reply
from helpdesk.tickets.rows import Row
from helpdesk.tickets.showing import ShownTicket, shown
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import Opening, sent_before, submit
from helpdesk.tickets.teams import staff_names, team_names, teams_of
from helpdesk.tickets.thread import Entry, Part, begins, part_of_thread, stages, thread
from helpdesk.tickets.trash import (
    Trashed,
    TrashPage,
    can_trash,
    restore,
    trash,
    trash_of,
    who_trashed,
)
from helpdesk.tickets.views import View, counted, quick_views

__all__ = [
    "CHANNELS",
    "COUNTED",
    "KEEP",
    "SEEN",
    "Asked",
    "Entry",
    "Figures",
    "Happened",
    "Known",
    "Opening",
    "OwnRequest",
    "Page",
    "Part",
    "Row",
    "ShownTicket",
    "Suggestion",
    "TrashPage",
    "Trashed",
    "View",
    "activity",
    "add_collaborator",
    "asked_for",
    "assign",
    "assign_by_turns",
    "begins",
    "can_reopen",
    "can_reply",
    "can_resolve",
    "can_trash",
    "collaborators",
    "count",
    "count_of",
    "count_of_customer",
    "counted",
    "figures",
    "follow",
    "followers",
    "hand_over",
    "history_of",
    "is_moving",
    "known",
    "let_go",
    "move",
    "needs_owner",
    "next_for",
    "note",
    "number_for_staff",
    "of_customer",
    "of_organisation",
    "open_for",
    "others",
    "own",
    "page_of",
    "part_of_thread",
    "pending_of",
    "quick_views",
    "release_due",
    "remove_collaborator",
    "reopen",
    "reply",
    "resolve",
    "restore",
    "sees",
    "sent_before",
    "set_category",
    "set_customer",
    "set_priority",
    "set_status",
    "set_subject",
    "shown",
    "speaks_as",
    "staff_names",
    "stages",
    "submit",
    "suggestions",
    "take",
    "take_back",
    "take_if_free",
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
    "ticket_wherever",
    "trash",
    "trash_of",
    "unfollow",
    "who_trashed",
]
