"""What each staff member changes about themselves."""

from helpdesk.admin.account import password

__all__ = ["password"]
