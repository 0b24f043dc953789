"""The list of customers, and the card of each."""

from helpdesk.admin.customers import addresses, list, new, show

__all__ = ["addresses", "list", "new", "show"]
