"""MySQL and MariaDB: where the server is, which way leads to it, and what the user may do there.

- `Address`, `connect_arguments`, `make`, `TABLE_OPTIONS`: how to connect and make tables
- `probe` → `Found`: tries socket, TLS, then plain, and looks at what answers; raises `Refused`
- `has_ended`: whether a connection that was kept is still good
- `check_rights`, `taken_tables`, `free_prefix`: may this user make tables, and under which names
"""

from helpdesk.db.mysql.address import TABLE_OPTIONS, Address, connect_arguments, make
from helpdesk.db.mysql.alive import has_ended
from helpdesk.db.mysql.probing import Found, probe
from helpdesk.db.mysql.rights import check_rights, free_prefix, taken_tables
from helpdesk.db.refused import Refused

__all__ = [
    "TABLE_OPTIONS",
    "Address",
    "Found",
    "Refused",
    "check_rights",
    "connect_arguments",
    "free_prefix",
    "has_ended",
    "make",
    "probe",
    "taken_tables",
]
