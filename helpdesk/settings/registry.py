"""Every setting of the desk: key, group, kind, default, label, help, unit, since.

An entry drives default, parsing, the page with its [?], search, export and documentation. A test
finds keys that are read and not registered, and registered ones that nobody reads. The entries are
in `groups/`, a module for each tab of the page, in the order of the page.
"""

from helpdesk.settings.entry import Entry
from helpdesk.settings.groups import files, list, mail, portal, security, site, tickets

GROUPS: tuple[tuple[Entry, ...], ...] = (
    site.ENTRIES,
    tickets.ENTRIES,
    list.ENTRIES,
    files.ENTRIES,
    portal.ENTRIES,
    mail.ENTRIES,
    security.ENTRIES,
)
REGISTRY: dict[str, Entry] = {entry.key: entry for group in GROUPS for entry in group}
