"""Search: over numbers, subjects, messages, notes, names, addresses and names of files.

find               what a staff member looks for among the tickets in their sight
find_for_customer  the same among a customer's own, without notes
find_among         the same among some tickets that a browser may see
index, forget      keep the index in step with messages, in the verb's transaction
changing           around a change of a ticket's subject, customer or category
customer_changed   after a customer got another name or address
add_many           take in thousands of new messages, prepared by the engine
rebuild            make the whole index again, by a job
"""

from helpdesk.search.finding import Hit, Results, Understood, find, find_among, find_for_customer
from helpdesk.search.marking import Part
from helpdesk.search.narrowing import Filter
from helpdesk.search.query import parse
from helpdesk.search.upkeep import TOP, rebuild, rebuild_slice, rebuilding
from helpdesk.search.writing import add_many, changing, customer_changed, forget, index

__all__ = [
    "TOP",
    "Filter",
    "Hit",
    "Part",
    "Results",
    "Understood",
    "add_many",
    "changing",
    "customer_changed",
    "find",
    "find_among",
    "find_for_customer",
    "forget",
    "index",
    "parse",
    "rebuild",
    "rebuild_slice",
    "rebuilding",
]
