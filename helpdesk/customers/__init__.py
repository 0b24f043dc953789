"""People who ask: found by their address, made when they are new, kept in order by staff.

by_email, find_or_create   who writes
main_email                 where mails go
page_of, look_for          the list, and who in it begins like what was typed
one, addresses             a customer and what belongs to them
add, change                by staff; also add_address, remove_address, make_first
"""

from helpdesk.customers.changing import (
    Taken,
    add,
    add_address,
    change,
    make_first,
    remove_address,
)
from helpdesk.customers.finding import by_email, find_or_create, main_email
from helpdesk.customers.listing import Found, Page, Row, addresses, look_for, one, page_of
from helpdesk.customers.naming import checked_email, normal_email, normal_name

__all__ = [
    "Found",
    "Page",
    "Row",
    "Taken",
    "add",
    "add_address",
    "addresses",
    "by_email",
    "change",
    "checked_email",
    "find_or_create",
    "look_for",
    "main_email",
    "make_first",
    "normal_email",
    "normal_name",
    "one",
    "page_of",
    "remove_address",
]
