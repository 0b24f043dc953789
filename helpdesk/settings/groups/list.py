"""The staff's list."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "list.rows",
        "whole",
        50,
        N_("Rows in a list"),
        N_("How many tickets a page of the list shows."),
        unit=N_("tickets"),
        least=10,
        most=200,
    ),
)
