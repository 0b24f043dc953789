"""Files of tickets: checked, stored once per content, used by messages.

`check` says what is wrong with a file before its bytes are stored, `store.keep` stores the bytes,
`attach` ties them to a message. Bytes are stored before the transaction commits; what no row uses
after a day is swept away.
"""

from helpdesk.attachments import moving
from helpdesk.attachments.checks import Limits, check, limits
from helpdesk.attachments.rows import Shown, attach, for_messages, for_ticket, hold
from helpdesk.attachments.store import Kept, Store, store

__all__ = [
    "Kept",
    "Limits",
    "Shown",
    "Store",
    "attach",
    "check",
    "for_messages",
    "for_ticket",
    "hold",
    "limits",
    "moving",
    "store",
]
