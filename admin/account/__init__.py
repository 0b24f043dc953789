"""What each staff member changes about themselves."""

from helpdesk.admin.account import password, profile, sessions, tour

__all__ = ["password", "profile", "sessions", "tour"]
