"""The kinds of mail that the desk sends, and which placeholders the words of each may hold."""

from dataclasses import dataclass

from helpdesk.i18n import N_

CUSTOMER, STAFF = "customer", "staff"

RECEIVED = "ticket_received"
NEW = "ticket_new"
REPLIED = "ticket_replied"
CUSTOMER_REPLIED = "ticket_customer_replied"
ASSIGNED = "ticket_assigned"
COLLABORATOR = "ticket_collaborator"
MENTIONED = "ticket_mentioned"
RESOLVED = "ticket_resolved"
REOPENED = "ticket_reopened"
TRACKING = "tracking_ids"
PASSWORD = "password_reset"
INVITED = "staff_invited"
FAILED = "mail_failed"
TEST = "mail_test"


@dataclass(frozen=True)
class Kind:
    """A kind of mail. `label` and `help` are keys for gettext."""

    name: str
    to: str
    label: str
    help: str
    placeholders: tuple[str, ...]
    of_ticket: bool = True
    auto: str = "auto-generated"  # RFC 3834; vacation programs don't answer either


# What each placeholder stands for; keys for gettext.
PLACEHOLDERS: dict[str, str] = {
    "greeting": N_("“Hello” with the recipient's name, where it is known"),
    "site_title": N_("The title of the desk"),
    "site_url": N_("The address of the desk"),
    "link": N_("The address of the page that the mail leads to"),
    "subject": N_("The subject of the request"),
    "tracking_id": N_("The tracking ID"),
    "status": N_("Where the request stands, in the reader's words"),
    "category": N_("The category"),
    "priority": N_("The priority"),
    "customer": N_("The customer's name"),
    "owner": N_("Who looks after it"),
    "author": N_("Who wrote or did it"),
    "message": N_("What was written, the whole of it"),
    "files": N_("The names of the files that came with it"),
    "quote": N_("What was written before, cut short"),
    "email": N_("The e-mail address that it is about"),
    "requests": N_("The requests, each with its tracking ID and the link that opens it"),
    "lasts": N_("For how long the link works, such as “60 minutes”"),
    "reason": N_("Why it could not be delivered"),
}
_ALWAYS = ("greeting", "site_title", "site_url", "link")
_TICKET = (
    *_ALWAYS,
    *("subject", "tracking_id", "status", "category", "priority", "customer", "owner"),
)
_SAID = (*_TICKET, "author", "message", "files", "quote")

_ALL = (
    Kind(
        RECEIVED,
        CUSTOMER,
        N_("Request received"),
        N_("Tells a customer that the request has arrived, with the link to it."),
        (*_TICKET, "message", "files"),
        auto="auto-replied",
    ),
    Kind(
        REPLIED,
        CUSTOMER,
        N_("Reply to the customer"),
        N_("Brings a reply of the staff."),
        _SAID,
    ),
    Kind(
        RESOLVED,
        CUSTOMER,
        N_("Request resolved"),
        N_("Tells a customer that the request was resolved without a further reply."),
        (*_TICKET, "author"),
    ),
    Kind(
        TRACKING,
        CUSTOMER,
        N_("Forgotten tracking ID"),
        N_("Brings the list of somebody's requests, to whoever asks with their address."),
        (*_ALWAYS, "email", "requests"),
        of_ticket=False,
    ),
    Kind(
        NEW,
        STAFF,
        N_("New ticket"),
        N_("Tells the owner, or everybody who sees the category, about a new ticket."),
        (*_TICKET, "author", "message", "files"),
    ),
    Kind(
        CUSTOMER_REPLIED,
        STAFF,
        N_("Reply of the customer"),
        N_(
            "Brings a customer's reply to owner and collaborators, or to everybody who sees the"
            " category."
        ),
        _SAID,
    ),
    Kind(
        REOPENED,
        STAFF,
        N_("Request opened again"),
        N_(
            "Tells owner and collaborators, or everybody who sees the category, that it isn't"
            " solved after all."
        ),
        (*_TICKET, "author"),
    ),
    Kind(
        ASSIGNED,
        STAFF,
        N_("Ticket assigned"),
        N_("Tells staff that a ticket is theirs now."),
        (*_TICKET, "author", "message", "files"),
    ),
    Kind(
        COLLABORATOR,
        STAFF,
        N_("Added as a collaborator"),
        N_("Tells staff that a colleague has added them to a ticket as a collaborator."),
        (*_TICKET, "author", "message", "files"),
    ),
    Kind(
        MENTIONED,
        STAFF,
        N_("Mentioned in a note"),
        N_("Tells staff that a colleague's note names them with an @."),
        (*_TICKET, "author"),
    ),
    Kind(
        PASSWORD,
        STAFF,
        N_("New password"),
        N_("Brings the link by which a forgotten password is replaced."),
        (*_ALWAYS, "email", "lasts"),
        of_ticket=False,
    ),
    Kind(
        INVITED,
        STAFF,
        N_("Invitation of staff"),
        N_("Brings the link by which somebody new sets their password."),
        (*_ALWAYS, "author", "email", "lasts"),
        of_ticket=False,
    ),
    Kind(
        FAILED,
        STAFF,
        N_("A mail could not be delivered"),
        N_("Tells administrators, at most once an hour for each kind of mail."),
        (*_ALWAYS, "email", "reason"),
        of_ticket=False,
    ),
    Kind(
        TEST,
        STAFF,
        N_("Test mail"),
        N_("Sent by a press on the page of the mails."),
        _ALWAYS,
        of_ticket=False,
    ),
)

REGISTRY: dict[str, Kind] = {kind.name: kind for kind in _ALL}
