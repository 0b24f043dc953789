"""The staff panel's pages, one file per page or action."""

if __name__ != "helpdesk.admin":
    raise ImportError("This package is imported as 'helpdesk.admin'.")

from helpdesk.admin.section import section  # isort: skip
from helpdesk.admin import account, forgotten, home, login, mail, search, tickets

__all__ = ["account", "forgotten", "home", "login", "mail", "search", "section", "tickets"]
