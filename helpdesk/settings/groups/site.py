"""What the desk is called, and where it is."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "site.title",
        "text",
        "Help desk",
        N_("Title"),
        N_("The name of your desk, at the top of every page and in mails."),
        required=True,
        example=N_("Harbour Lane Cycles"),
    ),
    Entry(
        "site.url",
        "url",
        "",
        N_("Address"),
        N_("Where the desk is reached from outside; links in mails begin with it."),
        example="https://example.com/helpdesk",
    ),
    Entry(
        "site.language",
        "language",
        "en",
        N_("Language"),
        N_("Used where a person's own language isn't known or not offered."),
    ),
    Entry(
        "site.timezone",
        "timezone",
        "UTC",
        N_("Time zone"),
        N_("Times are shown in this zone, and due days begin and end in it."),
        example="Europe/Madrid",
    ),
    Entry(
        "site.footer",
        "text",
        "",
        N_("Footer"),
        N_("A line at the bottom of the customers' pages, such as your address."),
        example=N_("Harbour Lane Cycles, 12 Harbour Lane, Leith"),
    ),
    Entry(
        "site.first_steps",
        "switch",
        True,
        N_("First steps"),
        N_("Show administrators on the overview what to do first, until there is a request."),
    ),
)
