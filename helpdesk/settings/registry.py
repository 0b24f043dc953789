"""Every setting of the desk: key, group, kind, default, label, help, unit, since.

An entry drives default, parsing, the page with its [?], search, export and documentation. A test
finds keys that are read and not registered, and registered ones that nobody reads. The entries are
in `groups/`, a module for each tab of the page, in the order of the page.
"""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry
from helpdesk.settings.groups import (
    backup,
    files,
    list,
    look,
    mail,
    maintenance,
    portal,
    security,
    site,
    tickets,
)

GROUPS: tuple[tuple[Entry, ...], ...] = (
    site.ENTRIES,
    look.ENTRIES,
    maintenance.ENTRIES,
    backup.ENTRIES,
    tickets.ENTRIES,
    list.ENTRIES,
    files.ENTRIES,
    portal.ENTRIES,
    mail.ENTRIES,
    security.ENTRIES,
)
REGISTRY: dict[str, Entry] = {entry.key: entry for group in GROUPS for entry in group}
# What each group is called on its page, and what it is about; keys for gettext.
TITLES: dict[str, tuple[str, str]] = {
    "site": (N_("Site"), N_("What your desk is called, and where it is.")),
    "look": (N_("Look"), N_("Colour and logo, for customers and staff alike.")),
    "maintenance": (N_("Maintenance"), N_("Shut the customers’ side for a while.")),
    "backup": (N_("Nightly backup"), N_("Backups that the desk makes by itself.")),
    "tickets": (N_("Tickets"), N_("How requests are taken and worked on.")),
    "list": (N_("List"), N_("The staff’s list of tickets.")),
    "files": (N_("Files"), N_("What customers and staff may send along.")),
    "portal": (N_("Portal"), N_("What customers see and may do.")),
    "mail": (N_("Outgoing mail"), N_("How answers and notices leave the desk.")),
    "security": (N_("Security"), N_("Limits against guessing and floods.")),
}
