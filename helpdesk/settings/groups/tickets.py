"""How requests are taken and worked on."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "tickets.email_required",
        "switch",
        True,
        N_("E-mail address required"),
        N_("Whether a request can be sent without an e-mail address."),
    ),
    Entry(
        "tickets.priority_choice",
        "switch",
        True,
        N_("Customers choose the priority"),
        N_("Whether the form asks how pressing the request is."),
    ),
    Entry(
        "tickets.customer_reopens",
        "switch",
        True,
        N_("A reply reopens"),
        N_(
            "Whether a customer's reply to a resolved request opens it again. If not, the customer "
            "is asked to send a new request."
        ),
    ),
    Entry(
        "tickets.undo_seconds",
        "whole",
        10,
        N_("Time to take a reply back"),
        N_(
            "For so many seconds after sending, staff can undo a reply: until then nobody outside "
            "sees it. 0 sends at once."
        ),
        least=0,
        most=120,
        unit=N_("seconds"),
        example="30",
    ),
    Entry(
        "tickets.owner_first",
        "switch",
        False,
        N_("Owner before reply"),
        N_(
            "Whether a ticket needs an owner before staff can reply. Who may assign takes it with "
            "the reply, in the same press."
        ),
    ),
    Entry(
        "tickets.undeletable",
        "switch",
        False,
        N_("Conversations can't be deleted"),
        N_(
            "Whether nobody, administrators included, can move a ticket to the trash. What is in "
            "the trash already can still be taken out."
        ),
    ),
    Entry(
        "tickets.auto_assign",
        "choice",
        "off",
        N_("New tickets get an owner"),
        N_(
            "By turns: each new ticket goes to whoever was given one longest ago, among the active "
            "people who see its category and may reply."
        ),
        choices=(
            ("off", N_("when somebody takes them")),
            ("turns", N_("by turns, at once")),
        ),
    ),
)
