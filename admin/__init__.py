"""The staff panel's pages, one file per page or action."""

if __name__ != "helpdesk.admin":
    raise ImportError("This package is imported as 'helpdesk.admin'.")

from helpdesk.admin.section import section  # isort: skip
from helpdesk.admin import (
    account,
    announcements,
    customers,
    exports,
    forgotten,
    home,
    labels,
    login,
    mail,
    organisations,
    presence,
    pulse,
    roles,
    search,
    settings,
    staff,
    teams,
    tickets,
)

__all__ = [
    "account",
    "announcements",
    "customers",
    "exports",
    "forgotten",
    "home",
    "labels",
    "login",
    "mail",
    "organisations",
    "presence",
    "pulse",
    "roles",
    "search",
    "section",
    "settings",
    "staff",
    "teams",
    "tickets",
]
