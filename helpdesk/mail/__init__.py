"""Outgoing mail: written into the outbox with what it tells about, made and sent by a job.

opened, replied, assigned, mentioned, resolved, reopened          what follows from an event
collaborator_added                             the same
password_reset, invited, tracking_ids, send_test, send_example   mails of their own
test_connection, send_mail                     try the settings out, within ten seconds
failed, waiting, sent_today, send_again        what became of mails
states, fates, trouble                         the same for a ticket's page, for the whole panel
templates, preview                             their words, and one's own in their place
link_opens, link_for_customer                  the key by which a customer's mail opens the ticket
link_opens_for_follower, link_for_follower     the same for a follower's
ticket_of                                      the ticket that an answer belongs to
"""

from helpdesk.mail import kinds, templates
from helpdesk.mail.ids import ticket_of
from helpdesk.mail.journal import (
    Entry,
    Fate,
    counts,
    failed,
    fates,
    known_trouble,
    send_again,
    sent_today,
    states,
    trouble,
    waiting,
)
from helpdesk.mail.links import for_customer as link_for_customer
from helpdesk.mail.links import for_follower as link_for_follower
from helpdesk.mail.links import opens as link_opens
from helpdesk.mail.links import opens_for_follower as link_opens_for_follower
from helpdesk.mail.previewing import preview
from helpdesk.mail.queue import (
    assigned,
    collaborator_added,
    invited,
    mentioned,
    opened,
    password_reset,
    reopened,
    replied,
    resolved,
    send_example,
    tracking_ids,
)
from helpdesk.mail.queue import test as send_test
from helpdesk.mail.recipients import Recipient, who_see
from helpdesk.mail.transport import is_ready, missing
from helpdesk.mail.trying import Outcome, send_mail, test_connection

__all__ = [
    "Entry",
    "Fate",
    "Outcome",
    "Recipient",
    "assigned",
    "collaborator_added",
    "counts",
    "failed",
    "fates",
    "invited",
    "is_ready",
    "kinds",
    "known_trouble",
    "link_for_customer",
    "link_for_follower",
    "link_opens",
    "link_opens_for_follower",
    "mentioned",
    "missing",
    "opened",
    "password_reset",
    "preview",
    "reopened",
    "replied",
    "resolved",
    "send_again",
    "send_example",
    "send_mail",
    "send_test",
    "sent_today",
    "states",
    "templates",
    "test_connection",
    "ticket_of",
    "tracking_ids",
    "trouble",
    "waiting",
    "who_see",
]
