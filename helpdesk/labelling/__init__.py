"""What administrators do with the small tables that tickets are sorted by.

add, change                what a status, a priority and a category have in common; each noun's
                           own rules stand in its module, which calls these
checked_default            one row stays the default
move                       one place up or down
retire, bring_back         nobody can choose it any more; the tickets that have it keep it
delete                     for good, when no ticket has it
"""

from helpdesk.labelling.leaving import bring_back, delete, is_used, retire
from helpdesk.labelling.order import move
from helpdesk.labelling.saving import (
    NAME_MOST,
    Names,
    add,
    change,
    checked_default,
    locked,
    present,
)

__all__ = [
    "NAME_MOST",
    "Names",
    "add",
    "bring_back",
    "change",
    "checked_default",
    "delete",
    "is_used",
    "locked",
    "move",
    "present",
    "retire",
]
