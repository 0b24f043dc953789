"""Shutting the customers' side for a while."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "maintenance.on",
        "switch",
        False,
        N_("Maintenance mode"),
        N_(
            "While it is on, customers see a notice in place of every page. Staff sign in and work "
            "as always, and mails go out."
        ),
    ),
    Entry(
        "maintenance.text",
        "lines",
        "",
        N_("Notice"),
        N_("What customers read meanwhile. If empty, it says that the desk is back soon."),
        example=N_("We move to a new server and are back at 14:00."),
    ),
)
