"""Who works at the desk: verbs for those who manage the staff.

add, change            a person with a role, categories and teams
invite                 a mail with the link to set a password
deactivate, reactivate the end of the access and its return; the history stays
people, counts         the list
may_manage             whether somebody's access is within one's own
"""

from helpdesk.staffing.access import acting, categories_of, may_manage, row_of
from helpdesk.staffing.leaving import LEAVE, deactivate, reactivate
from helpdesk.staffing.listing import MOST, Person, counts, people
from helpdesk.staffing.saving import Wanted, add, change, invite, set_password, zones

__all__ = [
    "LEAVE",
    "MOST",
    "Person",
    "Wanted",
    "acting",
    "add",
    "categories_of",
    "change",
    "counts",
    "deactivate",
    "invite",
    "may_manage",
    "people",
    "reactivate",
    "row_of",
    "set_password",
    "zones",
]
